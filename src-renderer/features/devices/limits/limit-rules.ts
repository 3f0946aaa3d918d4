// Limits as a person writes them: one rule a line, and the same words back.
import { DeviceLimits, type OutputLimit } from '#main/contract/device-limits.ts';

export type OutputRow = {
  readonly id: number;
  readonly pin: string;
  readonly name: string;
  readonly kind: OutputLimit['kind'];
  readonly min: string;
  readonly max: string;
  readonly safe: string;
  readonly perMinute: string;
};

/** As the form holds it: text, until it is read. */
export type LimitsForm = {
  readonly outputs: readonly OutputRow[];
  readonly lines: string;
  readonly lineEnd: DeviceLimits['lineEnd'];
  readonly safeLines: string;
  readonly inputs: string;
  readonly spi: string;
  readonly i2c: string;
  readonly modbus: string;
  readonly programs: boolean;
};

export type NotRead =
  | { readonly type: 'output'; readonly pin: string }
  | { readonly type: 'twice'; readonly pin: string }
  | {
      readonly type: 'line';
      readonly field: 'i2c' | 'modbus' | 'inputs' | 'spi' | 'lines' | 'safe_lines';
      readonly line: string;
    };
export type ReadLimits =
  | { readonly type: 'limits'; readonly limits: DeviceLimits }
  | { readonly type: 'not_read'; readonly problem: NotRead };

const percent = (share: number) => String(Math.round(share * 1_000) / 10);
const hex = (value: number) => `0x${value.toString(16).padStart(2, '0')}`;

export const newRow = (id: number): OutputRow => ({
  ...{ id, pin: '', name: '', kind: 'digital', min: '0', max: '100', safe: '0', perMinute: '60' },
});

export function toForm(limits: DeviceLimits = DeviceLimits.parse({})): LimitsForm {
  return {
    outputs: limits.outputs.map(({ pin, name, kind, min, max, safe, perMinute }, id) => ({
      ...{ id, pin, name: name ?? '', kind, min: percent(min), max: percent(max), safe: percent(safe) },
      perMinute: String(perMinute),
    })),
    lines: limits.lines.join('\n'),
    lineEnd: limits.lineEnd,
    safeLines: limits.safeLines.join('\n'),
    inputs: limits.inputs.join(' '),
    spi: limits.spi.join(' '),
    i2c: limits.i2c.map(({ address, from, to, access }) => `${hex(address)} ${from}-${to} ${access}`).join('\n'),
    modbus: limits.modbus
      .map(({ unit, table, from, to, access, min, max, safe }) => {
        const values = access === 'read' ? '' : ` ${min}-${max}${safe === undefined ? '' : ` safe ${safe}`}`;
        return `${unit} ${table} ${from}-${to} ${access}${values}`;
      })
      .join('\n'),
    programs: limits.programs,
  };
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const namesOf = (text: string) => text.split(/[\s,]+/).filter((name) => name !== '');

const i2cRule = /^(0x[0-9a-f]{2}|\d{1,3})\s+(\d{1,3})(?:-(\d{1,3}))?\s+(read|write)$/i;
function readI2c(line: string) {
  const [, address = '', from = '', to = from, access = ''] = i2cRule.exec(line) ?? [];
  return { address: Number(address), from: Number(from), to: Number(to), access: access.toLowerCase() };
}

const modbusRule =
  /^(\d{1,3})\s+(coils|discrete_inputs|holding_registers|input_registers)\s+(\d{1,5})(?:-(\d{1,5}))?\s+(?:(read)|(write)\s+(\d{1,5})-(\d{1,5})(?:\s+safe\s+(\d{1,5}))?)$/i;
function readModbus(line: string) {
  const [, unit = '', table = '', from = '', to = from, read, , min = '0', max = '0', safe] =
    modbusRule.exec(line) ?? [];
  return {
    ...{ unit: Number(unit), table: table.toLowerCase(), from: Number(from), to: Number(to) },
    ...{ access: read === undefined ? 'write' : 'read', min: Number(min), max: Number(max) },
    ...(safe === undefined ? {} : { safe: Number(safe) }),
  };
}

const shareOf = (text: string) => (/^\d{1,3}([.,]\d)?$/.test(text.trim()) ? Number(text.replace(',', '.')) / 100 : -1);
const readOutput = ({ pin, name, kind, min, max, safe, perMinute }: OutputRow) => ({
  ...{ pin: pin.trim(), kind, min: shareOf(min), max: shareOf(max), safe: shareOf(safe) },
  ...(name.trim() === '' ? {} : { name: name.trim() }),
  perMinute: Number(perMinute),
});

/** What cannot be read is named, so that the person finds it. */
export function readLimits(form: LimitsForm): ReadLimits {
  const notRead = (problem: NotRead): ReadLimits => ({ type: 'not_read', problem });
  const pins = form.outputs.map(({ pin }) => pin.trim());
  const twice = pins.find((pin, index) => pins.indexOf(pin) !== index);
  if (twice !== undefined) return notRead({ type: 'twice', pin: twice });
  const empty = DeviceLimits.parse({});
  const fits = (part: object) => DeviceLimits.safeParse({ ...empty, ...part }).success;
  for (const row of form.outputs)
    if (!fits({ outputs: [readOutput(row)] })) return notRead({ type: 'output', pin: row.pin });
  const fields = [
    ['i2c', linesOf(form.i2c), (line: string) => ({ i2c: [readI2c(line)] })],
    ['modbus', linesOf(form.modbus), (line: string) => ({ modbus: [readModbus(line)] })],
    ['inputs', namesOf(form.inputs), (line: string) => ({ inputs: [line] })],
    ['spi', namesOf(form.spi), (line: string) => ({ spi: [line] })],
    ['lines', linesOf(form.lines), (line: string) => ({ lines: [line] })],
    ['safe_lines', linesOf(form.safeLines), (line: string) => ({ safeLines: [line] })],
  ] as const;
  for (const [field, all, part] of fields) {
    const line = all.find((one) => !fits(part(one)));
    if (line !== undefined) return notRead({ type: 'line', field, line });
  }
  const whole = DeviceLimits.safeParse({
    outputs: form.outputs.map(readOutput),
    ...{ inputs: namesOf(form.inputs), spi: namesOf(form.spi) },
    i2c: linesOf(form.i2c).map(readI2c),
    modbus: linesOf(form.modbus).map(readModbus),
    ...{ lines: linesOf(form.lines), lineEnd: form.lineEnd, safeLines: linesOf(form.safeLines) },
    programs: form.programs,
  });
  if (whole.success) return { type: 'limits', limits: whole.data };
  return notRead({ type: 'line', field: 'lines', line: '' }); // more of them than are kept
}
