// Lines of a device as records: JSON objects, rows of CSV, or `name=value` pairs. What fits nothing is left out and counted.
import Papa from 'papaparse';
import { parseJson } from '#main/platform/base/json.ts';

export type LineFormat = 'json' | 'csv' | 'pairs';
type Value = string | number | boolean | null;
export type ParsedLines = {
  readonly format: LineFormat;
  readonly records: readonly Readonly<Record<string, Value>>[];
  readonly left: number;
};

const maxFields = 100;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const toValue = (text: string): Value => (number.test(text.trim()) ? Number(text) : text.trim());

const toRecord = (fields: readonly (readonly [string, Value])[]) => Object.fromEntries(fields.slice(0, maxFields));

function fromJson(line: string) {
  const parsed = parseJson(line);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const isValue = (value: unknown): value is Value => value === null || typeof value !== 'object';
  return toRecord(
    Object.entries(parsed).map(([name, value]) => [name, isValue(value) ? value : JSON.stringify(value)] as const),
  );
}

const pair = /([A-Za-z_][\w ./%°-]{0,40}?)\s*[=:]\s*([^,;\s]+)/g;
function fromPairs(line: string) {
  const found = [...line.matchAll(pair)].map(([, name = '', value = '']) => [name.trim(), toValue(value)] as const);
  return found.length === 0 ? undefined : toRecord(found);
}

/** The first row is the head when none of its fields is a number; without one, columns are called `1`, `2`, …. */
function fromCsv(lines: readonly string[]): ParsedLines {
  const rows = Papa.parse<string[]>(lines.join('\n'), { delimiter: '', skipEmptyLines: true }).data;
  const [first = []] = rows;
  const hasHead = rows.length > 1 && first.every((field) => field.trim() !== '' && !number.test(field.trim()));
  const names = hasHead ? first.map((field) => field.trim()) : first.map((_, index) => String(index + 1));
  const body = (hasHead ? rows.slice(1) : rows).filter((row) => row.length === names.length);
  const records = body.map((row) => toRecord(row.map((field, index) => [names[index] ?? '', toValue(field)] as const)));
  return { format: 'csv', records, left: rows.length - (hasHead ? 1 : 0) - body.length };
}

export function parseLines(lines: readonly string[], format: LineFormat): ParsedLines {
  const full = lines.filter((line) => line.trim() !== '');
  if (format === 'csv') return fromCsv(full);
  const records = full.map(format === 'json' ? fromJson : fromPairs).filter((record) => record !== undefined);
  return { format, records, left: full.length - records.length };
}
