// The numbers in one line of a device: a JSON object, a row below a head, `name: value unit`, or a sentence of NMEA.
import type { ReadingQuality } from '#main/contract/readings.ts';
import { parseJson } from '#main/platform/base/json.ts';
import { decodeNmea } from '../protocols/nmea/decode.ts';
import { readFieldName, unitOf } from './field-names.ts';

export type LineReading = {
  readonly source: 'line' | 'nmea';
  readonly quantity: string;
  readonly channel?: string;
  readonly unit: string;
  readonly quality: ReadingQuality;
  readonly value?: number;
};

export type ReadLine =
  | { readonly type: 'readings'; readonly readings: readonly LineReading[] }
  /** Names for the rows that follow. */
  | { readonly type: 'head'; readonly names: readonly string[] }
  | { readonly type: 'other' };

const maxFields = 32;
const maxChars = 2_000;
const other: ReadLine = { type: 'other' };
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const measured = (readings: readonly LineReading[]): ReadLine =>
  readings.length === 0 ? other : { type: 'readings', readings: readings.slice(0, maxFields) };

function fieldOf(name: string, value: number, o: { unit?: string; channel?: string } = {}): LineReading[] {
  const field = readFieldName(name, o.unit);
  if (field === undefined || !Number.isFinite(value)) return [];
  return [
    { source: 'line', ...field, quality: 'good', value, ...(o.channel === undefined ? {} : { channel: o.channel }) },
  ];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An answer says `ok` or `error`, and of events only `reading` measures. One level further down the name is a channel. */
function fromJson(text: string): ReadLine {
  const said = parseJson(text);
  if (!isObject(said) || 'ok' in said || 'error' in said) return other;
  if ('event' in said && said.event !== 'reading') return other;
  const readings = Object.entries(said)
    .slice(0, maxFields)
    .flatMap(([name, value]) => {
      if (typeof value === 'number') return fieldOf(name, value);
      if (!isObject(value)) return [];
      return Object.entries(value)
        .slice(0, maxFields)
        .flatMap(([inner, one]) => (typeof one === 'number' ? fieldOf(inner, one, { channel: name }) : []));
    });
  return measured(readings);
}

const columnsOf = (text: string) => text.split(/[,;\t]/).map((field) => field.trim());
const headName = /^[\p{L}_][\p{L}\p{N}_ ./%°²³µ()[\]-]{0,60}$/u;

function fromRow(columns: readonly string[], head: readonly string[] | undefined): ReadLine {
  if (columns.length < 2 || columns.length > maxFields) return other;
  if (columns.every((field) => headName.test(field))) return { type: 'head', names: columns };
  if (head?.length !== columns.length || !columns.every((field) => field === '' || number.test(field))) return other;
  return measured(columns.flatMap((field, index) => (field === '' ? [] : fieldOf(head[index] ?? '', Number(field)))));
}

// A word behind a number is its unit unless it begins the next pair.
const pair =
  /(?<![\p{L}\p{N}_])([\p{L}_][\p{L}\p{N}_./()-]{0,30}(?: [\p{L}\p{N}_./()-]{1,20}){0,3}?)\s*[=:]\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(\s*)([%°µΩ\p{L}][\p{L}\p{N}%°/²³]{0,9})?(?![\p{L}\p{N}_.]*\s*[=:]|[\p{L}\p{N}:.])/gu;

function fromPairs(text: string): ReadLine {
  const found = [...text.matchAll(pair)].flatMap(([, name = '', value = '', space = '', word]) => {
    const known = word === undefined ? undefined : unitOf(word);
    // A word that is no unit we know counts as one only where it stands at the number.
    const unit = known ?? (space === '' ? word : undefined);
    return fieldOf(name, Number(value), unit === undefined ? {} : { unit });
  });
  return measured(found);
}

function fromNmea(text: string): ReadLine {
  const line = decodeNmea(text);
  if (line.type !== 'readings') return other;
  return measured(
    line.readings.map(({ quantity, unit, quality, value, channel }) => ({
      ...{ source: 'nmea' as const, quantity, unit, quality },
      ...(value === undefined ? {} : { value }),
      ...(channel === undefined ? {} : { channel }),
    })),
  );
}

/** Never throws; takes time in proportion to the line. `head`: of the rows before, where there was one. */
export function readLine(line: string, head: readonly string[] | undefined): ReadLine {
  const text = line.trim();
  if (text === '' || text.length > maxChars) return other;
  if (text.startsWith('$')) return fromNmea(text);
  if (text.startsWith('{')) return fromJson(text);
  const row = fromRow(columnsOf(text), head);
  return row.type === 'other' ? fromPairs(text) : row;
}
