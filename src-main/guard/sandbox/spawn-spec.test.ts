// What a caller may ask of one process besides its command: input, lines, folders, home, programs, limits.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { type CreatedSandbox, createSandbox } from './create-sandbox.ts';
import type { SpawnSpec } from './port.ts';
import { commandsIn, finish, makeFolders, type SuiteFolders, standsStill } from './testing/sandbox-suite.ts';

/** Without a sandbox there is nothing to look at: no test, and none that is skipped. */
const nothing = (..._test: unknown[]): void => undefined;

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
  );

async function take(lines: AsyncIterable<Uint8Array> | undefined, count: number): Promise<string[]> {
  const taken: string[] = [];
  if (lines === undefined) return taken;
  for await (const line of lines) {
    taken.push(Buffer.from(line).toString());
    if (taken.length === count) break;
  }
  return taken;
}

const kinds = [
  { name: 'in the sandbox', bwrapPath: undefined },
  { name: 'without a sandbox', bwrapPath: '/nonexistent/bwrap' },
];

describe.each(kinds)('a process $name', ({ bwrapPath }) => {
  let folders: SuiteFolders;
  let sandbox: CreatedSandbox;
  let commands: ReturnType<typeof commandsIn>;
  const isConfined = bwrapPath === undefined && existsSync('/usr/bin/bwrap');
  beforeAll(async () => {
    folders = makeFolders();
    sandbox = createSandbox({
      clock: systemClock,
      log: silentLog,
      dataFolder: folders.data,
      home: folders.home,
      platform: process.platform,
      environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      ...(bwrapPath === undefined ? {} : { bwrapPath }),
    });
    commands = commandsIn(sandbox, folders.work);
    await sandbox.probe(neverAborts);
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(folders.base, { recursive: true, force: true });
  });

  it('reads a stream of ours, at its own pace', async () => {
    let made = 0;
    const source = async function* () {
      for (; made < 200; made += 1) yield made % 2 === 0 ? 'x'.repeat(65_536) : new Uint8Array(65_536).fill(121);
    };
    const running = await commands.start('head -c 1; sleep 0.3; wc -c', { stdin: source() });
    const text = finish(running);
    await systemClock.sleep(150, neverAborts);
    expect(made).toBeLessThan(60);
    expect((await text).out.trim().replace(/^x/, '')).toMatch(/^1\d{7}$/);
    expect(made).toBe(200);
  });

  it('ends when the stream that it reads fails, instead of taking half for the whole', async () => {
    const broken = async function* () {
      yield 'half';
      throw new Error('broken');
    };
    const done = await finish(await commands.start('cat; echo whole; sleep 20', { stdin: broken() }));
    expect(done.out).not.toContain('whole');
    expect(done.exit.exitCode).not.toBe(0);
  });

  it('leaves a stream alone that the program does not read to its end', async () => {
    let closed = false;
    const endless = async function* () {
      try {
        for (;;) yield 'x'.repeat(65_536);
      } finally {
        closed = true;
      }
    };
    expect((await finish(await commands.start('head -c 3', { stdin: endless() }))).out).toBe('xxx');
    await systemClock.sleep(50, neverAborts);
    expect(closed).toBe(true);
    const deaf = await commands.start('exec <&-; sleep 0.3; echo went on', { stdin: endless() });
    expect((await finish(deaf)).out).toBe('went on\n');
  });

  const server = (script: string, o: Partial<SpawnSpec> = {}) =>
    commands.start(script, {
      profile: 'server',
      stdin: { type: 'open' },
      stdout: 'lines',
      timeoutMs: Number.POSITIVE_INFINITY,
      ...o,
    });

  it('speaks with a server line by line, in bytes, its complaints apart', async () => {
    const running = await server(
      'echo ready >&2; while IFS= read -r line; do printf "got %s\\r\\n" "$line"; done; printf end',
    );
    const lines = running.lines?.[Symbol.asyncIterator]();
    const next = async () => {
      const item = await lines?.next();
      return item?.done === true || item === undefined ? undefined : Buffer.from(item.value).toString();
    };
    await running.stdin?.write('{"a":"ü🦀"}\n');
    expect(await next()).toBe('got {"a":"ü🦀"}');
    await running.stdin?.write(Buffer.from('sec'));
    await running.stdin?.write('ond\nthird\n');
    expect([await next(), await next()]).toEqual(['got second', 'got third']);
    running.stdin?.end();
    expect([await next(), await next()]).toEqual(['end', undefined]);
    let told = '';
    for await (const piece of running.output) told += `${piece.stream} ${piece.text}`;
    expect(told).toBe('stderr ready\n');
    expect((await running.exit).exitCode).toBe(0);
    expect(await reasonOf(running.stdin?.write('late') ?? Promise.resolve())).toBe('process_ended');
  });

  it('never lets a server wait for a reader of its complaints, and keeps the newest of them', async () => {
    const running = await server(
      'i=0; while [ $i -lt 60 ]; do head -c 65536 /dev/zero | tr "\\0" e >&2; i=$((i+1)); done; echo last >&2; echo done',
    );
    expect(await take(running.lines, 1)).toEqual(['done']);
    await running.exit;
    let told = '';
    for await (const piece of running.output) told += piece.text;
    expect(told.length).toBeLessThan(1_200_000);
    expect(told.endsWith('last\n')).toBe(true);
  });

  it('lets a flood of lines wait for its reader and fails at a line without end [R15]', async () => {
    const flood = await server(
      'i=0; while [ $i -lt 100 ]; do yes 0123456789abcdef | head -n 20000; i=$((i+1)); echo $i > written; done',
    );
    const written = join(folders.work, 'written');
    expect(await standsStill(written)).toBeLessThan(50);
    let count = 0;
    for await (const line of flood.lines ?? []) count += line.length === 16 ? 1 : 0;
    expect([count, readFileSync(written, 'utf8').trim()]).toEqual([2_000_000, '100']);
    const endless = await server('head -c 20000000 /dev/zero; sleep 20');
    expect(await reasonOf(take(endless.lines, 1))).toBe('line_too_long');
    await endless.kill();
  });

  it('gives endless time to servers alone, and ends them when asked', async () => {
    expect(await reasonOf(commands.start('true', { timeoutMs: Number.POSITIVE_INFINITY }))).toBe('invalid_input');
    const running = await server('while read -r line; do echo "$line"; done');
    await running.stdin?.write('on\n');
    expect(await take(running.lines, 1)).toEqual(['on']);
    await running.kill();
    expect((await running.exit).timedOut).toBe(false);
  });

  it('lowers limits as asked and never raises them', async () => {
    const limits = { openFiles: 50, fileBytes: 1024 * 1024, cpuSeconds: 3 };
    const low = await commands.run('ulimit -n; ulimit -t; head -c 3000000 /dev/zero > big; echo $?; wc -c < big', {
      limits,
    });
    const [files, seconds, code, size] = low.out.split('\n');
    expect([files, seconds]).toEqual(['50', '3']);
    expect(Number(code)).not.toBe(0);
    expect(Number(size)).toBeLessThanOrEqual(2 * 1024 * 1024);
    const high = await commands.run('ulimit -n', { limits: { openFiles: 1e9 } });
    expect(Number(high.out)).toBeLessThanOrEqual(8192);
  });

  (isConfined ? it : nothing)('shows the folders that were named, writable or not, and no others [T19]', async () => {
    const [read, write, hidden] = ['read', 'write', 'hidden'].map((name) => join(folders.base, name));
    if (read === undefined || write === undefined || hidden === undefined) throw new Error('no folders');
    for (const folder of [read, write, hidden]) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'a'), folder);
    }
    const script = `cat ${read}/a ${write}/a ${hidden}/a; echo x > ${read}/b; echo x > ${write}/b; echo h=$HOME; pwd`;
    const done = await commands.run(script, { read: [read], write: [write], home: write, cwd: read });
    expect(done.out).toBe(`${read}${write}h=${write}\n${read}\n`);
    expect([readdirSync(read), readdirSync(write)]).toEqual([['a'], ['a', 'b']]);
  });

  (isConfined ? it : nothing)('shows a program its own folder below our data and nothing beside it [T20]', async () => {
    const own = join(folders.data, 'servers', 'one');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(folders.data, 'limpet.db'), 'DB');
    const done = await commands.run(`ls ${folders.data}; cat ${folders.data}/limpet.db; echo kept > ${own}/state`, {
      write: [own],
      workspace: own,
      cwd: own,
    });
    expect(done.out).toBe('servers\n');
    expect(readFileSync(join(own, 'state'), 'utf8')).toBe('kept\n');
  });

  it('refuses folders that hold or are keys, the home or our data, also behind a link [T20] [T21]', async () => {
    mkdirSync(join(folders.home, '.ssh'), { recursive: true });
    mkdirSync(join(folders.data, 'blobs'), { recursive: true });
    mkdirSync(join(folders.data, 'skills'), { recursive: true });
    symlinkSync(join(folders.home, '.ssh'), join(folders.base, 'innocent'));
    const places = ['/', folders.base, folders.home, join(folders.home, '.ssh'), folders.data];
    const more = [join(folders.data, 'blobs'), join(folders.data, 'skills'), join(folders.base, 'innocent')];
    for (const path of [...places, ...more])
      for (const which of ['read', 'write'])
        expect(await reasonOf(commands.start('true', { [which]: [path] })), path).toBe('protected_path');
    expect(await reasonOf(commands.start('true', { read: ['relative'] }))).toBe('invalid_input');
    expect(await reasonOf(commands.start('true', { read: [join(folders.base, 'missing')] }))).toBe('not_found');
    expect(await reasonOf(commands.start('true', { home: folders.home }))).toBe('invalid_input');
  });

  it('finds programs in the folders that go before PATH', async () => {
    const bin = join(folders.base, 'tools', 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'my-tool'), '#!/bin/sh\necho mine\n', { mode: 0o755 });
    expect((await commands.run('my-tool', { path: [bin] })).out).toBe('mine\n');
    expect((await commands.run('my-tool')).out).toBe('');
  });
});
