// Pages of the log, read from the end of its files backwards: bounded in lines and in bytes, whatever is asked for.
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { LogEntry, LogLevel, LogPage, LogQuery } from '#main/contract/system.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { Redactor } from '#main/platform/base/log.ts';

export type LogPagesDeps = {
  /** Newest first; what is not there is skipped. */
  readonly paths: readonly string[];
  readonly redactor: Pick<Redactor, 'value'>;
};

const chunkBytes = 64 * 1024;
/** A search that finds nothing goes on with the next query instead of reading everything at once. */
export const scanBytes = 2 * 1024 * 1024;
const maxFieldChars = 4_000;
const rank: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };
/** Names under which somebody's words could stand; a log line should not have them, and the page never shows them. */
const words = /^(text|content|prompt|message_?text|body|draft|title|input|output|arguments|stdin|stdout|stderr)$/i;

/** Files are told apart by their first line, which stays the same while they are renamed and grow. */
async function idOf(handle: FileHandle): Promise<string | undefined> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4_096), 0, 4_096, 0);
  const head = buffer.subarray(0, bytesRead);
  const end = head.indexOf(0x0a);
  if (bytesRead === 0 || (end === -1 && bytesRead < 4_096)) return undefined; // its first line is being written
  return createHash('sha256')
    .update(end === -1 ? head : head.subarray(0, end))
    .digest('hex')
    .slice(0, 12);
}

type Line = { readonly start: number; readonly text: string };

/** Whole lines that begin before `end`, the last one first; one that is still being written is left out. */
async function* linesBefore(handle: FileHandle, end: number): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let from = end;
  let isWhole: boolean | undefined;
  while (from > 0) {
    const size = Math.min(chunkBytes, from);
    from -= size;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, from);
    let at = Buffer.concat([buffer.subarray(0, bytesRead), rest]);
    isWhole ??= at.at(-1) === 0x0a;
    for (let cut = at.lastIndexOf(0x0a, -2); cut !== -1; cut = at.lastIndexOf(0x0a, -2)) {
      if (isWhole)
        yield {
          start: from + cut + 1,
          text: at
            .subarray(cut + 1)
            .toString('utf8')
            .trimEnd(),
        };
      isWhole = true;
      at = at.subarray(0, cut + 1);
    }
    rest = at;
  }
  if (rest.length > 0 && isWhole === true) yield { start: 0, text: rest.toString('utf8').trimEnd() };
}

const isLevel = (value: unknown): value is LogLevel => typeof value === 'string' && Object.hasOwn(rank, value);

function fieldText(name: string, value: unknown): string {
  if (words.test(name)) return '[withheld]';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > maxFieldChars ? `${text.slice(0, maxFieldChars)}…` : text;
}

/** Undefined for what is no line of ours, such as one that a crash cut short. */
function toEntry(text: string, cursor: string, redactor: LogPagesDeps['redactor']): LogEntry | undefined {
  // Once more: a key that was stored since the line was written is known by now.
  const line = redactor.value(parseJson(text));
  if (typeof line !== 'object' || line === null) return undefined;
  const { at, level, module, message, ...others } = line as Record<string, unknown>;
  const isOurs = typeof at === 'number' && at >= 0 && isLevel(level) && typeof message === 'string';
  if (!isOurs) return undefined;
  const fields = Object.entries(others).map(([name, value]) => [name, fieldText(name, value)]);
  return {
    cursor,
    at: Math.floor(at),
    level,
    module: typeof module === 'string' ? module : '',
    message,
    fields: Object.fromEntries(fields),
  };
}

function fits(entry: LogEntry, { level, module, text }: LogQuery): boolean {
  if (rank[entry.level] < rank[level]) return false;
  if (module !== undefined && entry.module !== module) return false;
  if (text === '') return true;
  const wanted = text.toLowerCase();
  const line = [entry.module, entry.message, ...Object.entries(entry.fields).flat()].join(' ');
  return line.toLowerCase().includes(wanted);
}

type Place = { readonly id: string; readonly offset: number };

function toPlace(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const [id = '', offset = ''] = cursor.split(':');
  return { id, offset: Number(offset) };
}

/** Every line from `before` (or the end) backwards through all files. */
async function* walk(paths: readonly string[], before: Place | undefined): AsyncGenerator<Line & { cursor: string }> {
  const seen = new Set<string>();
  let isFound = before === undefined;
  for (const path of paths) {
    const handle = await open(path, 'r').catch(() => undefined); // fewer files than allowed so far
    if (handle === undefined) continue;
    try {
      const id = await idOf(handle);
      // Renamed between two looks, a file comes up twice.
      if (id === undefined || seen.has(id)) continue;
      seen.add(id);
      const isHere = before !== undefined && before.id === id;
      if (!isFound && !isHere) continue;
      isFound = true;
      const end = isHere ? before.offset : (await handle.stat()).size;
      for await (const line of linesBefore(handle, end)) yield { ...line, cursor: `${id}:${line.start}` };
    } finally {
      await handle.close();
    }
  }
}

/** Oldest first. See `LogPage` for what each part says. */
export async function readLogPage(
  query: LogQuery,
  { paths, redactor }: LogPagesDeps,
): Promise<Omit<LogPage, 'modules'>> {
  const entries: LogEntry[] = [];
  let older: string | undefined;
  let newest: string | undefined;
  let hasReachedAfter = false;
  let scanned = 0;
  for await (const { text, cursor } of walk(paths, toPlace(query.before))) {
    newest ??= cursor;
    if (cursor === query.after) {
      hasReachedAfter = true;
      break;
    }
    if (entries.length >= query.limit || scanned > scanBytes) break;
    older = cursor;
    scanned += text.length;
    const entry = toEntry(text, cursor, redactor);
    if (entry !== undefined && fits(entry, query)) entries.push(entry);
  }
  const isCut = entries.length >= query.limit || scanned > scanBytes;
  return {
    entries: entries.reverse(),
    ...(isCut && older !== undefined ? { older } : {}),
    ...(newest === undefined ? {} : { newest }),
    hasGap: query.after !== undefined && !hasReachedAfter,
  };
}
