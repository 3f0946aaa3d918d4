// The built command line as people and scripts use it: exit codes, pipes, a running owner, an old owner, another user.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPassphraseFile } from '#main/platform/secrets/passphrase-file/passphrase-file.ts';
import { startGateway } from '../support/gateway.ts';

const project = join(import.meta.dirname, '../..');
const command = join(project, 'build/launch/limpet.mjs');

type Run = { code: number | null; out: string; err: string };
type Place = { root: string; dataFolder: string; workspace: string };

function createPlace(): Place {
  const root = mkdtempSync(join(tmpdir(), 'limpet-cli-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const workspace = join(root, 'workspace');
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'tide-notes.txt'), 'High water at noon.\n');
  return { root, dataFolder: join(root, 'data'), workspace };
}
const environmentOf = ({ root }: Place, extra: Record<string, string> = {}) => ({
  PATH: process.env.PATH,
  HOME: root,
  LANG: 'C.UTF-8',
  ...(process.env.LIMPET_BWRAP === undefined ? {} : { LIMPET_BWRAP: process.env.LIMPET_BWRAP }),
  ...extra,
});

function start(place: Place, args: readonly string[], extra: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [command, ...args, '--data-dir', place.dataFolder], {
    cwd: place.workspace,
    env: environmentOf(place, extra),
  });
}
function finish(child: ChildProcess): Promise<Run> {
  const run: Run = { code: null, out: '', err: '' };
  child.stdout?.on('data', (data) => {
    run.out += data;
  });
  child.stderr?.on('data', (data) => {
    run.err += data;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...run, code })));
}
async function limpet(place: Place, args: readonly string[], input?: string): Promise<Run> {
  const child = start(place, args);
  child.stdin?.end(input ?? '');
  return finish(child);
}
const chat = (place: Place, message: string, ...more: string[]) => limpet(place, ['chat', '-m', message, ...more]);

describe('limpet permissions', () => {
  const permissions = (place: Place, ...args: string[]) => limpet(place, ['permissions', ...args]);

  it('says what would be decided and why, and nothing is done [T17]', async () => {
    const place = createPlace();
    const key = await permissions(place, 'try', '~/.ssh/id_ed25519');
    expect(key).toMatchObject({ code: 4, err: '' });
    expect(key.out).toMatch(/^Deny\n {2}Deny: .+id_ed25519\)$/m);
    const piped = JSON.parse((await permissions(place, 'try', 'echo x > tide-notes.txt', '--json')).out);
    expect(piped.answer).not.toBe('allow');
    expect(piped.reasons.length).toBeGreaterThan(0);
    expect(readFileSync(join(place.workspace, 'tide-notes.txt'), 'utf8')).toBe('High water at noon.\n');
  }, 120_000);

  it('adds and takes away rules, and widens nothing that nobody has said yes to', async () => {
    const place = createPlace();
    const refused = await permissions(place, 'add', 'allow', 'host', 'example.org');
    expect(refused).toMatchObject({ code: 4, out: '' });
    expect(refused.err).toMatch(/without asking: Allow: Going out to example.org.*\n.*--yes/);
    const denied = await permissions(place, 'add', 'deny', 'command', 'rm', '*', '--why', 'Never here', '--json');
    expect(denied.code, denied.err).toBe(0);
    const rule = JSON.parse(denied.out);
    expect(rule).toMatchObject({ answer: 'deny', match: { argv: ['rm', '*'] }, workspace: place.workspace });
    const allowed = await permissions(place, 'add', 'allow', 'command', 'rm *.log', '--yes');
    expect(allowed.code, allowed.err).toBe(0);
    const list = await permissions(place);
    expect(list.out).toContain(`Deny: Command rm *  [${rule.id}]`);
    expect(list.out).toMatch(/Never here\n.*Has not counted yet/);
    expect(list.out).toContain('! Never counts, because another rule answers first: Deny: Command rm *');
    expect(list.out).toContain('Built in');
    expect((await permissions(place, 'try', 'rm a.log')).code).toBe(4);
    expect((await permissions(place, 'remove', rule.id)).code).toBe(4);
    expect((await permissions(place, 'remove', rule.id, '-y')).code).toBe(0);
    expect((await permissions(place, 'remove', rule.id)).err).toContain('not there any more');
    const { rules } = JSON.parse((await permissions(place, 'list', '--json')).out);
    expect(rules.filter((one: { scope: string }) => one.scope === 'person')).toHaveLength(1);
    expect((await permissions(place, 'remove', 'floor.keys', '-y')).err).toContain('built in');
  }, 240_000);

  it('names what it does not understand', async () => {
    const place = createPlace();
    expect(await permissions(place, 'widen')).toMatchObject({ code: 2 });
    expect((await permissions(place, 'add', 'allow', 'everything')).err).toContain('A word is missing');
    expect((await permissions(place, 'try', 'ls', '--as', 'x')).err).toContain('--as takes');
  }, 60_000);
});

