// JSON that is too large to be read at once: the elements of an array, and the lines of a file, one by one.
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { parseJson } from '#main/platform/base/json.ts';

/** `value` undefined: it is no JSON, or larger than allowed. */
export type Element = { readonly index: number; readonly value: unknown; readonly isTooLarge: boolean };
type Bounds = { readonly maxBytes: number; readonly signal: AbortSignal };

const code = (character: string) => character.charCodeAt(0);
const [quote, backslash, comma] = [code('"'), code('\\'), code(',')];
const opening: ReadonlySet<number> = new Set([code('['), code('{')]);
const closing: ReadonlySet<number> = new Set([code(']'), code('}')]);
const space: ReadonlySet<number> = new Set([0x20, 0x0a, 0x0d, 0x09]);
const byteOrderMark: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf]);

/** Collects the bytes of one element, up to a bound; beyond it only counts. */
function createPiece(maxBytes: number) {
  let chunks: Uint8Array[] = [];
  let size = 0;
  return {
    add(bytes: Uint8Array) {
      size += bytes.byteLength;
      if (size <= maxBytes) chunks.push(bytes.slice());
      else chunks = [];
    },
    end(index: number): Element | undefined {
      const [text, isTooLarge] = [Buffer.concat(chunks).toString('utf8').trim(), size > maxBytes];
      chunks = [];
      size = 0;
      if (text === '' && !isTooLarge) return undefined;
      return { index, value: isTooLarge ? undefined : parseJson(text), isTooLarge };
    },
  };
}

/**
 * The elements of the array that a file is; of a file that is an object, that object. What is damaged inside comes as an
 * element without a value; a file that breaks off ends where it does.
 */
export async function* jsonElements(bytes: AsyncIterable<Uint8Array>, o: Bounds): AsyncGenerator<Element> {
  const piece = createPiece(o.maxBytes);
  let [depth, index, base] = [0, 0, -1];
  let [isText, isEscaped] = [false, false];
  for await (const chunk of bytes) {
    throwIfAborted(o.signal);
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (isText) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) isText = false;
        continue;
      }
      if (base === -1) {
        if (space.has(byte) || byteOrderMark.has(byte)) continue;
        base = byte === code('[') ? 1 : 0;
        from = base === 1 ? at + 1 : at;
      }
      if (byte === quote) isText = true;
      else if (opening.has(byte)) depth += 1;
      else if (closing.has(byte)) depth -= 1;
      const isEnd = base === 1 && ((byte === comma && depth === 1) || (closing.has(byte) && depth === 0));
      if (!isEnd) continue;
      piece.add(chunk.subarray(from, at));
      from = at + 1;
      const element = piece.end(index);
      if (element === undefined) continue;
      yield element;
      index += 1;
    }
    if (base !== -1) piece.add(chunk.subarray(from));
  }
  const last = piece.end(index);
  if (last !== undefined) yield last;
}

/** Lines of JSON; `index` is the number of the line, from 1. Empty lines are passed over. */
export async function* jsonLines(bytes: AsyncIterable<Uint8Array>, o: Bounds): AsyncGenerator<Element> {
  const piece = createPiece(o.maxBytes);
  let line = 1;
  for await (const chunk of bytes) {
    throwIfAborted(o.signal);
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, from)) {
      piece.add(chunk.subarray(from, at));
      from = at + 1;
      const element = piece.end(line);
      if (element !== undefined) yield element;
      line += 1;
    }
    piece.add(chunk.subarray(from));
  }
  const last = piece.end(line);
  if (last !== undefined) yield last;
}
