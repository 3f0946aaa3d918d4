// Where Electron's program is, and bringing it here the first time, for as long as bytes move.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const stallMs = 20_000;
const lookEveryMs = 1_000;

/** The program; undefined while it has not been brought here. `ELECTRON_EXEC_PATH` names another one. */
export function findElectron(project, environment) {
  if (environment.ELECTRON_EXEC_PATH) return environment.ELECTRON_EXEC_PATH;
  const folder = join(project, 'node_modules', 'electron');
  try {
    const name = readFileSync(join(folder, 'path.txt'), 'utf8');
    const path = join(environment.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist'), name);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined; // never downloaded
  }
}

/** True once the number of bytes has stood still for `limitMs`. */
export function createStallWatch(now, limitMs = stallMs) {
  let bytes = -1;
  let movedAt = now;
  return (at, seen) => {
    if (seen !== bytes) {
      bytes = seen;
      movedAt = at;
    }
    return at - movedAt >= limitMs;
  };
}

export function sizeOf(folder) {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
      if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    // Not there yet, or moved away in this moment: counted at the next look.
  }
  return bytes;
}

/**
 * Runs Electron's own installer. Its temporary files go into a folder of ours, whose size tells whether bytes move.
 * @returns {Promise<string | undefined>} undefined when it is here now, else why not.
 */
export function bringElectron(project, { environment, onBytes, limitMs = stallMs }) {
  const installer = join(project, 'node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return Promise.resolve('Electron is not installed');
  const scratch = mkdtempSync(join(tmpdir(), 'limpet-electron-'));
  const child = spawn(process.execPath, [installer], {
    cwd: project,
    env: { ...environment, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors = (errors + data).slice(-4_096);
  });
  return new Promise((resolve) => {
    const isStalled = createStallWatch(Date.now(), limitMs);
    let stalled;
    const finish = (why) => {
      clearInterval(timer);
      rmSync(scratch, { recursive: true, force: true });
      resolve(why);
    };
    const timer = setInterval(
      () => {
        const bytes = sizeOf(scratch) + sizeOf(join(project, 'node_modules', 'electron', 'dist'));
        onBytes(bytes);
        if (isStalled(Date.now(), bytes)) {
          stalled = `its download has not moved for ${Math.round(limitMs / 1_000)} s`;
          child.kill('SIGKILL');
        }
      },
      Math.min(lookEveryMs, limitMs / 4),
    );
    child.on('error', () => finish('its installer could not be started'));
    child.on('close', (code) => {
      const cause = /^(?:\w*Error): (.*)$/m.exec(errors)?.[1];
      if (stalled !== undefined) return finish(stalled);
      finish(code === 0 ? undefined : `its download failed${cause === undefined ? '' : ` (${cause})`}`);
    });
  });
}
