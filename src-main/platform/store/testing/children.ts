// Starting and killing the processes of `store-child.ts`.
import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChildNews, type ChildOrder } from './child-protocol.ts';

const script = fileURLToPath(new URL('store-child.ts', import.meta.url));

export interface StoreChild {
  readonly pid: number;
  /** Everything it said after `ready`, in order. */
  readonly news: ChildNews[];
  ready(): Promise<void>;
  order(order: ChildOrder): void;
  /** The next thing it says that fits. */
  heard(fits: (news: ChildNews) => boolean): Promise<ChildNews>;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** Kills it at once; resolves when it is gone and everything it said has arrived. */
  kill(): Promise<void>;
}

export function startChild(): StoreChild {
  // Compiled once: a child is there in a fifth of a second.
  const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'limpet-compile-cache') };
  const child: ChildProcess = fork(script, { execArgv: [], env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const news: ChildNews[] = [];
  const listeners = new Set<(item: ChildNews) => void>();
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    child.on('close', () => {
      isGone = true;
      resolve();
    });
  });
  const hear = (fits: (item: ChildNews) => boolean) =>
    new Promise<ChildNews>((resolve, reject) => {
      const known = news.find(fits);
      if (known !== undefined) return resolve(known);
      if (isGone) return reject(new Error('the child is gone'));
      const listen = (item: ChildNews) => {
        if (!fits(item)) return;
        listeners.delete(listen);
        resolve(item);
      };
      listeners.add(listen);
      void gone.then(() => reject(new Error('the child is gone')));
    });
  child.on('message', (message) => {
    const item = ChildNews.parse(message);
    news.push(item);
    for (const listen of [...listeners]) listen(item);
  });
  return {
    pid: child.pid ?? 0,
    news,
    ready: async () => void (await hear(({ type }) => type === 'ready')),
    order: (order) => void child.send(order),
    heard: hear,
    signal: (name) => void child.kill(name),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
