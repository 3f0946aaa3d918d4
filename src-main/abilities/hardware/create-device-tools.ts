// The tools of devices: listed only while a device that the person allowed is plugged in.
import type { ToolSource } from '#main/abilities/tools/port.ts';
import type { Device } from '#main/contract/devices.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Devices } from './port/devices.ts';
import { type BoardName, lentBoards } from './tools/bus-access.ts';
import { createBusTools } from './tools/bus-tools.ts';
import { findAllowed } from './tools/device-call.ts';
import { connectTool, listTool } from './tools/list-and-connect.ts';
import { askTool, readTool, writeTool } from './tools/speak.ts';

/** What needs no asking: the buses of this computer are its own, and an adapter is told by its USB numbers. */
const withWhatRuns = (device: Device): BoardName => {
  if (device.transport === 'i2c') return { ...device, runs: 'linux' };
  return device.transport === 'hid' ? { ...device, runs: 'mcp2221' } : device;
};

export function createDeviceTools(devices: Devices, clock: Clock): ToolSource {
  const boards = lentBoards({
    find: async (device, signal) => withWhatRuns(await findAllowed(devices, device, signal)),
    lend: ({ key, ...place }, work, signal) => devices.session(key).lend({ by: 'agent', ...place }, work, signal),
    clock,
  });
  const own = [listTool, connectTool, askTool, readTool, writeTool].map((make) => make(devices));
  const tools = [...own, ...createBusTools(boards, clock)];
  return {
    id: 'devices',
    async list(_session, signal) {
      // Whoever uses no device pays for no look at the ports, and for no definition.
      if (!(await devices.hasAllowed())) return [];
      const all = await devices.list(signal);
      return all.some(({ allowedAt, state }) => allowedAt !== undefined && state !== 'gone') ? tools : [];
    },
    endBackground: async () => {},
  };
}