describe('limpet backup, restore, export and import', () => {
  it('take everything from one data folder into another, with nothing else running', async () => {
    const [place, other] = [createPlace(), createPlace()];
    expect((await chat(place, 'read tide-notes.txt')).code).toBe(0);
    const made = JSON.parse((await limpet(place, ['backup', '--json'])).out);
    expect(made).toMatchObject({ sessions: 1, messages: 2, missing: 0 });
    const file = join(place.dataFolder, 'archives', made.name);
    expect((await limpet(place, ['backup', '--list'])).out).toContain(made.name);
    expect((await limpet(place, ['backup', '--check', file])).code).toBe(0);
    const restored = await limpet(other, ['restore', file]);
    expect(restored.code, restored.err).toBe(0);
    expect(restored.err).toContain('Keys are in no backup');
    const exported = await limpet(other, ['export', '--format', 'markdown', '--json']);
    const written = JSON.parse(exported.out);
    expect(written).toMatchObject({ sessions: 1, messages: 2 });
    expect(statSync(written.file).size).toBeGreaterThan(100);
    const again = await limpet(other, ['export', '-o', 'all.zip']);
    expect(again.code, again.err).toBe(0);
    expect(await limpet(place, ['import', join(other.workspace, 'all.zip'), '--json'])).toMatchObject({ code: 0 });
    const third = createPlace();
    expect((await limpet(third, ['import', join(other.workspace, 'all.zip'), '--dry-run'])).out).toContain(
      'New chats: 1',
    );
    const brought = JSON.parse((await limpet(third, ['import', join(other.workspace, 'all.zip'), '--json'])).out);
    expect(brought).toMatchObject({ kind: 'limpet', sessions: 1, messages: 2 });
  }, 240_000);

  it('bring a damaged data folder back, and refuse a damaged backup', async () => {
    const place = createPlace();
    expect((await chat(place, 'read tide-notes.txt')).code).toBe(0);
    const { name } = JSON.parse((await limpet(place, ['backup', '--json'])).out);
    const file = join(place.dataFolder, 'archives', name);
    writeFileSync(join(place.dataFolder, 'limpet.db'), 'not a database any more');
    const cut = join(place.root, name);
    writeFileSync(cut, readFileSync(file).subarray(0, 2_000));
    const refused = await limpet(place, ['restore', cut]);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('damaged or was changed');
    const restored = await limpet(place, ['restore', file, '--json']);
    expect(restored.code, restored.err).toBe(0);
    expect(JSON.parse(restored.out)).toMatchObject({ takesEffect: 'now', backup: { messages: 2 } });
    expect(JSON.parse((await limpet(place, ['export', '--json'])).out)).toMatchObject({ messages: 2 });
  }, 240_000);
});

