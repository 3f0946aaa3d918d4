// What is switched: within the person's limits, known until it is safe again, and stopped at once, whatever is under way.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeviceLimits } from '#main/contract/device-limits.ts';
import { SessionId, TurnId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createOutputs } from './create-outputs.ts';
import { createDevicesKit, type DevicesKit, uno } from './testing/devices-kit.ts';
import { answerLines, type LineBoard } from './testing/line-board.ts';
import type { MemoryDevice } from './testing/memory-links.ts';

const agentOf = (session: string) =>
  ({ by: 'agent', sessionId: SessionId.parse(session), turnId: TurnId.parse('t') }) as const;
const agent = agentOf('s1');
const limits = DeviceLimits.parse({
  outputs: [
    { pin: '13', name: 'lamp', kind: 'digital', min: 0, max: 1, safe: 0, perMinute: 3 },
    { pin: '9', kind: 'pwm', min: 0.1, max: 0.5, safe: 0, perMinute: 100 },
  ],
  lines: ['VOLT {0..12}', 'OUTP {ON|OFF}'],
  safeLines: ['OUTP OFF'],
});
const order = (pin: string, value: number) => ({ device: uno.key, via: 'limpet' as const, pin, value });

let kit: DevicesKit;
let device: MemoryDevice;
let board: LineBoard;
beforeEach(async () => {
  kit = createDevicesKit();
  device = kit.links.plug(uno);
  board = answerLines(device);
  await kit.devices.allow(uno.key, neverAborts);
  await kit.devices.connect(uno.key, neverAborts);
});
afterEach(() => kit.close());

const set = (pin: string, value: number, by: ReturnType<typeof agentOf> = agent) =>
  kit.outputs.set(order(pin, value), by, neverAborts);
