// The leaves: queue, ids, stable JSON, redaction, abort, fake clock.
import { describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { abortable, neverAborts } from './abort.ts';
import { createBoundedQueue } from './bounded-queue.ts';
import { createFakeClock } from './fake-clock.ts';
import { newId } from './ids.ts';
import { hashOf, parseJson, stableJson } from './json.ts';
import { createLog, createRedactor, type LogLine } from './log.ts';

describe('bounded queue', () => {
  it('refuses what does not fit and hands out in order', async () => {
    const queue = createBoundedQueue<number>(2);
    expect([queue.push(1), queue.push(2), queue.push(3)]).toEqual([true, true, false]);
    expect([await queue.next(neverAborts), await queue.next(neverAborts)]).toEqual([1, 2]);
  });

  it('wakes a waiting reader, ends once, and can be cancelled', async () => {
    const queue = createBoundedQueue<string>(1);
    const waiting = queue.next(neverAborts);
    queue.push('a');
    expect(await waiting).toBe('a');
    const abort = new AbortController();
    const cancelled = queue.next(abort.signal);
    abort.abort();
    await expect(cancelled).rejects.toSatisfy(isAppError);
    queue.end();
    expect(await queue.next(neverAborts)).toBeUndefined();
    expect(queue.push('b')).toBe(false);
  });
});

describe('ids', () => {
  it('sort by time and do not repeat', () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => newId(1_700_000_000_000 + index));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(Array.from({ length: 2_000 }, () => newId(5)))).toHaveProperty('size', 2_000);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('json', () => {
  it('is the same text for the same value in any order of keys', () => {
    expect(stableJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
    expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }));
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }));
    expect(parseJson('{"a":')).toBeUndefined();
  });
});

describe('log', () => {
  it('redacts by name, by stored value and by the shape of known keys [T33]', () => {
    const lines: LogLine[] = [];
    const redactor = createRedactor();
    redactor.add('hunter2-hunter2');
    const log = createLog({ sink: (line) => lines.push(line), redactor, now: () => 1 }).child('agent/loop', {
      sessionId: 's1',
    });
    log.info('said hunter2-hunter2', {
      apiKey: 'abc',
      inputTokens: 12,
      nested: { header: 'Bearer sk-ant-api03-abcdefghijkl', list: ['hunter2-hunter2'] },
      error: new Error('key gsk_abcdefghijklmnopqrst refused'),
    });
    const text = JSON.stringify(lines);
    for (const secret of ['hunter2', 'abc"', 'sk-ant', 'gsk_']) expect(text).not.toContain(secret);
    expect(lines[0]).toMatchObject({ module: 'agent/loop', sessionId: 's1', inputTokens: 12, at: 1 });
  });

  it('leaves out what is below its level', () => {
    const lines: LogLine[] = [];
    createLog({ sink: (line) => lines.push(line), redactor: createRedactor(), now: () => 1, level: 'warn' }).info(
      'quiet',
    );
    expect(lines).toEqual([]);
  });
});

describe('abortable', () => {
  it('rejects at once when the signal aborts', async () => {
    const abort = new AbortController();
    const waiting = abortable(new Promise<void>(() => {}), abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('fake clock', () => {
  it('runs timers in order of time and lets a sleeper be cancelled', async () => {
    const clock = createFakeClock(0);
    const seen: string[] = [];
    clock.after(20, () => seen.push('b'));
    clock.after(10, () => {
      seen.push('a');
      clock.after(5, () => seen.push('a2'));
    });
    const abort = new AbortController();
    const sleeping = clock.sleep(100, abort.signal);
    await clock.advance(30);
    expect(seen).toEqual(['a', 'a2', 'b']);
    abort.abort();
    await expect(sleeping).rejects.toMatchObject({ code: 'cancelled' });
    expect(clock.pending()).toBe(0);
  });
});
