// Small parts of the loop on their own: titles, cut outputs, the failure streak, the deadline, the flusher.
import { describe, expect, it } from 'vitest';
import { CallId, MessageId, SessionId } from '#main/contract/ids.ts';
import type { Message, Part } from '#main/contract/messages.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { cutForModel, resultForModel } from './call-output.ts';
import { createFailureStreak } from './calls/failure-streak.ts';
import { createDeadline } from './limits.ts';
import { createTextFlusher } from './text-flusher.ts';
import { titleOf } from './title.ts';
import { untilGone } from './until-gone.ts';

const user = (...parts: Part[]): Message => ({
  id: MessageId.parse('m'),
  sessionId: SessionId.parse('s'),
  parentId: null,
  depth: 0,
  role: 'user',
  parts,
  status: 'done',
  pinned: false,
  versions: [],
  createdAt: 0,
});
const text = (value: string): Part => ({ type: 'text', text: value });

describe('a title', () => {
  it('is the first line that says something, at most 60 characters, cut at a word', () => {
    expect(titleOf(user(text('\n  \n Find   the tide\ntables')))).toBe('Find the tide');
    const long = titleOf(
      user(text('Please look through all of the tide tables that are lying in my documents folder')),
    );
    expect(long).toBe('Please look through all of the tide tables that are lying…');
    expect([...(titleOf(user(text('🐚'.repeat(100)))) ?? '')]).toHaveLength(60);
  });

  it('is the name of a file when there are no words, and nothing when there is nothing', () => {
    const file = { type: 'file', blobId: 'b', mediaType: 'text/plain', name: 'tide.csv', sizeBytes: 1 } as Part;
    expect(titleOf(user(file))).toBe('tide.csv');
    expect(titleOf(user())).toBeUndefined();
  });
});

describe('an output for the model', () => {
  it('is cut at 32 KiB between characters, head and tail kept; cutting twice changes nothing [R15]', () => {
    for (const sign of ['a', 'ü', '€', '🐚']) {
      const cut = cutForModel(sign.repeat(100_000));
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(32 * 1024);
      expect(cut).not.toContain('\uFFFD');
      expect(cutForModel(cut)).toBe(cut);
    }
    const whole = 'ü'.repeat(16 * 1024);
    expect(cutForModel(whole)).toBe(whole);
  });

  it('says something for a call without output', () => {
    const call = {
      type: 'tool_call',
      callId: CallId.parse('c'),
      tool: 't',
      input: {},
      title: { key: '', params: {} },
      effects: [],
    } as const;
    expect(resultForModel({ ...call, effects: [], state: 'done' }).output).toBe('(no output)');
    expect(resultForModel({ ...call, effects: [], state: 'unknown', output: 'x' }).output).toContain('may have run');
  });
});

describe('the failure streak', () => {
  it('lets a call fail three times, tells once, then ends; a success forgets all', () => {
    const streak = createFailureStreak();
    const seen = [];
    for (let n = 0; n < 5; n += 1) {
      seen.push(streak.check('t', { a: 1, b: 2 }));
      streak.record('t', { b: 2, a: 1 }, true);
    }
    expect(seen).toEqual(['run', 'run', 'run', 'tell', 'end']);
    expect(streak.check('t', { a: 2 })).toBe('run');
    streak.record('other', {}, false);
    expect(streak.check('t', { a: 1, b: 2 })).toBe('run');
  });
});

describe('the deadline', () => {
  it('stands still while paused, also when paused twice', async () => {
    const clock = createFakeClock();
    let expired = false;
    const deadline = createDeadline(clock, 1_000, () => {
      expired = true;
    });
    await clock.advance(900);
    deadline.pause();
    deadline.pause();
    await clock.advance(10_000);
    deadline.resume();
    await clock.advance(10_000);
    deadline.resume();
    await clock.advance(99);
    expect(expired).toBe(false);
    await clock.advance(1);
    expect(expired).toBe(true);
  });
});

describe('the flusher', () => {
  const idOf = (n: number) => MessageId.parse(`m${n}`);

  it('writes the text of many messages in one step, at most every 200 ms, and rests when nothing streams', async () => {
    const clock = createFakeClock();
    const writes: { at: number; rows: number }[] = [];
    const start = clock.now();
    const flusher = createTextFlusher({
      store: { turns: { flushText: async (rows) => void writes.push({ at: clock.now() - start, rows: rows.length }) } },
      clock,
      log: silentLog,
    });
    for (let ms = 0; ms < 600; ms += 10) {
      for (let n = 0; n < 64; n += 1) flusher.mark(idOf(n), () => [text(String(ms))]);
      await clock.advance(10);
    }
    await clock.advance(5_000);
    expect(writes).toEqual([200, 400, 600].map((at) => ({ at, rows: 64 })));
    expect(clock.pending()).toBe(0);
  });

  it('goes on after a write that failed, and leaves out what somebody else wrote', async () => {
    const clock = createFakeClock();
    const written: string[] = [];
    let fail = true;
    const flusher = createTextFlusher({
      store: {
        turns: {
          flushText: async (rows) => {
            if (fail) throw new Error('disk full');
            written.push(...rows.map(({ messageId }) => messageId));
          },
        },
      },
      clock,
      log: silentLog,
    });
    flusher.mark(idOf(1), () => []);
    await clock.advance(200);
    fail = false;
    flusher.mark(idOf(1), () => []);
    flusher.mark(idOf(2), () => []);
    flusher.forget(idOf(2));
    await clock.advance(200);
    expect(written).toEqual(['m1']);
  });
});

describe('a stream that is left', () => {
  it('yields what came, and ends soon after the abort when the stream stays silent', async () => {
    const clock = createFakeClock();
    const life = new AbortController();
    async function* deaf() {
      yield 1;
      await new Promise<never>(() => {});
    }
    const seen: number[] = [];
    const reading = (async () => {
      for await (const item of untilGone(deaf(), life.signal, clock)) seen.push(item);
      return clock.now();
    })();
    await clock.advance(1_000);
    const stoppedAt = clock.now();
    life.abort();
    await clock.advance(1_000);
    expect((await reading) - stoppedAt).toBeLessThanOrEqual(200);
    expect(seen).toEqual([1]);
  });
});
