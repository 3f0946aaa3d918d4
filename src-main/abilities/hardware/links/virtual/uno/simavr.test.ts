// A second opinion on the board's firmware: the same bytes in simavr, over a real serial port of the system.
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadStream } from 'node:tty';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { simavr, simavrSource, sketchFolder } from '../../../../../../build/firmware/build-board.ts';
import { type Bench, boardSuite } from '../../../testing/board-suite.ts';
import { createLineReader } from '../../../testing/line-reader.ts';

const hex = join(sketchFolder, 'limpet-board.hex');
const isThere = simavr !== undefined;
let folder: string;
let program: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limpet-simavr-'));
  program = join(folder, 'simavr-board');
  if (isThere) execFileSync('gcc', ['-O2', '-I/usr/include/simavr', '-o', program, simavrSource, '-lsimavr', '-lelf']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pause = (ms: number) => systemClock.sleep(ms, neverAborts);
async function until(isSo: () => boolean, ms = 10_000): Promise<void> {
  for (const end = Date.now() + ms; !isSo(); await pause(5))
    if (Date.now() > end) throw new Error('it did not come to that');
}

type Board = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pins: Map<number, number>;
  /** When that happened, in ms of board time. */
  readonly times: Map<string, number>;
  readonly received: Buffer[];
  order(line: string): void;
  write(text: string): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
};

let count = 0;
async function startBoard(): Promise<Board> {
  count += 1;
  const link = join(folder, `port${count}`);
  const child = spawn(program, [hex, link], { stdio: ['pipe', 'pipe', 'pipe'] });
  const pins = new Map<number, number>();
  const times = new Map<string, number>();
  const received: Buffer[] = [];
  const lines = createLineReader();
  child.stdout.on('data', (bytes: Buffer) => {
    for (const line of lines.take(bytes)) {
      const [word = '', first, second, third] = line.split(' ');
      times.set(word === 'pin' ? `pin ${first}` : word, Number(word === 'pin' ? third : first));
      if (word === 'pin') pins.set(Number(first), Number(second));
    }
  });
  let port: ReadStream | undefined;
  let isOpen = false;
  const connect = async () => {
    await until(() => existsSync(link));
    // A terminal goes both ways; its type in Node says only the one.
    port = new ReadStream(openSync(link, 'r+'));
    isOpen = true;
    port.on('data', (bytes: Buffer) => received.push(bytes));
    port.on('error', () => {}); // unplugged
    port.on('close', () => {
      isOpen = false;
    });
  };
  await connect();
  const order = (line: string) => void child.stdin.write(`${line}\n`);
  return {
    child,
    pins,
    times,
    received,
    order,
    write: (text) => void port?.write(text),
    async unplug() {
      order('unplug');
      await until(() => !isOpen);
    },
    async plug() {
      order('plug');
      await connect();
    },
    async close() {
      port?.destroy();
      child.stdin.end();
      await until(() => child.exitCode !== null);
    },
  };
}

/** Board time passes only when it is told to, so a busy machine changes nothing. */
async function openBench(): Promise<Bench> {
  const child = spawn(program, [hex], { stdio: ['pipe', 'pipe', 'pipe'] });
  const pins = new Map<number, number>();
  const [told, sent] = [createLineReader(), createLineReader()];
  let bytes = Buffer.alloc(0);
  let done = () => {};
  child.stdout.on('data', (piece: Buffer) => {
    for (const line of told.take(piece)) {
      const [word, first = '', second] = line.split(' ');
      if (word === 'pin') pins.set(Number(first), Number(second));
      if (word === 'tx') bytes = Buffer.from(first, 'hex');
      if (word === 'done') done();
    }
  });
  const order = (line: string) => void child.stdin.write(`${line}\n`);
  const buttons = { approve: 2, deny: 3 } as const;
  return {
    send: (text) => order(`rx ${Buffer.from(text).toString('hex')}`),
    async pass(ms) {
      const passed = new Promise<void>((resolve) => {
        done = resolve;
      });
      order(`run ${ms}`);
      await passed;
      return sent.take(bytes);
    },
    setAnalog: (channel, millivolt) => order(`adc ${channel} ${millivolt}`),
    hold: (button, isDown) => order(`pin ${buttons[button]} ${isDown ? 0 : 1}`),
    reset: () => order('reset'),
    duty: (pin) => (pins.get(pin) ?? 0) / 255,
    async close() {
      child.stdin.end();
      await until(() => child.exitCode !== null);
    },
  };
}

boardSuite(
  {
    name: 'in simavr (needs libsimavr-dev, libelf-dev, gcc)',
    open: openBench,
    fullMillivolt: 5_000,
    pins: { lamp: 13, pwm: 9, plain: 4, none: 12 },
    answerMs: 60,
  },
  !isThere,
);

describe.skipIf(!isThere)('the plug pulled from a board in simavr (needs libsimavr-dev, libelf-dev, gcc)', () => {
  it('D4 leaves its outputs safe within 500 ms', async () => {
    const board = await startBoard();
    try {
      await pause(100);
      const on = setInterval(() => board.write('led 13 on\npwm 9 200\n'), 100);
      await until(() => board.pins.get(13) === 255 && board.pins.get(9) === 200);
      await pause(1_000);
      expect(board.pins.get(13)).toBe(255);
      clearInterval(on);
      await board.unplug();
      await until(() => board.pins.get(13) === 0 && board.pins.get(9) === 0);
      const pulledAt = board.times.get('unplugged') ?? Number.NaN;
      expect((board.times.get('pin 13') ?? Number.NaN) - pulledAt).toBeLessThan(500);
      expect((board.times.get('pin 9') ?? Number.NaN) - pulledAt).toBeLessThan(500);
      await board.plug();
      board.received.length = 0;
      board.write('\nstatus\n');
      await until(() => Buffer.concat(board.received).includes('"safe":true,"locked"'));
    } finally {
      await board.close();
    }
  });
});
