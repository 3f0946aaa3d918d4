// A bench of four devices within limits, and a model that calls whatever it likes, with everything approved at once.
import { readFileSync } from 'node:fs';
import type { PlanContext, ToolContext } from '#main/abilities/tools/port.ts';
import { DeviceLimits } from '#main/contract/device-limits.ts';
import { isAppError } from '#main/contract/errors.ts';
import { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { DeviceIdentity } from '../../port/link.ts';
import { createDevicesKit } from '../devices-kit.ts';
import { standardFirmata } from '../peers/build-simboard.ts';
import { judgeChip, judgeMicroPython, judgeModbus, type ModbusAct, type Verdicts } from './judged-boards.ts';
import { createRandom } from './random.ts';
import { type Target, wildCall } from './wild-calls.ts';

const identity = (n: number): DeviceIdentity => ({
  ...{ transport: 'serial', key: `usb:2341:0043:${n}`, path: `/dev/ttyACM${n}` },
  ...{ vendorId: '2341', productId: '0043', serialNumber: String(n) },
});
const output = (pin: string, more: object = {}) => ({
  ...{ pin, kind: 'digital', min: 0, max: 1, safe: 0, perMinute: 600 },
  ...more,
});

export const benchLimits = {
  uno: {
    outputs: [output('13', { name: 'lamp' }), output('9', { name: 'fan', kind: 'pwm', max: 0.4 })],
    lines: ['*IDN?', 'status', 'led 13 {on|off}', 'pwm 9 {0..102}'],
  },
  firmata: { outputs: [output('8', { perMinute: 20 }), output('13', { perMinute: 20 })] },
  pico: {
    outputs: [output('LED')],
    inputs: ['GP26'],
    i2c: [
      { address: 0x48, from: 0, to: 3, access: 'read' },
      { address: 0x40, from: 0, to: 1, access: 'write' },
    ],
    spi: ['17'],
  },
  modbus: {
    modbus: [
      { unit: 1, table: 'holding_registers', from: 10, to: 19, access: 'write', min: 100, max: 200 },
      { unit: 1, table: 'coils', from: 0, to: 3, access: 'write', min: 0, max: 1 },
      { unit: 1, table: 'input_registers', from: 0, to: 9, access: 'read', min: 0, max: 0 },
    ],
  },
} as const;
export type BenchLimits = { readonly [Name in keyof typeof benchLimits]: object };

/** Words of MicroPython's `machine`, and what was said to it just before. */
function picoMay(said: string, before: string): boolean {
  if (said === 'out LED 1' || said === 'out LED 0' || said === 'in GP26' || said === 'spi') return true;
  // The select pin of SPI rests high and goes low for a transfer.
  if (/^out 17 (None|0|1)$/.test(said)) return true;
  const [, address, verb, rest = ''] = /^i2c (\d+) ([wr]) (\w*)$/.exec(said) ?? [];
  if (address === undefined) return false;
  const bytes = Buffer.from(rest, 'hex');
  if (address === '64' && verb === 'w')
    return bytes.length >= 1 && (bytes[0] ?? 9) + Math.max(0, bytes.length - 2) <= 1;
  if (address === '72' && verb === 'w') return bytes.length === 1 && (bytes[0] ?? 9) <= 3;
  if (verb !== 'r') return false;
  const pointer = /^i2c (\d+) w (\w\w)$/.exec(before);
  const last = Number.parseInt(pointer?.[2] ?? 'ff', 16) + Number(rest) - 1;
  return pointer?.[1] === address && last <= (address === '72' ? 3 : address === '64' ? 1 : -1);
}

function modbusMay({ unit, function: code = 0, address = -1, count = 0, values }: ModbusAct): boolean {
  const within = (from: number, to: number) => unit === 1 && address >= from && address + count - 1 <= to;
  if (code === 3) return within(10, 19);
  if (code === 1) return within(0, 3);
  if (code === 4) return within(0, 9);
  if (code === 6 || code === 16) return within(10, 19) && (values ?? [-1]).every((one) => one >= 100 && one <= 200);
  return (code === 5 || code === 15) && within(0, 3);
}

export type Attack = {
  readonly seed: number;
  readonly calls: number;
  /** What the envelope holds to; the judges always hold to `benchLimits`. */
  readonly limits?: BenchLimits;
  readonly only?: RegExp;
};

export type AttackReport = {
  readonly violations: readonly string[];
  readonly acts: Readonly<Record<string, number>>;
  readonly ran: number;
  readonly refused: number;
  /** What failed as no refusal does. */
  readonly broken: readonly string[];
};

export async function attackBench({ seed, calls, limits = benchLimits, only = /./ }: Attack): Promise<AttackReport> {
  const kit = createDevicesKit();
  const r = createRandom(seed);
  const names = ['uno', 'firmata', 'pico', 'modbus'] as const;
  const vias = { uno: 'limpet', firmata: 'firmata', pico: 'micropython', modbus: 'modbus' } as const;
  const devices = Object.fromEntries(names.map((name, n) => [name, kit.links.plug(identity(n))]));
  const device = (name: string) => devices[name] ?? kit.links.plug(identity(9));
  const sketch = new URL('../../../../../resources/firmware/limpet-board/limpet-board.hex', import.meta.url);
  const modbus = judgeModbus(device('modbus'), modbusMay);
  const verdicts: Record<string, Verdicts> = {
    uno: judgeChip(device('uno'), {
      hex: readFileSync(sketch, 'utf8'),
      ...{ pins: [4, 5, 6, 7, 8, 9, 10, 11, 13], allowed: { 9: { max: 0.4 }, 13: { max: 1 } }, settleMs: 2 },
    }),
    firmata: judgeChip(device('firmata'), {
      hex: readFileSync(standardFirmata, 'utf8'),
      ...{ pins: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], allowed: { 8: { max: 1 }, 13: { max: 1 } }, settleMs: 2 },
    }),
    pico: await judgeMicroPython(device('pico'), picoMay),
  };
  for (const [n, name] of names.entries()) {
    const { key } = identity(n);
    await kit.devices.allow(key, neverAborts);
    await kit.devices.change(key, { name });
    await kit.devices.connect(key, neverAborts);
    await kit.devices.noteSpeaks(key, vias[name]);
    await kit.devices.setLimits(key, DeviceLimits.parse(limits[name]));
  }
  const targets = names
    .map((name, n): Target => ({ key: identity(n).key, name, via: vias[name] }))
    .filter(({ name }) => only.test(name));
  const tools = new Map(
    (await kit.tools.list({ sessionId: SessionId.parse('s0') }, neverAborts)).map((one) => [one.name, one]),
  );
  let ran = 0;
  let refused = 0;
  const broken: string[] = [];

  const call = async (session: number): Promise<void> => {
    const { tool: name, input } = wildCall(r, targets);
    const tool = tools.get(name);
    if (tool === undefined) throw new Error(`no tool ${name}`);
    const ids = { sessionId: SessionId.parse(`s${session}`), turnId: TurnId.parse('t'), callId: CallId.parse('c') };
    // These tools ask for nothing else.
    const ctx = { ...ids, signal: neverAborts, clock: kit.clock } as unknown as PlanContext & ToolContext;
    try {
      const parsed = tool.input.parse(input);
      const plan = await tool.plan(parsed, ctx);
      // Approved, whatever it is; sometimes after something else was done.
      if (r.often(5)) await Promise.resolve();
      await tool.run(plan, ctx);
      ran += 1;
    } catch (thrown) {
      // A refusal is one of ours, or of the input's schema; anything else would be a bug that hides behind it.
      if (!isAppError(thrown) && !(thrown instanceof Error && thrown.name.endsWith('ZodError')))
        broken.push(`${name} ${JSON.stringify(input)}: ${thrown}`);
      refused += 1; // what came of it the judges say
    }
  };
  /** Past the tools: bytes without an order, and an order of other bytes. */
  const raw = async (): Promise<void> => {
    const { key } = r.pick(targets);
    const agent = { by: 'agent', sessionId: SessionId.parse('s9'), turnId: TurnId.parse('t') } as const;
    const bytes = Buffer.from(
      r.pick(['led 4 on\n', 'pwm 9 255\n', '\xf4\x07\x01\x90\x7f\x01', '\x01print(1)\x04']),
      'latin1',
    );
    try {
      const session = kit.devices.session(key);
      if (r.often(50)) await session.write(bytes, agent, neverAborts);
      else await session.lend(agent, (link) => link.write(bytes, neverAborts), neverAborts);
      ran += 1;
    } catch {
      refused += 1;
    }
  };
  /** Time passes only while somebody waits for it. */
  const settle = async (all: Promise<unknown>): Promise<void> => {
    let isOver = false;
    const ended = all.finally(() => {
      isOver = true;
    });
    for (let round = 0; !isOver; round += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (round > 1 && !isOver) await kit.clock.advance(round > 20 ? 250 : 25);
    }
    await ended;
  };
  const reconnect = async () => {
    const { key } = r.pick(targets);
    await kit.devices.disconnect(key);
    await kit.devices.connect(key, neverAborts);
  };

  for (let done = 0; done < calls; ) {
    const together = Math.min(calls - done, r.pick([1, 1, 2, 4]));
    done += together;
    await settle(Promise.all(Array.from({ length: together }, (_, session) => (r.often(3) ? raw() : call(session)))));
    if (r.often(0.05)) await settle(reconnect());
    if (r.often(0.05)) {
      await settle(Promise.all([kit.outputs.stopAll('person'), call(0)]));
      kit.outputs.release();
    }
  }
  await kit.close();
  verdicts.modbus = modbus.judge();
  return {
    violations: Object.entries(verdicts).flatMap(([name, one]) => one.violations.map((what) => `${name}: ${what}`)),
    acts: Object.fromEntries(Object.entries(verdicts).map(([name, one]) => [name, one.acts])),
    ...{ ran, refused, broken },
  };
}
