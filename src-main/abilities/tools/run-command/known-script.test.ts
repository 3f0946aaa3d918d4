// Scripts that are wholly known: what was decided is what is started, word by word, and no shell stands between.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShellStep } from '#main/contract/messages.ts';
import { unmarkUntrusted } from '#main/contract/untrusted-text.ts';
import { createShellReader } from '#main/guard/permissions/shell/read-script.ts';
import type { CreatedSandbox } from '#main/guard/sandbox/create-sandbox.ts';
import type { SpawnSpec } from '#main/guard/sandbox/port.ts';
import { planHashOf } from '../port.ts';
import { createToolKit, reasonOf, type ToolKit } from '../testing/tool-kit.ts';

const reader = createShellReader({ platform: 'linux' });
let kit: ToolKit;
beforeAll(() => {
  kit = createToolKit({ reader });
});
afterAll(() => kit.close());

const printed = async (command: string) => {
  const { result } = await kit.run('run_command', { command });
  return unmarkUntrusted(result.output).split('\n').slice(1).join('\n');
};

/** Starts nothing and writes down what it was asked to start. `failing` programs end with 1. */
function createRecorder(started: SpawnSpec[]): CreatedSandbox {
  const nothing = { [Symbol.asyncIterator]: async function* () {} };
  const state = { tier: 'bubblewrap' as const, reason: '', probes: [] };
  return {
    state: () => state,
    probe: async () => state,
    onChange: () => () => true,
    close: async () => {},
    shell: async () => ['bash', '-c'],
    loginPath: async () => [],
    async spawn(spec) {
      started.push(spec);
      const exitCode = spec.argv[0] === 'failing' ? 1 : 0;
      return {
        ...{ pid: 1, output: nothing, bytes: nothing, kill: async () => {} },
        stdin: { write: async () => {}, end: () => {} },
        exit: Promise.resolve({ exitCode, signal: null, timedOut: false, ms: 0 }),
      };
    },
  };
}

const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }).filter((text) => !text.includes("'"));
const joiner = fc.constantFrom(' && ', ' || ', ' ; ', ' | ');
const program = fc.constantFrom('ls', 'cat', 'failing', 'npm', './run.sh', 'git');
const command = fc.tuple(program, fc.array(word, { maxLength: 4 }));
const script = fc.tuple(command, fc.array(fc.tuple(joiner, command), { maxLength: 4 }));

const quoted = ([name, words]: [string, string[]]) => [name, ...words.map((text) => `'${text}'`)].join(' ');

/** What a shell would start, as the steps say. */
function wouldStart(steps: readonly Pick<ShellStep, 'argv' | 'when'>[]): (readonly string[])[] {
  const started: (readonly string[])[] = [];
  let status = 0;
  let isSkipping = false;
  for (const { argv, when } of steps) {
    if (when !== 'pipe') isSkipping = (when === 'and' && status !== 0) || (when === 'or' && status === 0);
    if (isSkipping) continue;
    started.push(argv);
    status = argv[0] === 'failing' ? 1 : 0;
  }
  return started;
}

async function startedBy(text: string): Promise<{ shown: unknown; argv: (readonly string[])[] }> {
  const specs: SpawnSpec[] = [];
  const recorded = createToolKit({ reader, sandbox: createRecorder(specs) });
  try {
    const { plan } = await recorded.run('run_command', { command: text });
    return { shown: plan.shown, argv: specs.map((spec) => spec.argv) };
  } finally {
    await recorded.close();
  }
}

