// The tools of buses: what their plans say, and what comes out of a board that others built.
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Plan, type PlanContext, type Tool, type ToolContext, toDefinition } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { bytePart, commandPart, createPartsBus, type PartsBus, wordPart } from '../testing/parts-bus.ts';
import { patientClock } from '../testing/patient-clock.ts';
import { buildSimboard, canBuildSimboard, standardFirmata } from '../testing/peers/build-simboard.ts';
import { type Peer, startPeer } from '../testing/process-link.ts';
import { type BusAccess, type BusOrder, lentBuses } from './bus-access.ts';
import { createBusTools } from './bus-tools.ts';

const key = 'usb:2341:0043:75830303934351F07041';
const ids = { sessionId: SessionId.parse('s1'), turnId: TurnId.parse('t1'), callId: CallId.parse('c1') };
// These tools ask nothing else of their context.
const ctx = { ...ids, signal: neverAborts, clock: systemClock } as unknown as PlanContext & ToolContext;

const find: BusAccess['find'] = async (device) => {
  if (device !== key && device !== 'Bench') throw new AppError('not_found', 'No such device.');
  return { key, name: 'Bench' };
};

function setUp(buses: BusAccess) {
  const tools = createBusTools(buses);
  const tool = (name: string): Tool => {
    const found = tools.find((one) => one.name === name);
    if (found === undefined) throw new Error(name);
    return found;
  };
  const plan = async (name: string, input: Record<string, unknown>): Promise<Plan<unknown>> => {
    const whole = { device: 'Bench', via: 'micropython', ...input };
    return tool(name).plan(tool(name).input.parse(whole), ctx);
  };
  const run = async (name: string, input: Record<string, unknown> = {}) =>
    (await tool(name).run(await plan(name, input), ctx)).output;
  return { tools, plan, run };
}

const overBus = (bus: PartsBus, orders: BusOrder[] = []) =>
  setUp({
    find,
    async withI2c(order, work) {
      orders.push(order);
      return work(bus);
    },
  });

describe('plans', () => {
  const { plan, tools } = overBus(createPartsBus({}));

  it('say which device, what is done, and that measuring only reads', async () => {
    expect(await plan('sensor_read', { sensor: 'bme280' })).toMatchObject({
      effects: [{ type: 'device', target: key, access: 'read' }],
      shown: { type: 'text', text: `Bench (${key})\nI2C 0x76: wake the BME280 and read it` },
      sessionGrant: { key: `device:${key}:read` },
      canUndo: false,
    });
  });

  it.each([
    [{ address: 0x48, write: [0], read: 2 }, 'read', `device:${key}:read`],
    [{ address: 0x48, read: 2 }, 'read', `device:${key}:read`],
    [{ address: 0x48, write: [1] }, 'write', `device:${key}:i2c:0x48:01`],
    [{ address: 0x48, write: [1, 0x60], read: 2 }, 'write', `device:${key}:i2c:0x48:01 60`],
    [{ address: 0x50, write: [0], read: 2 }, 'read', `device:${key}:read`],
    [{ address: 0x50, write: [0, 255] }, 'write', undefined],
  ] as const)('take the transfer %j for a %s', async (input, access, grant) => {
    const made = await plan('i2c_transfer', input);
    expect([made.effects[0]?.access, made.sessionGrant?.key]).toEqual([access, grant]);
  });

  it('show every byte that will be written', async () => {
    const { shown } = await plan('i2c_transfer', { address: 0x57, write: [0, 17, 255], read: 1 });
    expect(shown).toEqual({
      type: 'text',
      text: `Bench (${key})\nI2C 0x57: write 00 11 FF, then read 1 byte (a memory)`,
    });
  });

  it('are not made for what cannot be', async () => {
    await expect(plan('sensor_read', { sensor: 'bme280', address: 0x48 })).rejects.toMatchObject({
      details: { reason: 'unknown_sensor' },
    });
    for (const bad of [{ address: 0x78, read: 1 }, { address: 0x48 }, { address: 0x48, write: [256] }])
      await expect(plan('i2c_transfer', bad)).rejects.toThrow();
    await expect(plan('i2c_scan', { device: 'Other' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(plan('i2c_scan', { via: 'telepathy' })).rejects.toThrow();
  });

  it('cost few words on each turn', () => {
    for (const tool of tools) expect(encode(JSON.stringify(toDefinition(tool))).length).toBeLessThan(220);
  });
});

describe('answers', () => {
  it('name what is there, measure it, and say on whose account', async () => {
    const orders: BusOrder[] = [];
    const bus = createPartsBus({
      72: wordPart({ 0: [0x15, 0x80], 1: [0x60, 0xa0] }),
      80: bytePart({ 0: [1, 2, 3] }),
    });
    const { run } = overBus(bus, orders);
    expect(await run('i2c_scan')).toBe('Answering: 0x48 0x50');
    expect(await run('sensor_identify')).toBe('0x48: tmp102 (likely)\n0x50: no sensor that is known');
    expect(await run('sensor_identify', { address: 0x48 })).toBe('0x48: tmp102 (likely)');
    expect(await run('sensor_read', { sensor: 'tmp102' })).toMatch(
      /^TMP102 at 0x48, 2\d{3}-.*Z\ntemperature: 21\.5 °C \[15 80\]$/,
    );
    expect(await run('i2c_transfer', { address: 0x50, write: [1], read: 2 })).toBe('Read: 02 03');
    expect(await run('i2c_transfer', { address: 0x50, write: [1, 9] })).toBe('Written: 01 09');
    expect(orders[0]).toEqual({ sessionId: ids.sessionId, turnId: ids.turnId, key, via: 'micropython' });
  });

  it('give no number where the part gave none', async () => {
    const { run } = overBus(createPartsBus({ 35: commandPart({ '20': [0xff, 0xff] }) }));
    expect(await run('sensor_read', { sensor: 'bh1750' })).toMatch(
      /\nilluminance: no value \(beyond its range\) \[FF FF\]$/,
    );
  });

  it('say that nothing answers', async () => {
    const { run } = overBus(createPartsBus({}));
    expect(await run('i2c_scan')).toMatch(/^Nothing answers/);
    await expect(run('sensor_read', { sensor: 'tmp102' })).rejects.toMatchObject({
      details: { reason: 'i2c_no_answer' },
    });
  });
});

const over = (peer: () => Peer) =>
  setUp(lentBuses({ find, lend: (_order, work) => work(peer().link), clock: patientClock }));

describe('a board with MicroPython', () => {
  let peer: Peer;
  const { run } = over(() => peer);
  beforeAll(() => {
    peer = startPeer([process.execPath, new URL('../testing/peers/wasm-board.mjs', import.meta.url).pathname]);
  });
  afterAll(() => peer.stop());

  it('is measured with', async () => {
    expect(await run('sensor_read', { sensor: 'tmp102' })).toContain('temperature: 21.5 °C [15 80]');
  });
});

describe.skipIf(!canBuildSimboard)('a board with Firmata', () => {
  let peer: Peer;
  const { run } = over(() => peer);
  beforeAll(() => {
    peer = startPeer([buildSimboard(), standardFirmata], { fds: ['pipe', 'pipe'] });
  });
  afterAll(() => peer.stop());

  it('is looked at', async () => {
    expect(await run('i2c_scan', { via: 'firmata' })).toBe('Answering: 0x50 0x68');
  });
});
