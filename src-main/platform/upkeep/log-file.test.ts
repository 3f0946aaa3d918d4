// The log on disk: bounded, for its owner only, and never a reason to stop.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog, createRedactor } from '#main/platform/base/log.ts';
import { createLogFile } from './create-log-file.ts';

const nextTick = () => new Promise<void>((resolve) => setImmediate(resolve));

function setUp(options: { maxBytes?: number } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'limpet-log-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const folder = join(data, 'logs');
  const file = createLogFile({ folder, ...options });
  onTestFinished(() => file.close());
  const redactor = createRedactor();
  return { data, folder, file, redactor, log: createLog({ sink: file.sink, redactor, now: () => 42 }) };
}

describe('log file', () => {
  it('holds one JSON object a line, for its owner only [T35]', async () => {
    const { folder, log } = setUp();
    log.info('turn finished', { sessionId: 's1', ms: 12 });
    log.warn('second');
    await nextTick();
    const lines = readFileSync(join(folder, 'limpet.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { at: 42, level: 'info', module: 'app', message: 'turn finished', sessionId: 's1', ms: 12 },
      { at: 42, level: 'warn', module: 'app', message: 'second' },
    ]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'limpet.jsonl')).mode & 0o777).toBe(0o600);
  });
  it('keeps five files and no more bytes than they may have', async () => {
    const { folder, log, file } = setUp({ maxBytes: 2_000 });
    for (let index = 0; index < 500; index += 1) log.info(`line ${index}`);
    file.close();
    expect(readdirSync(folder).sort()).toEqual([
      'limpet.1.jsonl',
      'limpet.2.jsonl',
      'limpet.3.jsonl',
      'limpet.4.jsonl',
      'limpet.jsonl',
    ]);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(2_000);
    expect(readFileSync(join(folder, 'limpet.jsonl'), 'utf8')).toContain('line 499');
  });
  it('goes on with the file of the run before', async () => {
    const { folder, log, file } = setUp();
    log.info('first run');
    file.close();
    const again = createLogFile({ folder });
    createLog({ sink: again.sink, redactor: createRedactor(), now: () => 43 }).info('second run');
    again.close();
    expect(await createLogFile({ folder }).tail(10)).toHaveLength(2);
  });
  it('tells the newest lines across files, oldest first', async () => {
    const { log, file } = setUp({ maxBytes: 500 });
    for (let index = 0; index < 20; index += 1) log.info(`line ${index}`);
    const tail = await file.tail(10);
    expect(tail.map((line) => JSON.parse(line).message)).toEqual(
      Array.from({ length: 10 }, (_, index) => `line ${index + 10}`),
    );
  });
  it('neither throws nor stops where the folder cannot be written, and says later how much is lost [R04]', async () => {
    const { folder, log, file, data } = setUp();
    writeFileSync(folder, 'a file stands where the folder should be');
    chmodSync(data, 0o700);
    log.info('lost one');
    await nextTick();
    log.info('lost two');
    await nextTick();
    rmSync(folder);
    log.info('kept');
    const lines = (await file.tail(10)).map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ message: 'kept' }, { message: 'lost', lost: 2 }]);
  });
  it('holds no key that is known or looks like one [T33]', async () => {
    const { log, file, redactor } = setUp();
    redactor.add('a value of the secret store');
    log.error('refused: a value of the secret store', {
      apiKey: 'short',
      header: 'Bearer sk-ant-api03-abcdefghijklmnop',
      nested: [{ url: 'https://x.test/?key=AIzaSyA1234567890abcdefghijklmnopqrstuv' }],
    });
    const text = (await file.tail(10)).join('\n');
    expect(text).toContain('[redacted]');
    for (const secret of ['a value of', 'short', 'sk-ant', 'AIza']) expect(text).not.toContain(secret);
  });
});
