// Readings as CSV, piece by piece: a day of them is more than belongs into memory.
import Papa from 'papaparse';
import type { Series } from '#main/contract/readings.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { NotedReading, Readings } from '../port/readings.ts';

const header = ['time', 'device', 'source', 'quantity', 'channel', 'unit', 'quality', 'value'];
const pageRows = 5_000;

export type CsvSpan = { readonly from: number; readonly to: number };

/** Pages of one series, each reading once. */
async function* pagesOf(
  readings: Pick<Readings, 'raw'>,
  { seriesId, from, to }: CsvSpan & { readonly seriesId: string },
): AsyncGenerator<readonly NotedReading[]> {
  let next = from;
  // Those of the time `next` that were given already.
  let given = 0;
  for (;;) {
    const page = await readings.raw({ seriesId, from: next, to, limit: pageRows + given });
    const fresh = page.slice(given);
    if (fresh.length > 0) yield fresh;
    const last = fresh.at(-1);
    if (last === undefined || fresh.length < pageRows) return;
    given = (last.at === next ? given : 0) + fresh.filter(({ at }) => at === last.at).length;
    next = last.at;
  }
}

/** Names from devices that a table would take for a formula are told as text. `onRows` is told how many rows there were. */
export async function* toCsv(
  o: {
    readonly readings: Pick<Readings, 'raw'>;
    readonly series: readonly Series[];
    readonly onRows: (n: number) => void;
  },
  span: CsvSpan,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const encode = (rows: readonly (readonly unknown[])[]) =>
    Buffer.from(`${Papa.unparse(rows as unknown[][], { escapeFormulae: true, newline: '\r\n' })}\r\n`);
  yield encode([header]);
  for (const { id, deviceName, source, quantity, channel = '', unit } of o.series)
    for await (const page of pagesOf(o.readings, { seriesId: id, ...span })) {
      throwIfAborted(signal);
      o.onRows(page.length);
      yield encode(
        page.map(({ at, quality, value }) => [
          ...[new Date(at).toISOString(), deviceName, source, quantity, channel, unit, quality, value ?? ''],
        ]),
      );
    }
}