describe('limpet chat', () => {
  it('does the job of a first run: answer on standard output, everything else beside it', async () => {
    const place = createPlace();
    const { code, out, err } = await chat(place, 'read tide-notes.txt');
    expect(code, err).toBe(0);
    expect(out).toContain('High water at noon.');
    expect(out).not.toContain('[no model]');
    expect(err).toContain('[no model]');
  });

  it('says with its exit code that it did not understand, or that something was denied', async () => {
    const place = createPlace();
    expect((await chat(place, 'compose a sonnet about tides')).code).toBe(3);
    const denied = await chat(place, 'run touch made-by-command');
    expect(denied.code).toBe(4);
    expect(denied.err).toContain('--allow execute');
    expect(existsSync(join(place.workspace, 'made-by-command'))).toBe(false);
    expect((await limpet(place, ['chat', '--model', 'nonsense', '-m', 'x'])).code).toBe(2);
    expect((await limpet(place, ['fly'])).code).toBe(2);
    expect((await limpet(place, ['chat'])).code).toBe(2);
  });

  it('does what was allowed, and only that', async () => {
    const place = createPlace();
    const written = await chat(place, 'write ebb and flow to new.txt', '--allow', 'write');
    expect(written.code, written.err).toBe(0);
    expect(readFileSync(join(place.workspace, 'new.txt'), 'utf8').trim()).toBe('ebb and flow');
    expect((await chat(place, 'run touch by-command', '--allow', 'write')).code).toBe(4);
    expect(existsSync(join(place.workspace, 'by-command'))).toBe(false);
  });

  it('takes the message from a pipe and gives one JSON object', async () => {
    const place = createPlace();
    const { code, out } = await limpet(place, ['chat', '--json'], 'read tide-notes.txt\n');
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      noModel: true,
      understood: true,
      state: 'done',
      exitCode: 0,
      model: 'offline/commands',
    });
    expect(report.calls).toMatchObject([{ tool: 'read_file', state: 'done' }]);
    expect(report.text).toContain('High water at noon.');
    const again = await limpet(place, ['chat', '--session', report.sessionId, '-m', 'what time is it', '--json']);
    expect(JSON.parse(again.out)).toMatchObject({ sessionId: report.sessionId, exitCode: 0 });
  });

  it('does not mind a reader that leaves early', async () => {
    const place = createPlace();
    writeFileSync(join(place.workspace, 'long.txt'), 'a line of a long file\n'.repeat(1_000));
    const words = `"${process.execPath}" "${command}" chat -m "read long.txt" --data-dir "${place.dataFolder}" | head -1`;
    const done = spawnSync('bash', ['-c', `set -o pipefail; ${words}; echo "codes \${PIPESTATUS[0]}"`], {
      cwd: place.workspace,
      env: environmentOf(place),
      encoding: 'utf8',
    });
    expect(done.stdout).toMatch(/codes 0/);
    expect(done.stderr).not.toMatch(/EPIPE|Error/);
  });

  it('stops at Ctrl+C and keeps what is there', async () => {
    const place = createPlace();
    const child = start(place, ['chat', '-m', 'run sleep 30', '--allow', 'execute']);
    child.stdin?.end();
    const done = finish(child);
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (data) => String(data).includes('…') && resolve());
    });
    child.kill('SIGINT');
    const { code, err } = await done;
    expect(code).toBe(1);
    expect(err).toMatch(/Stopping[\s\S]*Stopped/);
    expect((await chat(place, 'what time is it')).code).toBe(0);
  });
});

/** Types each answer once its question is there, on a real terminal. */
function type(
  place: Place,
  args: readonly string[],
  answers: readonly (readonly [question: RegExp, answer: string])[],
) {
  const words = [process.execPath, command, ...args, '--data-dir', place.dataFolder]
    .map((word) => `'${word}'`)
    .join(' ');
  // `exec`: no shell between that would be ended by a Ctrl+C too.
  const child = spawn('script', ['-qec', `exec ${words}`, '/dev/null'], {
    cwd: place.workspace,
    env: environmentOf(place),
  });
  let seen = '';
  const left = [...answers];
  child.stdout.on('data', (data) => {
    seen += data;
    const [next] = left;
    if (next === undefined || !next[0].test(seen)) return;
    left.shift();
    child.stdin.write(next[1]);
  });
  return new Promise<{ code: number | null; screen: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, screen: seen })),
  );
}

