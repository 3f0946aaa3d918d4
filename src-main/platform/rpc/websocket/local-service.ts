// The local socket as something that can be looked at and opened again while the app runs.
import { lstatSync } from 'node:fs';
import { AppError } from '#main/contract/errors.ts';
import { localEndpoint, openLocal } from './local-endpoint.ts';
import { type ServeLocalOptions, serveLocal } from './serve-local.ts';

/** `gone`: nobody answers there any more. `blocked`: something stands there that is no socket. */
export type LocalState = 'serving' | 'gone' | 'blocked';

export interface LocalService {
  readonly path: string;
  state(): Promise<LocalState>;
  /** Listens, anew if it did before; removes a socket that nobody answers. Rejects as `serveLocal`. */
  open(): Promise<void>;
}

export function createLocalService(o: ServeLocalOptions): LocalService {
  const path = localEndpoint(o.dataFolder);
  let before: AbortController | undefined;
  const state = async (): Promise<LocalState> => {
    const isThere = await openLocal(path).then(
      (socket) => {
        socket.destroy();
        return true;
      },
      () => false,
    );
    if (isThere) return 'serving';
    const found = process.platform === 'win32' ? undefined : lstatSync(path, { throwIfNoEntry: false });
    return found === undefined || found.isSocket() ? 'gone' : 'blocked';
  };
  return {
    path,
    state,
    async open() {
      // A server that closes deletes whatever stands at its path by then.
      if ((await state()) === 'blocked')
        throw new AppError('conflict', `${path} is in use. Quit the program that uses it.`, {
          details: { reason: 'second_copy', facts: { file: path } },
        });
      before?.abort();
      before = new AbortController();
      await serveLocal({ ...o, signal: AbortSignal.any([o.signal, before.signal]) });
    },
  };
}
