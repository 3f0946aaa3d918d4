// What a device says by itself, as readings: a kind of line counts from its second time on, so that neither a greeting nor
// an answer that somebody waited for begins a series.
import type { ReceivedLine } from '../port/devices.ts';
import { type LineReading, type ReadLine, readLine } from './read-line.ts';

type Heard = { readonly at: number; readonly readings: readonly LineReading[] };

export interface LineListener {
  /** `mayAnswer`: somebody has just spoken to the device, so a kind of line that is not known yet is passed over. */
  hear(line: ReceivedLine, o: { readonly mayAnswer: boolean }): readonly Heard[];
}

const maxKinds = 32;
const waitsMs = 600_000;

const kindOf = (readings: readonly LineReading[]) =>
  readings
    .map(({ source, quantity, channel = '', unit }) => `${source}\n${quantity}\n${channel}\n${unit}`)
    .join('\n\n');

/** For one device. */
export function createLineListener(): LineListener {
  /** A kind and, until it came a second time, its first line. */
  const kinds = new Map<string, Heard | 'known'>();
  let head: readonly string[] | undefined;
  const remember = (kind: string, what: Heard | 'known') => {
    kinds.delete(kind);
    kinds.set(kind, what);
    const [oldest] = kinds.keys();
    if (kinds.size > maxKinds && oldest !== undefined) kinds.delete(oldest);
  };
  const take = (said: Extract<ReadLine, { type: 'readings' }>, at: number, mayAnswer: boolean): readonly Heard[] => {
    const kind = kindOf(said.readings);
    const now: Heard = { at, readings: said.readings };
    const before = kinds.get(kind);
    if (before === 'known') return [now];
    if (mayAnswer) return [];
    if (before === undefined || at - before.at > waitsMs) {
      remember(kind, now);
      return [];
    }
    remember(kind, 'known');
    return [before, now];
  };
  return {
    hear({ text, at, isCut }, { mayAnswer }) {
      if (isCut === true) return [];
      const said = readLine(text, head);
      if (said.type === 'head') head = said.names;
      return said.type === 'readings' ? take(said, at, mayAnswer) : [];
    },
  };
}