describe.skipIf(process.platform !== 'linux')('on a terminal', () => {
  it('shows what will run, asks, and does it after a yes only [T25]', async () => {
    const place = createPlace();
    const yes = await type(place, ['chat', '-m', 'run touch made'], [[/Allow it\?.*\[n\] /, 'y\r']]);
    expect(yes.code).toBe(0);
    expect(yes.screen).toMatch(/ {2}touch\r?\n {2}made\r?\n/);
    expect(existsSync(join(place.workspace, 'made'))).toBe(true);
    const enter = await type(place, ['chat', '-m', 'run touch not-made'], [[/Allow it\?.*\[n\] /, '\r']]);
    expect(enter.code).toBe(4);
    expect(existsSync(join(place.workspace, 'not-made'))).toBe(false);
  });

  it('asks for the passphrase of locked keys and shows nothing of it [T34]', async () => {
    const place = createPlace();
    const file = createPassphraseFile(join(place.dataFolder, 'secrets.json'));
    await file.create('a passphrase of six words');
    const wrong = /Passphrase of the file of keys.*: $/;
    const { code, screen } = await type(
      place,
      ['chat', '-m', 'what time is it'],
      [
        [wrong, 'not this one\r'],
        [/not the passphrase[\s\S]*: $/, 'a passphrase of six words\r'],
      ],
    );
    expect(code).toBe(0);
    expect(screen).not.toMatch(/six words|not this one|locked/);
  });

  // The answer itself holds "> " (Settings > Models), and what is typed before the question is not yet a key.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: readline clears the line before its prompt.
  const prompt = /\x1b\[0J> /;
  const after = (what: string) => new RegExp(`${what}[\\s\\S]*${prompt.source}`);
  const [ctrlC, ctrlD] = ['\u0003', '\u0004'];
  /** What stands after each prompt, the control sequences of the terminal taken away. */
  const promptLines = (screen: string) =>
    screen
      .split(prompt)
      .slice(1)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what readline moves the cursor with.
      .map((text) => text.replace(/\x1b\[[\d;]*[A-Za-z]/g, '').split(/\r*\n/)[0] ?? '');

  it('talks line by line and ends with Ctrl+D', async () => {
    const place = createPlace();
    const steps = [
      [prompt, 'read tide-notes.txt\r'],
      [after('High water'), ctrlD],
    ] as const;
    const { code, screen } = await type(place, ['chat'], steps);
    expect(code).toBe(0);
    expect(screen).toContain('High water at noon.');
  });

  it('stops an answer at Ctrl+C, goes on talking, and is left by Ctrl+C at the prompt', async () => {
    const place = createPlace();
    const steps = [
      [prompt, 'run sleep 30\r'],
      [/… Run sleep 30/, ctrlC],
      [after('Stopped\\. What was there'), 'read tide-notes.txt\r'],
      [after('High water'), ctrlC],
    ] as const;
    const since = performance.now();
    const { code, screen } = await type(place, ['chat', '--allow', 'execute'], steps);
    expect(performance.now() - since).toBeLessThan(20_000);
    expect([code, screen.includes('High water at noon.')]).toEqual([0, true]);
  });

  it('is left by a second Ctrl+C while the answer is still being stopped', async () => {
    const place = createPlace();
    // Takes its two seconds to be ended: it does not listen to a polite word.
    const steps = [
      [prompt, `run trap '' TERM INT; while :; do sleep 0.1; done\r`],
      [/… Run trap/, ctrlC],
      [/Stopping\./, ctrlC],
    ] as const;
    const { code, screen } = await type(place, ['chat', '--allow', 'execute'], steps);
    expect(code).toBe(0);
    expect(screen).not.toContain('What was there is kept');
    expect(promptLines(screen)).toHaveLength(1);
  });

  it('keeps the lines that are typed while an answer runs, and shows each at its own prompt', async () => {
    const place = createPlace();
    const steps = [
      [prompt, 'run echo one; sleep 1; echo two\r'],
      [/… Run echo/, 'read tide-no'],
      [/… Run echo/, 'tes.txt\rwhat time is it\rhalf a li'],
      [/half a li/, 'ne\r'],
      [/do not understand[\s\S]*0J> /, ctrlD],
    ] as const;
    const { code, screen } = await type(place, ['chat', '--allow', 'execute'], steps);
    expect(code).toBe(0);
    expect(promptLines(screen)).toEqual([
      'run echo one; sleep 1; echo two',
      'read tide-notes.txt',
      'what time is it',
      'half a line',
      '',
    ]);
    expect(screen).toContain('High water at noon.');
    expect(screen).toMatch(/one\r?\ntwo/);
  });

  it('takes several lines at once, as from a clipboard, and a Ctrl+D behind them', async () => {
    const place = createPlace();
    const steps = [[prompt, `read tide-notes.txt\rwhat time is it\r${ctrlD}`]] as const;
    const { code, screen } = await type(place, ['chat'], steps);
    expect(code).toBe(0);
    expect(promptLines(screen)).toEqual(['read tide-notes.txt', 'what time is it', '']);
  });

  it('takes nothing for a yes that was typed before the question stood there [T25]', async () => {
    const place = createPlace();
    const steps = [
      [prompt, 'run touch made\ry\r'],
      [/Allow it\?.*\[n\] /, '\r'],
      [/do not understand[\s\S]*0J> /, ctrlD],
    ] as const;
    const { code, screen } = await type(place, ['chat'], steps);
    expect(code).toBe(0);
    expect(existsSync(join(place.workspace, 'made'))).toBe(false);
    // It was a line for the conversation, and came to its turn there.
    expect(promptLines(screen)).toEqual(['run touch made', 'y', '']);
    const once = await type(
      place,
      ['chat', '-m', 'run touch made'],
      [
        [/Run touch made/, 'y\r'],
        [/\[n\] /, '\r'],
      ],
    );
    expect([once.code, existsSync(join(place.workspace, 'made'))]).toEqual([4, false]);
  });
});

describe('beside a Limpet that runs', () => {
  it('talks to it, sees its data, and starts no second owner [R20] [T35]', async () => {
    const place = createPlace();
    const gateway = await startGateway({ dataFolder: place.dataFolder, workspace: place.workspace });
    onTestFinished(async () => void (await gateway.stop()));
    const socket = join(place.dataFolder, 'limpet.sock');
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    const { code, out } = await chat(place, 'read tide-notes.txt');
    expect([code, out.includes('High water')]).toEqual([0, true]);
    expect((await limpet(place, ['doctor'])).out).toContain('The database answers. Chats: 1,');
    const link = await limpet(place, ['link']);
    expect([link.code, link.out.trim()]).toEqual([0, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#signin=/)]);
    const told = /For another link run: (.+)/.exec(gateway.output())?.[1] ?? '';
    expect(told).toMatch(/^npx limpet link --data-dir /);
    const again = spawnSync('sh', ['-c', told], { cwd: project, env: environmentOf(place), encoding: 'utf8' });
    expect(again.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#signin=/);
    expect(await gateway.stop()).toBe(0);
    const none = await limpet(place, ['link']);
    // The person stands in another folder than the checkout, where only the file itself can be named.
    expect([none.code, none.err.trim()]).toEqual([
      1,
      expect.stringMatching(/with: node \S+limpet\.mjs gateway --data-dir \S+$/),
    ]);
    expect((await chat(place, 'what time is it')).code).toBe(0);
  });

  it('runs several commands at once on one data folder, none lost', async () => {
    const place = createPlace();
    const runs = await Promise.all(Array.from({ length: 4 }, () => chat(place, 'read tide-notes.txt')));
    expect(runs.map((run) => run.code)).toEqual([0, 0, 0, 0]);
    expect((await limpet(place, ['doctor'])).out).toContain('The database answers. Chats: 4,');
  });
});

describe('limpet usage', () => {
  it('says what was used, and that offline answers are no calls of a model', async () => {
    const place = createPlace();
    expect((await chat(place, 'read tide-notes.txt')).code).toBe(0);
    const text = await limpet(place, ['usage']);
    expect(text.code, text.err).toBe(0);
    expect(text.out).toContain('$0.00 of $20.00');
    expect(text.out).toContain('No model was called in this time.');
    const json = await limpet(place, ['usage', '--json', '--days', '7']);
    expect(json.code, json.err).toBe(0);
    expect(JSON.parse(json.out)).toMatchObject({ total: { calls: 0, costUsd: 0, unpricedCalls: 0 }, models: [] });
    expect(JSON.parse(json.out).days).toHaveLength(7);
    expect((await limpet(place, ['usage', '--days', '0'])).code).toBe(2);
  });
});

describe('limpet doctor, help and version', () => {
  it('answer in sentences and fail on an error only', async () => {
    const place = createPlace();
    const { code, out, err } = await limpet(place, ['doctor']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^✓ Node/m);
    expect(out).toMatch(/^! No model is connected/m);
    expect(out).not.toMatch(/system\.|\{/);
    const version = await limpet(place, ['--version']);
    expect(version.out.trim()).toBe(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).version);
    expect((await limpet(place, ['--help'])).out).toContain('Exit codes: 0 done');
  });

  it('mend with --fix what needs no choice, in the Limpet that runs, and fail only for what is left', async () => {
    const place = createPlace();
    const gateway = await startGateway({ dataFolder: place.dataFolder, workspace: place.workspace });
    onTestFinished(async () => void (await gateway.stop()));
    const config = join(place.dataFolder, 'config.json');
    writeFileSync(config, '{"theme":"dark"}');
    await expect.poll(() => existsSync(`${config}.last-good`)).toBe(true);
    chmodSync(place.dataFolder, 0o755);
    writeFileSync(config, '{"theme":"da');
    await expect.poll(async () => (await limpet(place, ['doctor'])).code, { timeout: 10_000 }).toBe(1);
    const { code, out } = await limpet(place, ['doctor', '--fix']);
    expect(out).toContain('+ The data folder is closed to other users.');
    expect(out).toContain('+ The last good configuration file is back');
    expect(code).toBe(0);
    expect(statSync(place.dataFolder).mode & 0o777).toBe(0o700);
    expect(readFileSync(config, 'utf8')).toBe('{"theme":"dark"}');
    const again = JSON.parse((await limpet(place, ['doctor', '--fix', '--json'])).out);
    expect(again.findings.map((one: { id: string }) => one.id)).not.toContain('config-damaged');
  });

  it('say what to do about a folder that cannot be written', async () => {
    const place = createPlace();
    const file = join(place.root, 'a file');
    writeFileSync(file, '');
    for (const args of [['chat', '-m', 'help'], ['doctor'], ['gateway', '--port', '0']]) {
      const { code, err } = await limpet({ ...place, dataFolder: join(file, 'data') }, args);
      expect([code, err]).toEqual([1, expect.stringMatching(/^\S.*a file is a file, .*--data-dir\.\n$/)]);
    }
  });
});
