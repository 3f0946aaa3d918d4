// Log lines as JSON in the data folder: for its owner only, five files of two megabytes, the oldest goes first.
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine, LogSink } from '#main/platform/base/log.ts';

export interface LogFile {
  /** Never throws. Lines of one tick are written at once, at its end. */
  readonly sink: LogSink;
  /** The newest lines, oldest first, as they stand in the files. */
  tail(count: number): Promise<string[]>;
  /** Writes what waits, then names the files, the newest first. */
  files(): readonly string[];
  /** Modules that have written since the start, by name. */
  modules(): readonly string[];
  /** Called after lines were written. */
  onGrow(listener: () => void): () => void;
  /** Writes what waits and lets go of the file; later lines are dropped. */
  close(): void;
}

export type LogFileOptions = { readonly folder: string; readonly maxBytes?: number; readonly files?: number };

const maxWaitingLines = 10_000;
const maxModules = 100;

function createWriter(folder: string, maxBytes: number, files: number) {
  const path = (index: number) => join(folder, index === 0 ? 'limpet.jsonl' : `limpet.${index}.jsonl`);
  let handle: number | undefined;
  let sizeBytes = 0;

  const letGo = () => {
    if (handle !== undefined) closeSync(handle);
    handle = undefined;
  };
  const open = (): number => {
    if (handle !== undefined) return handle;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    handle = openSync(path(0), 'a', 0o600);
    sizeBytes = fstatSync(handle).size;
    return handle;
  };
  const rotate = () => {
    letGo();
    rmSync(path(files - 1), { force: true });
    for (let index = files - 2; index >= 0; index -= 1) renameIfThere(path(index), path(index + 1));
  };
  return {
    path,
    letGo,
    append(text: string) {
      const bytes = Buffer.from(text);
      open();
      if (sizeBytes > 0 && sizeBytes + bytes.length > maxBytes) rotate();
      const to = open(); // sets the size anew when it is another file
      sizeBytes += writeSync(to, bytes);
    },
  };
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // Not there yet: fewer files than allowed so far.
  }
}

export function createLogFile({ folder, maxBytes = 2 * 1024 * 1024, files = 5 }: LogFileOptions): LogFile {
  const writer = createWriter(folder, maxBytes, files);
  let waiting: LogLine[] = [];
  let lost = 0;
  let isClosed = false;
  const modules = new Set<string>();
  const listeners = new Set<() => void>();

  const flush = () => {
    const lines = waiting;
    waiting = [];
    try {
      for (const line of lines) writer.append(`${JSON.stringify(line)}\n`);
      if (lost > 0)
        writer.append(`${JSON.stringify({ at: Date.now(), level: 'warn', module: 'log', message: 'lost', lost })}\n`);
      lost = 0;
    } catch {
      // A full or read-only disk: the log must not take the app along. The gap is told once there is room again.
      lost += lines.length;
      writer.letGo();
      return;
    }
    if (lines.length > 0) for (const listener of listeners) listener();
  };
  return {
    sink(line) {
      if (isClosed) return;
      if (waiting.length >= maxWaitingLines) {
        lost += 1;
        return;
      }
      if (modules.size < maxModules) modules.add(line.module);
      if (waiting.length === 0) setImmediate(flush);
      waiting.push(line);
    },
    async tail(count) {
      flush();
      let lines: string[] = [];
      for (let index = 0; index < files && lines.length < count; index += 1) {
        const text = await readFile(writer.path(index), 'utf8').catch(() => '');
        lines = [...text.split('\n').filter((line) => line !== ''), ...lines];
      }
      return lines.slice(-count);
    },
    files() {
      flush();
      return Array.from({ length: files }, (_one, index) => writer.path(index));
    },
    modules: () => [...modules].sort(),
    onGrow(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      if (isClosed) return;
      flush();
      isClosed = true;
      writer.letGo();
    },
  };
}
