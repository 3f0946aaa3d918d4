// config.json while Limpet runs: read anew when it changes, changed as a whole, never cut short.
import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Log } from '#main/platform/base/log.ts';
import { replaceFile } from '#main/platform/base/replace-file.ts';
import { absentState, damagedState, maxConfigBytes, readBytes, soundState } from './config-state.ts';
import { type ConfigChanges, changeConfigText } from './config-text.ts';
import { configPaths, lookAtConfig, settleConfig, targetOf } from './open-config.ts';
import type { ConfigFile, FileState } from './port.ts';

/** An editor writes in several steps; this long after the last one the file is read. */
const quietMs = 150;
const maxTries = 5;

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Undefined when there is none; what is no file or too large comes back as bytes that nobody can read. */
async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    return (await stat(path)).size > maxConfigBytes ? new Uint8Array(maxConfigBytes + 1) : await readFile(path);
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : new Uint8Array([0xff]);
  }
}

const damaged = (file: string) =>
  new AppError('conflict', `${file} is damaged. Correct it, or put the last good one back.`, {
    details: { reason: 'config_damaged', facts: { file } },
  });
const notWritten = (file: string, cause: unknown) =>
  new AppError('unavailable', `${file} could not be written. Check its rights and the space on the disk.`, {
    cause,
    details: { reason: 'config_not_written', facts: { file } },
  });
const isSame = (a: Uint8Array | undefined, b: Uint8Array | undefined) =>
  a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;

/** Reads the file at once and touches nothing. */
export function createConfigFile({ folder }: { readonly folder: string }): ConfigFile {
  const paths = configPaths(join(folder, 'config.json'));
  let state: FileState = lookAtConfig(paths);
  let last: Promise<unknown> = Promise.resolve();

  const inOrder = <T>(step: () => Promise<T>): Promise<T> => {
    const next = last.then(step, step);
    last = next.catch(() => undefined); // the caller of `step` gets the failure; the next one starts anew
    return next;
  };
  const take = async (bytes: Uint8Array | undefined): Promise<FileState> => {
    if (bytes === undefined) {
      state = absentState;
      return state;
    }
    const found = readBytes(bytes);
    if (found === undefined) {
      state = damagedState(state, paths.path);
      return state;
    }
    const good = readBytes(await read(paths.lastGood));
    if (found.read.invalid.length === 0 && found.text !== good?.text)
      await replaceFile(paths.lastGood, found.text, { mode: 0o600 }).catch(() => undefined); // a full disk: the one before stays
    state = soundState(found.read, { path: paths.path, lastGood: good?.read });
    return state;
  };
  const replace = async (target: string, o: { before: Uint8Array | undefined; text: string }): Promise<boolean> => {
    let hasChanged = false;
    const beforePut = async () => {
      hasChanged = !isSame(await read(target), o.before);
      if (hasChanged) throw new Error('written by somebody else');
    };
    const mode = (await stat(target).catch(() => undefined))?.mode ?? 0o600;
    return replaceFile(target, o.text, { mode: mode & 0o777, beforePut }).then(
      () => true,
      (cause: unknown) => {
        if (hasChanged) return false;
        throw notWritten(paths.path, cause);
      },
    );
  };
  const change = async (changes: ConfigChanges): Promise<FileState> => {
    const target = targetOf(paths.path);
    for (let attempt = 0; attempt < maxTries; attempt += 1) {
      const before = await read(target);
      const text = before === undefined ? '{}' : readBytes(before)?.text;
      if (text === undefined) throw damaged(paths.path);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (await replace(target, { before, text: changeConfigText(text, changes) })) return take(await read(target));
    }
    throw new AppError('conflict', `Something else keeps writing ${paths.path}. Try again.`, {
      details: { reason: 'changed_meanwhile' },
    });
  };
  return {
    path: paths.path,
    state: () => state,
    reload: () => inOrder(async () => take(await read(paths.path))),
    change: (changes) => inOrder(() => change(changes)),
    settle: () =>
      inOrder(async () => {
        state = settleConfig(paths, Date.now());
        return state;
      }),
    dropWrong: () =>
      inOrder(async () => {
        const asItWas = await read(paths.path);
        if (state.wrong.length === 0 || asItWas === undefined) return state;
        await replaceFile(paths.damaged, asItWas, { mode: 0o600 });
        // What holds for a wrong value, or for what stands in a wrong group, comes from the last good file.
        const isBelow = (path: string) => state.wrong.some((wrong) => path === wrong || path.startsWith(`${wrong}.`));
        const held = [...state.values].filter(([path]) => isBelow(path));
        return change(new Map([...state.wrong.map((path) => [path, undefined] as const), ...held]));
      }),
    watch(onChange, { signal, clock, log }) {
      let cancel = () => {};
      const soon = () => {
        cancel();
        cancel = clock.after(quietMs, () => {
          inOrder(async () => onChange(await take(await read(paths.path)))).catch((error: unknown) =>
            log.error('configuration not read again', { error }),
          );
        });
      };
      const watchers = watchNames([paths.path, targetOf(paths.path)], soon, log);
      const close = () => {
        cancel();
        for (const watcher of watchers) watcher.close();
      };
      if (signal.aborted) close();
      else signal.addEventListener('abort', close, { once: true });
    },
  };
}

/** A folder is watched rather than a file: whoever writes with care puts a new file in the old one's place. */
function watchNames(paths: readonly string[], changed: () => void, log: Log): FSWatcher[] {
  return [...new Set(paths)].flatMap((path) => {
    try {
      const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
        if (name === null || name === basename(path)) changed();
      });
      watcher.on('error', (error) => log.warn('configuration no longer watched', { error }));
      return [watcher];
    } catch (error) {
      // Too many watches on this system, or a file system without them: changes count at the next start.
      log.warn('configuration not watched', { error });
      return [];
    }
  });
}
