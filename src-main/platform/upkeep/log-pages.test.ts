// Pages of the log: whole lines, forwards and backwards across files, bounded, without what nobody should read.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LogPage, LogQuery } from '#main/contract/system.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createLog, createRedactor } from '#main/platform/base/log.ts';
import { createLogFile } from './create-log-file.ts';
import { followLog, growthEveryMs } from './follow-log.ts';
import { readLogPage, scanBytes } from './log-pages.ts';

function setUp(o: { maxBytes?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-pages-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = createLogFile({ folder, ...o });
  onTestFinished(() => file.close());
  const redactor = createRedactor();
  let at = 0;
  const log = createLog({ sink: file.sink, redactor, now: () => (at += 1), level: 'debug' });
  const page = async (query: Parameters<typeof LogQuery.parse>[0] = {}) =>
    LogPage.parse({
      ...(await readLogPage(LogQuery.parse(query), { paths: file.files(), redactor })),
      modules: file.modules(),
    });
  const messages = async (query: object = {}) => (await page(query)).entries.map((one) => one.message);
  return { folder, file, redactor, log, page, messages };
}

describe('pages of the log', () => {
  it('begin with the newest lines and go back to the first, each line once, across files of any size', async () => {
    for (const maxBytes of [300, 1_000, 100_000, 2_000_000]) {
      const { log, page } = setUp({ maxBytes });
      // Long lines as well, of letters that take several bytes, so that chunks and characters are cut.
      for (let index = 0; index < 400; index += 1) log.info(`line ${index}`, { long: 'ü'.repeat((index * 37) % 900) });
      const seen: string[] = [];
      let before: string | undefined;
      let pages = 0;
      do {
        const { entries, older } = await page({ limit: 7, ...(before === undefined ? {} : { before }) });
        seen.unshift(...entries.map((one) => one.message));
        before = older;
        pages += 1;
      } while (before !== undefined);
      const kept = seen.length;
      expect(seen).toEqual(Array.from({ length: kept }, (_, index) => `line ${400 - kept + index}`));
      if (maxBytes === 2_000_000) expect([kept, pages]).toEqual([400, 58]);
    }
  });

  it('go on where the last one ended, also when the file was put away in between', async () => {
    const { log, page, messages } = setUp({ maxBytes: 2_000 });
    log.info('first');
    const { newest } = await page();
    for (let index = 0; index < 30; index += 1) log.info(`later ${index}`);
    expect(await messages({ after: newest })).toEqual(Array.from({ length: 30 }, (_, index) => `later ${index}`));
    expect((await page({ after: newest })).hasGap).toBe(false);
    expect(await messages({ after: (await page()).newest })).toEqual([]);
  });

  it('say that lines are missing when too many came, or the place is gone', async () => {
    const { log, page } = setUp({ maxBytes: 2_000 });
    log.info('first');
    const { newest } = await page();
    for (let index = 0; index < 12; index += 1) log.info(`later ${index}`);
    const short = await page({ after: newest, limit: 5 });
    expect([short.hasGap, short.entries.at(-1)?.message, short.entries.length]).toEqual([true, 'later 11', 5]);
    for (let index = 0; index < 500; index += 1) log.info(`much later ${index}`);
    const gone = await page({ after: newest });
    expect([gone.hasGap, gone.entries.at(-1)?.message]).toEqual([true, 'much later 499']);
    expect(await page({ before: newest })).toMatchObject({ entries: [] });
  });

  it('keep to level, module and words', async () => {
    const { log, messages, page } = setUp();
    const other = log.child('sandbox');
    log.debug('small');
    log.info('Turn finished', { sessionId: 'abc-1' });
    other.warn('bubblewrap cannot start', { note: 'no namespaces' });
    other.error('probe failed');
    expect(await messages({ level: 'warn' })).toEqual(['bubblewrap cannot start', 'probe failed']);
    expect(await messages({ module: 'app' })).toEqual(['small', 'Turn finished']);
    expect(await messages({ text: 'NAMESPACES' })).toEqual(['bubblewrap cannot start']);
    expect(await messages({ text: 'abc-1' })).toEqual(['Turn finished']);
    expect((await page()).modules).toEqual(['app', 'sandbox']);
  });

  it('search so far and no further at once, and say where to go on', async () => {
    const { log, page } = setUp({ maxBytes: 20_000_000 });
    log.warn('the needle');
    for (let index = 0; index < 4_000; index += 1) log.info('hay', { padding: 'x'.repeat(1_000) });
    let { entries, older } = await page({ text: 'needle' });
    let rounds = 1;
    while (older !== undefined) {
      expect(entries).toEqual([]);
      ({ entries, older } = await page({ text: 'needle', before: older }));
      rounds += 1;
    }
    expect(entries.map((one) => one.message)).toEqual(['the needle']);
    expect(rounds).toBe(Math.ceil((4_000 * 1_070) / scanBytes));
  });

  it('pass over what is no line: cut by a crash, damaged, being written', async () => {
    const { folder, log, file, messages } = setUp();
    log.info('one');
    file.files();
    const path = join(folder, 'limpet.jsonl');
    appendFileSync(path, '{"at":5,"level":"info","mess\nnot json\n[]\n{"at":-1,"level":"loud","message":1}\n');
    log.info('two');
    file.files();
    appendFileSync(path, '{"at":9,"level":"info","message":"half');
    expect(await messages()).toEqual(['one', 'two']);
    writeFileSync(path, '');
    expect(await messages()).toEqual([]);
  });

  it('hold no key, also one that became known later, and nobody’s words [T33]', async () => {
    const { log, page, redactor } = setUp();
    log.error('refused', { url: 'https://x.test/?key=later-known-secret', text: 'dear diary', title: 'Divorce' });
    redactor.add('later-known-secret');
    const text = JSON.stringify(await page());
    for (const secret of ['later-known-secret', 'diary', 'Divorce']) expect(text).not.toContain(secret);
    expect(text).toContain('[withheld]');
  });
});

describe('following the log', () => {
  it('tells growth at once, then at most every quarter second, and keeps no timer in between', async () => {
    const { log, file } = setUp();
    const clock = createFakeClock();
    const stop = new AbortController();
    let told = 0;
    const following = (async () => {
      for await (const _item of followLog({ logFile: file, clock, signal: stop.signal })) told += 1;
    })();
    await expect.poll(() => told, { timeout: 10_000 }).toBe(1);
    expect(clock.pending()).toBe(0);
    for (let burst = 0; burst < 3; burst += 1) {
      log.info('grown');
      file.files();
    }
    await expect.poll(() => told, { timeout: 10_000 }).toBe(2);
    log.info('grown again');
    file.files();
    expect(told).toBe(2);
    await clock.advance(growthEveryMs);
    await expect.poll(() => told, { timeout: 10_000 }).toBe(3);
    await clock.advance(growthEveryMs);
    expect(clock.pending()).toBe(0);
    stop.abort();
    await following;
  });
});
