// What every way of running a command must do, with or without a sandbox around it.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import type { ProcessExit, RunningProcess, Sandbox, SpawnSpec } from '#main/guard/sandbox/port.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';

export type SuiteFolders = {
  readonly base: string;
  readonly home: string;
  readonly data: string;
  readonly work: string;
};

export function makeFolders(): SuiteFolders {
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'limpet-sb-'));
  const folders = { base, home: join(base, 'home'), data: join(base, 'data'), work: join(base, 'work') };
  for (const folder of [folders.home, folders.data, folders.work]) mkdirSync(folder);
  return folders;
}

export type Finished = { readonly out: string; readonly err: string; readonly exit: ProcessExit };

export async function finish(running: RunningProcess): Promise<Finished> {
  let out = '';
  let err = '';
  for await (const piece of running.output) {
    if (piece.stream === 'stdout') out += piece.text;
    else err += piece.text;
  }
  return { out, err, exit: await running.exit };
}

export function commandsIn(sandbox: Sandbox, work: string) {
  const spec = (script: string, o: Partial<SpawnSpec> = {}): SpawnSpec => ({
    argv: ['sh', '-c', script],
    cwd: work,
    workspace: work,
    network: false,
    timeoutMs: 20_000,
    ...o,
  });
  return {
    start: (script: string, o: Partial<SpawnSpec> = {}, signal: AbortSignal = neverAborts) =>
      sandbox.spawn(spec(script, o), signal),
    run: async (script: string, o: Partial<SpawnSpec> = {}) =>
      finish(await sandbox.spawn(spec(script, o), neverAborts)),
  };
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
  );

async function until(condition: () => boolean, ms = 5_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('the awaited state did not come');
    await systemClock.sleep(5, neverAborts);
  }
}

/** The number in a file that a process writes as it goes on, once it has not changed for half a second. */
export async function standsStill(file: string): Promise<number> {
  const now = () => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0);
  for (let seen = 0, tries = 0; tries < 60; tries += 1) {
    await systemClock.sleep(500, neverAborts);
    const found = now();
    if (found > 0 && found === seen) return found;
    seen = found;
  }
  throw new Error(`${file} goes on changing`);
}

/** Living processes whose command line holds the text. */
function living(text: string): number {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const isZombie = /\) [ZX] /.test(readFileSync(`/proc/${name}/stat`, 'latin1'));
      return !isZombie && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(text);
    } catch {
      return false; // ended meanwhile
    }
  }).length;
}

let lastMark = 0;
/** A time to sleep that no other process on this machine sleeps: found again by its command line. */
const uniqueSeconds = () => {
  lastMark += 1;
  return `9007${process.pid}0${lastMark}07`;
};

/** A family that ignores SIGTERM: a child, a grandchild, and one that was forked twice into a session of its own. */
const stubborn = (file: string, mark: string) => `
  trap '' TERM
  loop() { trap '' TERM; while :; do echo x >> ${file}; sleep 0.02; done; }
  (loop) & (setsid sh -c "trap '' TERM; while :; do echo ${mark} >> ${file}; sleep 0.02; done" >/dev/null 2>&1 &)
  (sh -c "trap '' TERM; sh -c 'trap \\"\\" TERM; sleep ${mark}' & wait") &
  echo up; wait`;

