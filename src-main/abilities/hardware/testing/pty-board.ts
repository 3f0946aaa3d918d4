// A port of the system that can be opened, made by socat: a test speaks for the board at the other end.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type PtyBoard = {
  /** What stands for `/dev/tty…`; the same after a replug. */
  readonly path: string;
  say(bytes: Uint8Array | string): void;
  /** Resolves once so many bytes were heard. */
  heard(count: number): Promise<Buffer>;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
};

const until = async (isSo: () => boolean) => {
  const end = Date.now() + 15_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('the port did not come');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** Plugged in when it resolves. */
export async function createPtyBoard(socat: string): Promise<PtyBoard> {
  const folder = await mkdtemp(join(tmpdir(), 'limpet-pty-'));
  const path = join(folder, 'port');
  let child: ChildProcess | undefined;
  let heard = Buffer.alloc(0);
  const plug = async () => {
    child = spawn(socat, [`PTY,link=${path},raw,echo=0`, 'STDIO'], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin?.on('error', () => {}); // unplugged while something was said
    child.stdout?.on('data', (bytes: Buffer) => {
      heard = Buffer.concat([heard, bytes]);
    });
    await until(() => existsSync(path));
  };
  const unplug = async () => {
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill();
    await ended;
    child = undefined;
    await until(() => !existsSync(path));
  };
  await plug();
  return {
    path,
    say: (bytes) => void child?.stdin?.write(bytes),
    async heard(count) {
      await until(() => heard.length >= count);
      return heard;
    },
    unplug,
    plug,
    async close() {
      await unplug();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
