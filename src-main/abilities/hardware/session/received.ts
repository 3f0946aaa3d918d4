// What a device sent: kept with times up to a bound, and cut into lines as it comes.
import { StringDecoder } from 'node:string_decoder';
import type { ReceivedLine } from '../port/devices.ts';

export interface Received {
  push(bytes: Uint8Array, at: number): void;
  /**
   * A new connection begins: what stands half is closed, and the first line is taken for the rest of one that began before.
   */
  begin(at: number): void;
  /** We spoke first, so the first line that comes is an answer, and whole. */
  trust(): void;
  /** Lines after `after`, oldest first, at most `limit`; `lost` counts those that are not kept any more. */
  after(after: number, limit: number): { readonly lines: readonly ReceivedLine[]; readonly lost: number };
  /** What has come of a line that has no end yet. */
  tail(): string;
  /** Number of the newest line. */
  readonly newest: number;
  readonly bytes: number;
}

const maxLineChars = 4_096;

export function createReceived(o: { maxLines: number; maxChars: number }): Received {
  let lines: ReceivedLine[] = [];
  let chars = 0;
  let newest = 0;
  let bytesSeen = 0;
  let tail = '';
  let isUnsure = true;
  let decoder = new StringDecoder('utf8');
  const keep = (text: string, at: number, isCut = false) => {
    newest += 1;
    lines.push({ n: newest, at, text, ...(isCut ? { isCut: true as const } : {}) });
    chars += text.length;
    let drop = 0;
    while (lines.length - drop > o.maxLines || (chars > o.maxChars && drop < lines.length - 1)) {
      chars -= lines[drop]?.text.length ?? 0;
      drop += 1;
    }
    if (drop > 0) lines = lines.slice(drop);
  };
  return {
    push(bytes, at) {
      bytesSeen += bytes.length;
      tail += decoder.write(Buffer.from(bytes));
      const parts = tail.split(/\r\n|\n|\r(?!$)/);
      tail = parts.pop() ?? '';
      for (const part of parts) {
        if (isUnsure) isUnsure = false;
        else keep(part.slice(0, maxLineChars), at, part.length > maxLineChars);
      }
      if (tail.length <= maxLineChars) return;
      keep(tail.slice(0, maxLineChars), at, true);
      tail = '';
      isUnsure = false;
    },
    begin(at) {
      if (tail !== '') keep(tail, at, true);
      tail = '';
      isUnsure = true;
      decoder = new StringDecoder('utf8');
      bytesSeen = 0;
    },
    trust() {
      if (bytesSeen === 0) isUnsure = false;
    },
    after(after, limit) {
      const first = lines[0]?.n ?? newest + 1;
      const from = Math.max(0, after + 1 - first);
      return { lines: lines.slice(from, from + limit), lost: Math.max(0, first - 1 - after) };
    },
    tail: () => tail,
    get newest() {
      return newest;
    },
    get bytes() {
      return bytesSeen;
    },
  };
}