export function describeCommands(name: string, make: (folders: SuiteFolders) => Sandbox): void {
  describe(name, () => {
    let folders: SuiteFolders;
    let sandbox: Sandbox;
    let commands: ReturnType<typeof commandsIn>;
    beforeAll(async () => {
      folders = makeFolders();
      sandbox = make(folders);
      commands = commandsIn(sandbox, folders.work);
      await sandbox.probe(neverAborts);
    });
    afterAll(async () => {
      await sandbox.close();
      rmSync(folders.base, { recursive: true, force: true });
    });

    it('passes arguments as they are, however they look [T25]', async () => {
      const argv = ['printf', '%s|', 'a b', '$(id)', '; rm -rf x', '"', "'", '*', '', 'ü\n'] as const;
      const done = await finish(
        await sandbox.spawn(
          { argv, cwd: folders.work, workspace: folders.work, network: false, timeoutMs: 5_000 },
          neverAborts,
        ),
      );
      expect(done.out).toBe(
        argv
          .slice(2)
          .map((part) => `${part}|`)
          .join(''),
      );
      expect(done.exit).toMatchObject({ exitCode: 0, signal: null, timedOut: false });
    });

    it('tells the exit code, keeps the two streams apart and closes stdin', async () => {
      const done = await commands.run('cat; echo out; echo err >&2; exit 7');
      expect([done.out, done.err, done.exit.exitCode]).toEqual(['out\n', 'err\n', 7]);
      expect((await commands.run('cat', { stdin: 'given' })).out).toBe('given');
    });

    it('puts a character together that comes in two chunks [R16]', async () => {
      const done = await commands.run(
        "printf '\\303'; sleep 0.1; printf '\\274\\360\\237'; sleep 0.1; printf '\\246\\200'",
      );
      expect(done.out).toBe('ü🦀');
    });

    it('lets a flood wait for its reader instead of filling memory [R15]', async () => {
      const running = await commands.start(
        'i=0; while [ $i -lt 200 ]; do yes 0123456789 | head -c 300000; i=$((i+1)); echo $i > written; done',
        { timeoutMs: 60_000 },
      );
      const reader = running.output[Symbol.asyncIterator]();
      expect(await standsStill(join(folders.work, 'written'))).toBeLessThan(100);
      let chars = 0;
      for (let item = await reader.next(); item.done !== true; item = await reader.next())
        chars += item.value.text.length;
      expect(chars).toBe(60_000_000);
    });

    it('keeps what an ended command has printed for a reader who comes late', async () => {
      const running = await commands.start('head -c 3000000 /dev/zero | tr "\\0" x; echo end');
      const reader = running.output[Symbol.asyncIterator]();
      let text = (await reader.next()).value?.text ?? '';
      await systemClock.sleep(2_500, neverAborts);
      for (let item = await reader.next(); item.done !== true; item = await reader.next()) text += item.value.text;
      expect([text.length, text.endsWith('end\n')]).toEqual([3_000_004, true]);
    });

    it('ends a command at its time limit and says so', async () => {
      const done = await commands.run('echo begun; sleep 60', { timeoutMs: 150 });
      expect(done.out).toBe('begun\n');
      expect(done.exit).toMatchObject({ timedOut: true });
      expect(done.exit.ms).toBeLessThan(2_000);
    });

    it('passes on a clean environment only [T33]', async () => {
      const done = await commands.run('env');
      const names = done.out.split('\n').flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
      expect(names).toContain('PATH');
      expect(done.out).not.toContain('canary');
      expect(names.filter((one) => /KEY|TOKEN|LD_|NODE_|BASH_ENV|PYTHON|GIT_/.test(one))).toEqual([]);
    });

    it.each([
      'LD_PRELOAD',
      'BASH_ENV',
      'ENV',
      'NODE_OPTIONS',
      'GIT_SSH_COMMAND',
      'PYTHONSTARTUP',
      'PERL5OPT',
      'PATH',
      'HOME',
    ])('refuses to set %s for a command [T20]', async (variable) => {
      expect(await reasonOf(commands.start('true', { env: { [variable]: '/tmp/payload' } }))).toBe('env_refused');
    });

    it('does not run a start-up file named by our own environment [T20]', async () => {
      const done = await finish(
        await sandbox.spawn(
          {
            argv: ['bash', '-c', 'echo ran'],
            cwd: folders.work,
            workspace: folders.work,
            network: false,
            timeoutMs: 5_000,
          },
          neverAborts,
        ),
      );
      expect(done.out).toBe('ran\n');
      expect(existsSync(join(folders.work, 'payload-ran'))).toBe(false);
    });

    it('has no effect 200 ms after Stop and leaves no process after 2 s, whatever it ignores [T42]', async () => {
      const file = join(folders.work, 'effects');
      const mark = uniqueSeconds();
      const stop = new AbortController();
      const running = await commands.start(stubborn(file, mark), {}, stop.signal);
      await until(() => existsSync(file) && statSync(file).size > 20 && living(mark) > 2);
      const stoppedAt = performance.now();
      stop.abort();
      await systemClock.sleep(200 - (performance.now() - stoppedAt), neverAborts);
      const size = statSync(file).size;
      await running.exit;
      await until(() => living(mark) === 0, 2_000 - (performance.now() - stoppedAt));
      expect(statSync(file).size).toBe(size);
    });

    it('gives a command a second after kill() to end by itself, and resolves when nothing is left [T42]', async () => {
      const polite = await commands.start("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done");
      const text = finish(polite);
      await systemClock.sleep(150, neverAborts);
      await polite.kill();
      expect((await text).out).toBe('up\nbye\n');
      const mark = uniqueSeconds();
      const rude = await commands.start(stubborn(join(folders.work, 'effects2'), mark));
      await until(() => living(mark) > 2);
      const from = performance.now();
      await rude.kill();
      expect(performance.now() - from).toBeLessThan(2_000);
      expect(living(mark)).toBe(0);
    });

    it('takes along what a finished command left running [T42]', async () => {
      const mark = uniqueSeconds();
      const done = await commands.run(`(setsid sh -c 'sleep ${mark}' &) ; sleep ${mark} & echo done`);
      expect(done.out).toBe('done\n');
      await until(() => living(mark) === 0, 2_000);
    });

    it('starts nothing once it was aborted, outside the workspace, or with a NUL', async () => {
      const stop = new AbortController();
      stop.abort();
      expect(await reasonOf(commands.start('touch never', {}, stop.signal))).toBe('cancelled');
      expect(await reasonOf(commands.start('true', { cwd: '/' }))).toBe('outside_workspace');
      expect(await reasonOf(commands.start('echo \0'))).toBe('invalid_input');
      expect(existsSync(join(folders.work, 'never'))).toBe(false);
    });

    it('reaches a server on this machine only with the network allowed', async () => {
      const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const get = `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}; cat <&3'`;
      expect((await commands.run(get, { network: true })).out).toBe('hello');
      const without = (await commands.run(get)).out;
      expect(without).toBe(sandbox.state().tier === 'none' ? 'hello' : '');
      await new Promise((resolve) => server.close(resolve));
    });

    it('ends what is still running when it closes [T42]', async () => {
      const mark = uniqueSeconds();
      const other = make(folders);
      await commandsIn(other, folders.work).start(`sleep ${mark}`);
      await until(() => living(mark) > 0);
      await other.close();
      expect(living(mark)).toBe(0);
      expect(await reasonOf(commandsIn(other, folders.work).start('true'))).toBe('cancelled');
    });
  });
}
