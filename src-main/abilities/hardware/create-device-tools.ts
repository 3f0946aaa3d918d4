// The tools of devices: listed only while a device that the person allowed is plugged in.
import type { ToolSource } from '#main/abilities/tools/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { OwnedOutputs } from './create-outputs.ts';
import { envelopeOver } from './envelope/create-envelope.ts';
import { boardProtocols } from './port/buses.ts';
import type { Devices } from './port/devices.ts';
import type { Watches } from './port/watches.ts';
import { lentBoards } from './tools/bus-access.ts';
import { createBusTools } from './tools/bus-tools.ts';
import { findAllowed } from './tools/device-call.ts';
import { connectTool, listTool } from './tools/list-and-connect.ts';
import { createMeasureNow } from './tools/measure-now.ts';
import { createSensorHistory, type SensorHistoryDeps } from './tools/sensor-history.ts';
import { createSensorWatch } from './tools/sensor-watch.ts';
import { askTool, readTool, writeTool } from './tools/speak.ts';
import { stopTool } from './tools/stop-all.ts';

export type DeviceToolsDeps = SensorHistoryDeps & {
  readonly devices: Devices;
  readonly outputs: OwnedOutputs;
  readonly watches: Watches;
  readonly clock: Clock;
};

export function createDeviceTools(d: DeviceToolsDeps): ToolSource {
  const { devices, outputs, readings, clock } = d;
  const envelope = envelopeOver(devices, outputs);
  const boards = lentBoards({
    async find(wanted, signal) {
      const { key, name, speaks, limits, deadMan } = await findAllowed(devices, wanted, signal);
      return { key, name, speaks, limits, deadMan, runs: boardProtocols.find((one) => one === speaks) };
    },
    lend: ({ key, ...place }, work, signal) =>
      devices.session(key).lend({ by: 'agent', ...place, permit: envelope.permitLoan() }, work, signal),
    noteSpeaks: (key, protocol) => devices.noteSpeaks(key, protocol),
    ...{ envelope, outputs, clock },
  });
  const speaking = { devices, envelope };
  const own = [
    ...[listTool, connectTool].map((make) => make(devices)),
    ...[askTool(speaking), readTool(devices), writeTool(speaking), stopTool(outputs)],
    createMeasureNow({ devices, boards, readings }),
  ];
  const history = createSensorHistory(d);
  const watch = createSensorWatch({ boards, watches: d.watches });
  const tools = [...own, ...createBusTools(boards, clock, readings.note), watch, history];
  return {
    id: 'devices',
    async list(_session, signal) {
      // Whoever uses no device pays for no look at the ports, and for no definition.
      if (!(await devices.hasAllowed())) return [];
      // What was measured can be asked for while the device is away.
      const ofBefore = async () => ((await readings.list({})).length > 0 ? [history] : []);
      const all = await devices.list(signal);
      return all.some(({ allowedAt, state }) => allowedAt !== undefined && state !== 'gone') ? tools : ofBefore();
    },
    /** The run was stopped: what it switched on goes off. */
    async endBackground(sessionId) {
      if (sessionId !== undefined) await outputs.stopSession(sessionId);
    },
  };
}