describe('a wholly known script', () => {
  it('is started as exactly the words that were decided, for any words [T17]', async () => {
    const whens = { ' && ': 'and', ' || ': 'or', ' ; ': 'after', ' | ': 'pipe' } as const;
    await fc.assert(
      fc.asyncProperty(script, async ([first, rest]) => {
        const text = [quoted(first), ...rest.map(([sign, next]) => `${sign}${quoted(next)}`)].join('');
        const steps = [
          { argv: [first[0], ...first[1]], when: 'first' as const },
          ...rest.map(([sign, [name, words]]) => ({ argv: [name, ...words], when: whens[sign as keyof typeof whens] })),
        ];
        const { argv, shown } = await startedBy(text);
        const { commands } = shown as { commands?: ShellStep[] };
        expect(commands?.map((step) => ({ argv: step.argv, when: step.when }))).toEqual(steps);
        expect(argv).toEqual(wouldStart(steps));
      }),
      { numRuns: 150 },
    );
  });

  it('starts what was shown and nothing else, for any text [T17]', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'ls',
        'cat',
        ' ',
        ' && ',
        ' || ',
        ';',
        ' | ',
        '"',
        "'",
        '$',
        '`',
        '\\',
        '(',
        ')',
        '{',
        '}',
        '>',
        '<',
        '&',
        '*',
        '~',
        '\n',
        '#',
        '=',
        '!',
      ),
      fc.string({ maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), async (pieces) => {
        const text = `ls ${pieces.join('')}`.replaceAll('\0', '');
        const { argv, shown } = await startedBy(text);
        const { commands, argv: whole } = shown as { commands?: ShellStep[]; argv: string[] };
        expect(argv).toEqual(commands === undefined ? [whole] : wouldStart(commands));
        if (commands === undefined) expect(whole).toEqual(['bash', '-c', text]);
      }),
      { numRuns: 300 },
    );
  });

  it('joins its commands as a shell does: lists, pipes, folders', async () => {
    mkdirSync(join(kit.root, 'sub'), { recursive: true });
    writeFileSync(join(kit.root, 'sub', 'b.txt'), 'b\na\nb\n');
    expect(await printed("printf 'b\\na\\n' | sort | head -n 1")).toBe('a');
    expect(await printed('false || echo no; true && echo yes; false && echo never; echo end')).toBe('no\nyes\nend');
    expect(await printed('cd sub && cat b.txt | sort | uniq | wc -l')).toMatch(/^\s*2$/);
    expect(await printed('cd sub && pwd')).toBe(join(kit.root, 'sub'));
    expect(await printed('echo \'a  $HOME  b\' "c;d"')).toBe('a  $HOME  b c;d');
    expect(await printed('cat missing || echo instead')).toContain('instead');
    expect(await printed('no-such-program-here || echo instead')).toContain('instead');
  });

  it('carries bytes through a pipe unchanged, and ends what writes to nobody', async () => {
    writeFileSync(
      join(kit.root, 'bytes'),
      Buffer.from(Array.from({ length: 70_000 }, (_one, index) => (index * 7) % 256)),
    );
    const [direct, piped] = [await printed('sha256sum bytes'), await printed('gzip -c bytes | gunzip -c | sha256sum')];
    expect(piped.slice(0, 64)).toBe(direct.slice(0, 64));
    expect(await printed('yes | head -n 2')).toBe('y\ny');
  });

  it('tells how the last command ended, and keeps to the time of all together', async () => {
    const { result } = await kit.run('run_command', { command: 'echo a && false' });
    expect(result).toMatchObject({ exitCode: 1, isError: true });
    const slow = await kit.run('run_command', { command: 'echo begun; sleep 30; echo never', timeout_s: 1 });
    expect(slow.result.output).toContain('stopped at its time limit of 1 s');
    expect(slow.result.output).not.toContain('never');
  });

  it('has no effect any more once it is stopped [T42]', async () => {
    const stop = new AbortController();
    const running = kit
      .run('run_command', { command: 'sleep 30 && touch after' }, stop.signal)
      .then(({ result }) => result.output, reasonOf);
    const timer = setTimeout(() => stop.abort(), 300);
    expect(await running).toMatch(/stopped before it finished|cancelled/);
    clearTimeout(timer);
    const context = await kit.context();
    expect(await context.workspace.stat('after')).toBeUndefined();
  });

  it('shows what runs: the words of one command, or each with what joins them [T25]', async () => {
    const { plan } = await kit.plan('run_command', { command: 'npm run "a b"' });
    expect(plan.shown).toMatchObject({ argv: ['npm', 'run', 'a b'], commands: [{ when: 'first', cwd: kit.root }] });
    const { plan: list } = await kit.plan('run_command', { command: "echo '&&' && ls" });
    expect(list.shown).toMatchObject({ argv: ['echo', "'&&'", '&&', 'ls'] });
  });
});

describe('a file that a command runs', () => {
  it.each(['./build.sh', 'bash build.sh', 'FAST=1 ./build.sh'])(
    '%s is asked anew when it changed [T25]',
    async (command) => {
      const file = join(kit.root, 'build.sh');
      writeFileSync(file, '#!/bin/sh\necho safe\n', { mode: 0o755 });
      const { plan, context } = await kit.plan('run_command', { command });
      const again = await kit.plan('run_command', { command });
      expect(planHashOf(again.plan, 'run_command')).toBe(planHashOf(plan, 'run_command'));
      writeFileSync(file, '#!/bin/sh\necho evil\n');
      const tool = await kit.tool('run_command');
      await expect(tool.run(plan, await kit.toolContext(plan, context))).rejects.toMatchObject({
        details: { reason: 'changed_meanwhile' },
      });
      const { plan: anew } = await kit.plan('run_command', { command });
      expect(planHashOf(anew, 'run_command')).not.toBe(planHashOf(plan, 'run_command'));
      expect(anew.sessionGrant?.key).not.toBe(plan.sessionGrant?.key);
    },
  );
});

describe('a command that deletes', () => {
  it('declares how much and some of it, also what lies outside [T43]', async () => {
    mkdirSync(join(kit.root, 'many/deep'), { recursive: true });
    for (let index = 0; index < 12; index += 1) writeFileSync(join(kit.root, 'many/deep', `${index}.txt`), 'x');
    const { plan } = await kit.plan('run_command', { command: 'rm -rf many ../other' });
    expect(plan.effects).toMatchObject([
      { type: 'execute', command: [['rm', '-rf', 'many', '../other']] },
      { type: 'write', target: 'many', delete: true, insideWorkspace: true, count: 12 },
      { type: 'write', delete: true, insideWorkspace: false },
    ]);
    expect(plan.effects[1]?.sample).toHaveLength(5);
  });
});
