// The virtual boards as the product has them: a process for the Uno, links to both, and what happens when we are killed.
import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '#main/guard/sandbox/create-services.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createVirtualBoards } from './create-virtual-boards.ts';
import type { Link } from './port/link.ts';
import type { VirtualBoards } from './port/virtual.ts';
import { createLineReader } from './testing/line-reader.ts';

const project = join(import.meta.dirname, '../../..');
const firmwareFolder = join(project, 'resources/firmware');
const rate = { baudRate: 115_200 };
const waitMs = 20_000;

let life: AbortController;
let boards: VirtualBoards;
let folder: string;
beforeEach(() => {
  life = new AbortController();
  folder = mkdtempSync(join(tmpdir(), 'limpet-boards-'));
  const services = createServices({ environment: {}, platform: process.platform, log: silentLog });
  boards = createVirtualBoards({ services, clock: systemClock }, life.signal);
});
afterEach(() => {
  life.abort();
  rmSync(folder, { recursive: true, force: true });
});

const identityOf = async (key: string) => {
  const identity = (await boards.opener.list(neverAborts)).find((one) => one.key === key);
  if (identity === undefined) throw new Error(`${key} is not listed`);
  return identity;
};
const open = async (key: string) => boards.opener.open(await identityOf(key), rate, neverAborts);

/** Sends, and reads until a line contains the words. */
async function talk(link: Link) {
  const reader = createLineReader();
  const lines: string[] = [];
  const data = link.data[Symbol.asyncIterator]();
  return {
    lines,
    say: (text: string) => link.write(Buffer.from(`${text}\n`), neverAborts),
    async until(words: string) {
      for (;;) {
        const found = lines.findIndex((line) => line.includes(words));
        if (found >= 0) return lines.splice(0, found + 1).at(-1) ?? '';
        const { value, done } = await data.next();
        if (done === true) throw new Error(`it ended before "${words}"`);
        lines.push(...reader.take(value));
      }
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + waitMs;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await systemClock.sleep(10, neverAborts);
  }
}
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('virtual boards', () => {
  it('D6 are listed once they are started, and are gone when they are stopped', async () => {
    expect(await boards.opener.list(neverAborts)).toEqual([]);
    expect(boards.list().map(({ isRunning }) => isRunning)).toEqual([false, false]);
    await Promise.all([boards.start('uno', neverAborts), boards.start('uno', neverAborts)]);
    await boards.start('weather', neverAborts);
    expect((await boards.opener.list(neverAborts)).map(({ key }) => key)).toEqual(['virtual:uno', 'virtual:weather']);
    const identity = await identityOf('virtual:uno');
    const link = await open('virtual:uno');
    const { pid } = boards.list()[0] ?? {};
    await boards.stop('uno');
    expect(await link.closed).toEqual({ reason: 'gone' });
    await until(() => pid !== undefined && !isAlive(pid));
    await expect(boards.opener.open(identity, rate, neverAborts)).rejects.toMatchObject({ code: 'not_found' });
    expect(() => boards.press('approve', 100)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it('D6 the Uno resets when it is opened, measures, switches, and shows what its outputs do', async () => {
    await boards.start('uno', neverAborts);
    const uno = await talk(await open('virtual:uno'));
    await uno.until('"event":"ready"');
    boards.setAnalog(0, 0.5 + 0.3);
    expect(boards.list()[0]?.inputs).toEqual({ 0: 0.8 });
    await uno.say('#3 read');
    const reading = JSON.parse(await uno.until('"id":3'));
    expect(reading.temperature_c).toBeCloseTo(30, 0);
    boards.setAnalog(0, null);
    expect(boards.list()[0]?.inputs).toEqual({});
    await uno.say('#4 read');
    expect(JSON.parse(await uno.until('"id":4')).temperature_c).toBeCloseTo(21.5, 0); // what the room gives
    await uno.say('led 13 on');
    await until(() => boards.list()[0]?.outputs?.[13] === 1);
    await until(() => boards.list()[0]?.outputs?.[13] === 0); // nobody kept it alive
    await uno.until('"event":"deadman"');
  });

  it('D5 a button pressed on the virtual board answers the question', async () => {
    await boards.start('uno', neverAborts);
    const uno = await talk(await open('virtual:uno'));
    await uno.until('"event":"ready"');
    const over = new AbortController();
    // On a busy machine the board may take it that nobody is there, and forget the question: it is asked again.
    const insist = (async () => {
      for (let beat = 0; !over.signal.aborted; beat += 1) {
        await uno.say(beat % 15 === 0 ? 'ask 0123456789abcdef' : 'ping');
        if (beat % 15 === 7) boards.press('approve', 150);
        await systemClock.sleep(100, neverAborts);
      }
    })();
    expect(JSON.parse(await uno.until('"event":"answer"'))).toMatchObject({
      answer: 'approve',
      nonce: '0123456789abcdef',
    });
    over.abort();
    await insist;
  });

  it('takes no more than its line can carry: a long write waits, and ends when it is cancelled or the board has gone', async () => {
    await boards.start('uno', neverAborts);
    const link = await open('virtual:uno');
    const over = new AbortController();
    const long = link.write(Buffer.alloc(1_000_000, '\n'), over.signal); // a minute and a half at 115,200 baud
    const next = link.write(Buffer.from('x'), neverAborts);
    setTimeout(() => over.abort(), 300);
    await expect(long).rejects.toMatchObject({ code: 'cancelled' });
    await next;
    const last = link.write(Buffer.alloc(1_000_000, '\n'), neverAborts);
    setTimeout(() => void boards.stop('uno'), 300);
    await expect(last).rejects.toMatchObject({ code: 'unavailable', details: { reason: 'device_gone' } });
  });

  it('a start that was cancelled leaves nothing running', async () => {
    await expect(boards.start('uno', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(boards.list()[0]).toEqual({ name: 'uno', isRunning: false });
    await boards.start('uno', neverAborts);
    const { pid } = boards.list()[0] ?? {};
    life.abort();
    await until(() => pid !== undefined && !isAlive(pid));
  });

  it('D4 kill -9 of the app: the board makes its outputs safe within 500 ms and ends by itself', async () => {
    const journal = join(folder, 'outputs.jsonl');
    const owner = fork(join(import.meta.dirname, 'testing/board-owner.ts'), [firmwareFolder, journal], {
      execArgv: [],
    });
    const boardPid = await new Promise<number>((resolve) => owner.once('message', (pid) => resolve(Number(pid))));
    const states = () =>
      (existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n') : [])
        .filter((line) => line !== '')
        .map((line): { at: number; stoodMs: number; outputs: Record<string, number> } => JSON.parse(line));
    const isOn = (state: { outputs: Record<string, number> } | undefined) =>
      state?.outputs[13] === 1 && (state.outputs[9] ?? 0) > 0.7;
    await until(() => isOn(states().at(-1)));
    await systemClock.sleep(1_000, neverAborts); // longer than the timer: a living owner keeps them on
    expect(isOn(states().at(-1))).toBe(true);
    const stoodBefore = states().at(-1)?.stoodMs ?? 0;
    const killedAt = Date.now();
    owner.kill('SIGKILL');
    await until(() => Object.values(states().at(-1)?.outputs ?? {}).every((value) => value === 0));
    const { at = 0, stoodMs = 0 } = states().at(-1) ?? {};
    // A real board does not stand still because a computer is busy.
    expect(at - killedAt - (stoodMs - stoodBefore)).toBeLessThan(500);
    expect(isAlive(boardPid)).toBe(true); // it was the firmware that did it, not the end of the process
    await until(() => !isAlive(boardPid));
  });
});
