// A foreign peer as a link: a program whose input and output are the wire.
import { type ChildProcess, spawn } from 'node:child_process';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createBoundedQueue } from '#main/platform/base/bounded-queue.ts';
import { cancelled } from '#main/platform/base/clock.ts';
import type { Link, LinkEnd } from '../port/link.ts';

const maxChunks = 10_000;

export type Peer = {
  readonly link: Link;
  readonly process: ChildProcess;
  /** As a session lends its link: one that ends with the work. */
  lend<T>(work: (link: Link) => Promise<T>): Promise<T>;
  /** Ends the program and waits until it is gone. */
  stop(): Promise<void>;
};

/** `fds`: further pipes of the program, for what is not the wire. */
export function startPeer(argv: readonly string[], o: { cwd?: string; fds?: 'pipe'[] } = {}): Peer {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe', ...(o.fds ?? [])], cwd: o.cwd });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error(`${program} has no pipes`);
  stdin.on('error', () => {}); // the exit tells
  stderr.resume();
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let isClosed = false;
  const closed = exited.then((): LinkEnd => ({ reason: isClosed ? 'closed' : 'gone' }));
  const stop = async () => {
    isClosed = true;
    child.kill('SIGKILL');
    await exited;
  };
  // Whoever was lent the wire last reads it.
  let reader = createBoundedQueue<Uint8Array>(maxChunks);
  stdout.on('data', (chunk: Buffer) => reader.push(Uint8Array.from(chunk)));
  void closed.then(() => reader.end());

  const open = (): Link => {
    const mine = createBoundedQueue<Uint8Array>(maxChunks);
    reader.end();
    reader = mine;
    return {
      identity: { transport: 'virtual', key: `virtual:${program}`, path: program },
      write: (bytes, signal) =>
        new Promise((resolve, reject) => {
          if (signal.aborted) return reject(cancelled());
          stdin.write(bytes, (error) => (error ? reject(error) : resolve()));
        }),
      data: {
        async *[Symbol.asyncIterator]() {
          for (let chunk = await mine.next(neverAborts); chunk !== undefined; chunk = await mine.next(neverAborts))
            yield chunk;
        },
      },
      closed,
      close: async () => mine.end(),
    };
  };
  return {
    link: open(),
    process: child,
    stop,
    async lend(work) {
      const link = open();
      try {
        return await work(link);
      } finally {
        await link.close();
      }
    },
  };
}
