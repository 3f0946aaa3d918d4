// The first reading of config.json, before anything else runs: whatever stands in it, Limpet starts.
import { existsSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { replaceFileSync } from '#main/platform/base/replace-file.ts';
import { absentState, damagedState, maxConfigBytes, readBytes, soundState } from './config-state.ts';
import type { FileState } from './port.ts';

export type ConfigPaths = {
  /** As it is named in the data folder. */
  readonly path: string;
  /** The last one without a wrong value. */
  readonly lastGood: string;
  /** The newest one that could not be read. */
  readonly damaged: string;
};
export const configPaths = (path: string): ConfigPaths => ({
  path,
  lastGood: `${path}.last-good`,
  damaged: `${path}.damaged`,
});

/** Where the file really lies: many people keep theirs elsewhere and put a link into the data folder. */
export function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // not there yet
  }
}

/** Undefined for what is not there or cannot be read. */
function tryRead(path: string): Uint8Array | undefined {
  try {
    return statSync(path).size > maxConfigBytes ? new Uint8Array(maxConfigBytes + 1) : readFileSync(path);
  } catch {
    return undefined; // a folder of that name, no rights: the caller goes on without
  }
}

function tryQuietly(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    // A read-only data folder must not keep Limpet from starting with what it could read.
    return false;
  }
}

/** The copy is made first, so that at no moment the name leads nowhere while a good file could stand there. */
function setAside({ path, lastGood, damaged }: ConfigPaths, good: string | undefined): boolean {
  const target = targetOf(path);
  if (good === undefined) return tryQuietly(() => renameSync(path, damaged));
  return (
    tryQuietly(() => replaceFileSync(damaged, readFileSync(target), { mode: 0o600 })) &&
    tryQuietly(() => replaceFileSync(target, readFileSync(lastGood), { mode: 0o600 }))
  );
}

/** Nobody writes for this long: what a process that was killed has left behind. */
const leftoverMs = 60_000;

function dropLeftovers({ path }: ConfigPaths, now: number): void {
  const folder = dirname(path);
  const isOurs = (name: string) => name.startsWith(`${basename(path)}.`) && name.endsWith('.new');
  tryQuietly(() => {
    for (const name of readdirSync(folder).filter(isOurs))
      if (now - statSync(join(folder, name)).mtimeMs > leftoverMs) rmSync(join(folder, name), { force: true });
  });
}

/** The file as it is, without touching anything: many processes may look. Never throws. */
export function lookAtConfig({ path, lastGood }: ConfigPaths): FileState {
  if (!existsSync(path)) return absentState;
  const found = readBytes(tryRead(path));
  const good = readBytes(tryRead(lastGood));
  if (found !== undefined) return soundState(found.read, { path, lastGood: good?.read });
  return damagedState({ values: good?.read.values ?? new Map() }, path);
}

/**
 * For the one process that owns the folder. A damaged file is kept aside and the last good one takes its place; one with
 * wrong values stays. Never throws.
 */
export function settleConfig(paths: ConfigPaths, now: number): FileState {
  const { path, lastGood } = paths;
  dropLeftovers(paths, now);
  const seen = lookAtConfig(paths);
  if (seen.condition === 'absent') return seen;
  const good = readBytes(tryRead(lastGood));
  if (seen.condition === 'sound') {
    const found = readBytes(tryRead(path));
    if (found?.read.invalid.length === 0 && found.text !== good?.text)
      tryQuietly(() => replaceFileSync(lastGood, found.text, { mode: 0o600 }));
    return seen;
  }
  if (!setAside(paths, good?.text)) return seen;
  const key = good === undefined ? 'system.notice_config_lost' : 'system.notice_config_damaged';
  return {
    values: seen.values,
    condition: good === undefined ? 'absent' : 'sound',
    wrong: [],
    notices: [{ id: 'config-damaged', key, params: { file: paths.damaged } }],
  };
}
