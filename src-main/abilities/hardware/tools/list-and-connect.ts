// device_list and device_connect.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import type { Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import type { Devices } from '../port/devices.ts';
import { deviceInput, findAllowed, keyOf, planOf, type Wanted } from './device-call.ts';

/** A bus of this computer has none: its speed is given with each transfer. */
const baudOf = ({ transport, baudRate }: Device) => (transport === 'i2c' ? '' : `, ${baudRate} baud`);

const line = (device: Device) =>
  [
    `${visibleLine(device.key)}: ${visibleLine(device.name)}${device.confidence === 'guess' ? ' (a guess)' : ''}`,
    `${device.state}${baudOf(device)}`,
    ...(device.problem === undefined ? [] : [device.problem.message]),
  ].join(' · ');

export const listTool = (devices: Devices): Tool =>
  defineTool({
    name: 'device_list',
    description: 'The boards and instruments that the person let you use, with key, name and state.',
    input: z.strictObject({}),
    plan: async (input) => ({
      input,
      effects: [{ type: 'read', target: 'devices' }],
      shown: { type: 'text', text: 'devices' },
      title: { key: 'devices.call_list', params: {} },
      canUndo: true,
    }),
    async run(_plan, ctx) {
      const all = await devices.list(ctx.signal);
      const allowed = all.filter(({ allowedAt }) => allowedAt !== undefined);
      const others = all.length - allowed.length;
      const more = others === 0 ? '' : `\n${others} more not allowed; the person can allow them on the page Devices.`;
      const output = `${markUntrusted('devices', allowed.map(line).join('\n'))}${more}`;
      const [first] = allowed;
      // The words are theirs: of one device alone they are nothing new to it.
      const source = allowed.length === 1 && first !== undefined ? first.key : 'devices';
      return { output, label: { trust: 'untrusted', secrecy: 'public', source } };
    },
  });

export const connectTool = (devices: Devices): Tool =>
  defineTool<Wanted>({
    name: 'device_connect',
    description:
      'Open a device before you read or ask it; many boards start anew with that. It stays open for later calls.',
    input: z.strictObject({ device: deviceInput }),
    timeoutMs: 20_000,
    async plan(input, ctx) {
      const device = await findAllowed(devices, input.device, ctx.signal);
      // The first time is asked: opening may start the board anew. After that the person's word on the device holds, and
      // of one that is open nothing changes.
      const isFree = device.state === 'connected' || (await devices.isOpenedBefore(device.key));
      const access = isFree ? 'read' : 'write';
      return planOf({
        ...{ input: { device: device.key }, device, access },
        shown: { type: 'text', text: `${device.key}\n${device.path}${baudOf(device)}` },
        title: { key: 'devices.call_connect', params: { device: device.name } },
      });
    },
    async run({ input }, ctx) {
      const device = await devices.connect(keyOf(input), ctx.signal);
      await devices.noteOpened(device.key);
      return {
        output: `${visibleLine(device.key)} is ${device.state}.`,
        label: { trust: 'owner', secrecy: 'public', source: 'devices' },
      };
    },
  });