const on = () => kit.outputs.list().map(({ pin, value }) => [pin, value]);
const outside = { code: 'forbidden', details: { reason: 'outside_envelope' } };
const stopped = { code: 'conflict', details: { reason: 'bench_stopped' } };
/** Lets what was begun come to its end while time passes. */
async function settle<T>(work: Promise<T>): Promise<T> {
  let isOver = false;
  const all = work.finally(() => {
    isOver = true;
  });
  all.catch(() => {}); // whoever called looks at it
  while (!isOver) {
    await kit.clock.advance(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return all;
}

describe('outputs', () => {
  it('are switched within their limits, and not a byte leaves for what is outside [T41]', async () => {
    await kit.devices.setLimits(uno.key, limits);
    await set('13', 1);
    await set('9', 0.4);
    expect([...board.outputs]).toEqual([
      ['9', 102 / 255],
      ['13', 1],
    ]);
    expect(on()).toEqual([
      ['13', 1],
      ['9', 0.4],
    ]);
    const before = device.heard().length;
    for (const [pin, value] of [
      ['9', 0.6],
      ['9', 0.05],
      ['13', 0.5],
      ['12', 0],
      ['9', Number.NaN],
      ['9', -1],
    ] as const)
      await expect(set(pin, value)).rejects.toMatchObject(outside);
    expect(device.heard().length).toBe(before);
    await set('9', 0); // what is safe is always allowed
    expect(on()).toEqual([['13', 1]]);
  });

  it('are switched no more often than the person says, and to safe always', async () => {
    await kit.devices.setLimits(uno.key, limits);
    for (const value of [1, 0, 1]) await set('13', value);
    await expect(set('13', 1)).rejects.toMatchObject({ details: { reason: 'switched_too_often' } });
    await set('13', 0);
    await kit.clock.advance(61_000);
    await set('13', 1);
  });

  it('go to their safe state by the emergency stop, and stay there until the person lets go, over a restart', async () => {
    await set('13', 1);
    const told: boolean[] = [];
    kit.outputs.onChange(() => told.push(kit.outputs.isStopped));
    expect(await settle(kit.outputs.stopAll('person'))).toEqual({ safe: [uno.key], failed: [] });
    expect(board.outputs.get('13')).toBe(0);
    expect(on()).toEqual([]);
    expect(told).toContain(true);
    await expect(set('13', 1)).rejects.toMatchObject(stopped);
    const again = createOutputs({
      ...{ devices: kit.devices, kept: kit.kept, clock: kit.clock, log: silentLog },
    });
    await expect(again.set(order('13', 1), { by: 'limpet' }, neverAborts)).rejects.toMatchObject(stopped);
    kit.outputs.release();
    await set('13', 1);
    expect(board.outputs.get('13')).toBe(1);
  });

  it('are stopped past whoever has the device, and what waited behind him does not go any more', async () => {
    await kit.devices.setLimits(uno.key, limits);
    await set('13', 1);
    const session = kit.devices.session(uno.key);
    const permit = { check: () => {} };
    const asking = session.ask(
      { bytes: Buffer.from('VOLT 5\n'), by: { ...agent, permit }, pattern: /never/, timeoutMs: 60_000 },
      neverAborts,
    );
    const waiting = set('9', 0.3);
    asking.catch(() => {});
    waiting.catch(() => {});
    while (on().length < 2) await new Promise((resolve) => setImmediate(resolve)); // it was let in, and waits behind
    await settle(kit.outputs.stopAll('person'));
    expect(board.outputs.get('13')).toBe(0);
    expect(device.heard().toString()).toContain('OUTP OFF\n');
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
    await expect(waiting).rejects.toMatchObject(stopped);
    expect(board.outputs.get('9')).toBe(0);
  });

  it('say which device could not be made safe, and wait for none of them longer than they must', async () => {
    await set('13', 1);
    board.silent = true;
    const before = kit.clock.monotonic();
    const { safe, failed } = await settle(kit.outputs.stopAll('person'));
    expect(safe).toEqual([]);
    expect(failed).toMatchObject([{ device: uno.key, error: { details: { reason: 'not_made_safe' } } }]);
    expect(kit.clock.monotonic() - before).toBeLessThan(3_000);
    expect(on()).toEqual([['13', 1]]);
    expect(kit.outputs.unsafe).toHaveLength(1);
  });

  it('that a run switched go off when the run is stopped, and no others', async () => {
    await set('13', 1);
    await set('9', 0.4, agentOf('s2'));
    await settle(kit.outputs.stopSession(agent.sessionId));
    expect([board.outputs.get('13'), board.outputs.get('9')]).toEqual([0, 102 / 255]);
    expect(kit.outputs.isStopped).toBe(false);
    await set('13', 1);
  });

  it('go off before a device is disconnected, and when it comes back after it was pulled', async () => {
    await set('13', 1);
    device.unplug();
    await kit.clock.advance(2_000);
    expect(on()).toEqual([['13', 1]]);
    const back = answerLines(kit.links.plug(uno));
    back.outputs.set('13', 1); // it had power of its own
    await settle(kit.clock.advance(5_000));
    await settle(Promise.resolve());
    expect(back.outputs.get('13')).toBe(0);
    await set('13', 1);
    await settle(kit.devices.disconnect(uno.key));
    expect(back.outputs.get('13')).toBe(0);
    expect(on()).toEqual([]);
  });
});

describe('the model', () => {
  const bytes = (text: string) => Buffer.from(text);
  const speak = async (text: string, end = '\\n') => {
    const tool = (await kit.tools.list({ sessionId: agent.sessionId }, neverAborts)).find(
      ({ name }) => name === 'device_write',
    );
    if (tool === undefined) throw new Error('no such tool');
    const ctx = { ...agent, signal: neverAborts } as never; // this tool asks for nothing else
    const plan = await tool.plan(tool.input.parse({ device: uno.key, text, end }), ctx);
    return { plan, run: () => tool.run(plan, ctx) };
  };

  it('sends nothing without an order that was checked, and nothing but its bytes [T41]', async () => {
    const session = kit.devices.session(uno.key);
    await expect(session.write(bytes('led 13 on\n'), agent, neverAborts)).rejects.toMatchObject(outside);
    await expect(
      session.lend(agent, (link) => link.write(bytes('led 13 on\n'), neverAborts), neverAborts),
    ).rejects.toMatchObject(outside);
    expect(device.heard()).toHaveLength(0);
  });

  it('sends whole lines that the person listed, and none that means something else to the board', async () => {
    await kit.devices.setLimits(uno.key, limits);
    await (await speak('VOLT 12')).run();
    for (const text of [
      'VOLT 12.1',
      'VOLT 012',
      'VOLT 1e1',
      'VOLT -1',
      'volt 5',
      'VOLT 5 ',
      'VOLT 5\\nOUTP ON\\nX',
      'VOLT 5\\r',
    ])
      await expect(speak(text), text).rejects.toMatchObject(outside);
    await expect(speak('VOLT 1', '')).rejects.toMatchObject(outside);
    await expect(speak('VOLT 5\\x03')).rejects.toMatchObject(outside);
    await expect(speak('VOLT ５')).rejects.toMatchObject(outside);
    // By hand, and without an end: what the model sends would go on from it.
    await kit.devices.session(uno.key).write(bytes('VOLT 1'), { by: 'person' }, neverAborts);
    await expect(speak('VOLT 2')).rejects.toMatchObject(outside);
    expect(device.heard().toString()).toBe('VOLT 12\nVOLT 1');
  });

  it('is shown what its text goes on from, and is refused when that changed meanwhile', async () => {
    await (await speak('led 1', '')).run();
    const { plan, run } = await speak('3 on');
    expect(plan.shown).toMatchObject({ text: expect.stringContaining('goes on from what has no end yet: led 1') });
    await (await speak('2 on')).run();
    await expect(run()).rejects.toMatchObject({ details: { reason: 'device_half_line' } });
  });

  it('may stop everything, and not let go', async () => {
    await set('13', 1);
    const tool = (await kit.tools.list({ sessionId: agent.sessionId }, neverAborts)).find(
      ({ name }) => name === 'stop_all',
    );
    const ctx = { ...agent, signal: neverAborts } as never; // this tool asks for nothing else
    const plan = await tool?.plan({}, ctx);
    expect(plan?.effects).toEqual([{ type: 'read', target: 'devices' }]);
    if (tool === undefined || plan === undefined) throw new Error('no such tool');
    expect((await settle(tool.run(plan, ctx))).output).toContain(`Safe now: ${uno.key}`);
    await expect(speak('led 13 on')).rejects.toMatchObject(stopped);
    await expect(set('13', 1)).rejects.toMatchObject(stopped);
  });
});
