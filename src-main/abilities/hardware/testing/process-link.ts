// A foreign peer as a link: a program whose input and output are the wire.
import { type ChildProcess, spawn } from 'node:child_process';
import { cancelled } from '#main/platform/base/clock.ts';
import type { Link, LinkEnd } from '../port/link.ts';

export type Peer = {
  readonly link: Link;
  readonly process: ChildProcess;
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
  const link: Link = {
    identity: { transport: 'virtual', key: `virtual:${program}`, path: program },
    write: (bytes, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(cancelled());
        stdin.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    data: {
      async *[Symbol.asyncIterator]() {
        try {
          for await (const chunk of stdout) yield Uint8Array.from(chunk as Buffer);
        } catch {
          // a program that is killed breaks its pipe: the end is an end
        }
      },
    },
    closed,
    close: stop,
  };
  return { link, process: child, stop };
}
