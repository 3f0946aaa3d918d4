// The PATH of the person's login shell: a desktop starts us with hardly any, and programs of version managers are not on it.
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { basename, isAbsolute } from 'node:path';
import { abortable, throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Environment } from './child-environment.ts';
import { findProgram } from './find-program.ts';
import { runProcess } from './run-process.ts';

export type LoginPathDeps = {
  readonly clock: Clock;
  readonly log: Log;
  readonly environment: Environment;
  readonly home: string;
  readonly platform: string;
  readonly timeoutMs?: number;
  /** Ends the shell when the app ends. */
  readonly closing: AbortSignal;
};

const defaultTimeoutMs = 5_000;
const heldChars = 256 * 1024;
const maxFolders = 256;
// What speaks the words of our question. Others (csh, nu, xonsh) are not asked.
const known = new Set(['bash', 'zsh', 'sh', 'dash', 'ksh', 'mksh', 'fish']);

function shellOf(environment: Environment): string | undefined {
  try {
    return environment.SHELL ?? userInfo().shell ?? undefined;
  } catch {
    return environment.SHELL; // an account without a row of its own
  }
}

/** Between two marks, because start-up files print greetings. */
export function readBetween(text: string, mark: string): readonly string[] | undefined {
  const parts = text.split(mark);
  const path = parts.length >= 3 ? parts.at(-2) : undefined;
  const folders = path?.split(':').filter((folder) => isAbsolute(folder) && !/[\0\r\n]/.test(folder)) ?? [];
  return folders.length === 0 ? undefined : [...new Set(folders)].slice(0, maxFolders);
}

/** Asked once; it runs the person's own start-up files, outside any sandbox, as a terminal would, and is ended at its limit. */
export function createLoginPath(deps: LoginPathDeps): (signal: AbortSignal) => Promise<readonly string[]> {
  const log = deps.log.child('sandbox');

  const ask = async (shell: string, flags: readonly string[], signal: AbortSignal) => {
    const mark = `lp${randomBytes(12).toString('hex')}`;
    const { environment } = deps;
    const running = await runProcess(
      {
        file: shell,
        args: [...flags, '-c', `printf %s ${mark}; printf %s "$PATH"; printf %s ${mark}`],
        env: {
          ...Object.fromEntries(
            ['PATH', 'LANG', 'USER', 'LOGNAME', 'XDG_CONFIG_HOME', 'ZDOTDIR'].flatMap((name) => {
              const value = environment[name];
              return value === undefined ? [] : [[name, value]];
            }),
          ),
          ...{ HOME: deps.home, SHELL: shell, TERM: 'dumb', LIMPET_RUN: mark },
        },
        cwd: deps.home,
        timeoutMs: deps.timeoutMs ?? defaultTimeoutMs,
        watcher: false,
        ...(deps.platform === 'linux' ? { marker: `LIMPET_RUN=${mark}` } : {}),
      },
      { clock: deps.clock, signal },
    );
    let text = '';
    for await (const piece of running.output)
      if (piece.stream === 'stdout') {
        text = (text + piece.text).slice(-heldChars);
        if (text.split(mark).length >= 3) break; // a prompt or a daemon may go on for ever
      }
    await running.kill();
    return readBetween(text, mark);
  };

  const find = async (): Promise<readonly string[]> => {
    const shell = deps.platform === 'win32' ? undefined : shellOf(deps.environment);
    if (shell === undefined || !isAbsolute(shell) || !known.has(basename(shell))) return [];
    if ((await findProgram(shell, {})) === undefined) return [];
    // Interactive first: that is where nvm and its like put themselves; some start-up files wait for a terminal there.
    for (const flags of [['-l', '-i'], ['-l']]) {
      const found = await ask(shell, flags, deps.closing).catch((error: unknown) => {
        log.warn('login shell failed', { shell, error });
        return undefined;
      });
      if (found !== undefined) return found;
    }
    return [];
  };

  let asked: Promise<readonly string[]> | undefined;
  return async (signal) => {
    throwIfAborted(signal);
    asked ??= find();
    return abortable(asked, signal);
  };
}
