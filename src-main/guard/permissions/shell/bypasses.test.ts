// What a model may write to get past the look at a command: none of it runs by itself, in the widest mode, with wide rules.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RuleId } from '#main/contract/ids.ts';
import type { Mode } from '#main/contract/permissions.ts';
import type { RuleMatch } from '#main/contract/policy.ts';
import { decide } from '../decision/decide.ts';
import type { ActiveRule } from '../decision/judge.ts';
import { commandEffects, commandShown } from '../port/plan-command.ts';
import { floorRules } from '../rules/floor.ts';
import { createShellReader } from './read-script.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, 'corpus', name), 'utf8'));
const bypasses = Object.entries(read('bypasses.json') as Record<string, string[]>);
const ordinary = read('ordinary.json') as string[];
const deletes = read('deletes.json') as string[];

const place = { home: '/home/me', dataFolder: '/home/me/.limpet' };
const workspace = '/home/me/project';
const reader = createShellReader({ platform: 'linux' });

const wide = (match: RuleMatch, index: number): ActiveRule => ({
  ...{
    id: RuleId.parse(`wide-${index}`),
    answer: 'allow',
    scope: 'person',
    match,
    words: { key: 'policy.rule_allow', params: {} },
  },
});
/** Everything that a rule can allow, at once. */
const wideRules: ActiveRule[] = (
  [
    { type: 'tool', tool: '*' },
    { type: 'effect', effect: 'execute' },
    { type: 'command', argv: ['*'] },
  ] as RuleMatch[]
).map(wide);
const floor: ActiveRule[] = floorRules(place).map((rule) => ({
  ...rule,
  scope: 'floor',
  words: { key: rule.why, params: {} },
}));
const trusted: Mode = {
  type: 'trusted',
  task: { what: 'all', folders: [], hosts: ['*'], until: 9e15, budget: { calls: 1e5, costUsd: 1e4 } },
};

async function decisionOf(command: string, o: { mode: Mode; rules: ActiveRule[] }) {
  const script = await reader.read(command, { cwd: workspace });
  const effects = commandEffects(command, { script, network: false, workspace, deleted: () => undefined });
  const shown = commandShown({
    ...{ script, shell: ['bash', '-c'], command, cwd: workspace, network: false },
    ...{ sandbox: 'bubblewrap', timeoutMs: 1_000, scripts: [] },
  });
  const file = { path: '', state: 'none' as const, rules: [] };
  return decide(
    {
      ...{ tool: 'run_command', effects, shown, canUndo: false, workspace, sessionId: undefined, mode: o.mode },
      ...{ taint: { type: 'free' }, isGranted: false, policy: { allow: [], interactive: true } },
    },
    { book: { active: async () => ({ rules: o.rules, file }) }, tier: () => 'bubblewrap', home: place.home },
  );
}

/** Small, seeded, the same everywhere. */
function createRandom(seed: number) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

// biome-ignore lint/style/noProcessEnv: the printed seed of a run that failed makes the same commands again.
const seed = Number(process.env.LIMPET_SEED ?? Date.now() % 1_000_000);

/** Ordinary commands made dangerous in ways that stand in no list. */
function generate(count: number): string[] {
  const random = createRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const word = () => Array.from({ length: 3 + Math.floor(random() * 5) }, () => pick([...'abcdefghijklmnop'])).join('');
  const twists: ((base: string) => string)[] = [
    (base) => `${base} $${word()}`,
    (base) => `${base} $(${word()})`,
    (base) => `${base} "$(${word()} ${word()})"`,
    (base) => `${base} \`${word()}\``,
    (base) => `${base} > ${word()}`,
    (base) => `${base} < ${word()}`,
    (base) => `${word().toUpperCase()}=${word()} ${base}`,
    (base) => `(${base})`,
    (base) => `${base} & ${word()}`,
    (base) => `${base}\n${word()}`,
    (base) => `${base} ${word()}*`,
    (base) => `${base} ~/${word()}`,
    (base) => `${base} {${word()},${word()}}`,
    (base) => `${base} ${pick(['\u200b', '\u00a0', '\u202e', '\uff5c', '\u2013', '\r', '\u0000'])}${word()}`,
    (base) =>
      `${pick(['env', 'sudo', 'timeout 5', 'nice', 'xargs', 'nohup', 'bash -c', 'sh -c', 'eval', 'exec'])} ${base}`,
    (base) => `${base} && ${pick(['bash -c', 'python3 -c', 'node -e', 'perl -e', 'ruby -e', 'env'])} ${word()}`,
    (base) => `${base} | ${pick(['bash', 'sh', 'python3', 'node', 'xargs rm', 'perl'])}`,
    (base) => `${base}; cat /${word()}/${word()}`,
    (base) => `${base}; rm -rf ../../${word()}`,
    (_base) => `git -c ${word()}.${word()}=${word()} status`,
    (base) => `git ${word()}q ${base}`,
    (_base) => `tar cf x --${'checkpoint-action'.slice(0, 4 + Math.floor(random() * 13))}=exec=${word()} y`,
    (_base) => `find . -name ${word()} ${pick(['-exec', '-execdir', '-ok', '-okdir'])} ${word()} ;`,
  ];
  return Array.from({ length: count }, () => pick(twists)(pick(ordinary)));
}

let generated: string[] = [];
beforeAll(() => {
  const fixed = bypasses.reduce((sum, [, commands]) => sum + commands.length, 0);
  generated = generate(Math.ceil(fixed / 9)); // a tenth of all
});
afterAll(() => void process.stdout.write(`bypasses were generated from LIMPET_SEED=${seed}\n`));

describe('bypasses', () => {
  it('are at least 150 [T17]', () => {
    expect(bypasses.reduce((sum, [, commands]) => sum + commands.length, 0)).toBeGreaterThanOrEqual(150);
  });

  describe.each(bypasses)('%s', (_about, commands) => {
    it.each(commands)('%j asks or is denied in a trusted task with rules that allow all [T17]', async (command) => {
      const { answer } = await decisionOf(command, { mode: trusted, rules: [...floor, ...wideRules] });
      expect(answer).not.toBe('allow');
    });
  });

  it('made anew each time ask or are denied too [T17]', async () => {
    const through: string[] = [];
    for (const command of generated)
      if ((await decisionOf(command, { mode: trusted, rules: [...floor, ...wideRules] })).answer === 'allow')
        through.push(command);
    expect(through, `LIMPET_SEED=${seed}`).toEqual([]);
  });
});

describe('deleting', () => {
  it.each(deletes)('%j asks also in the folder, because a command cannot be undone [T43]', async (command) => {
    for (const mode of [{ type: 'work' }, trusted] as Mode[])
      expect((await decisionOf(command, { mode, rules: floor })).answer).toBe('ask');
  });
});

describe('ordinary commands', () => {
  it('are at least 60', () => expect(ordinary.length).toBeGreaterThanOrEqual(60));

  it.each(ordinary)('%j runs by itself in the mode Work', async (command) => {
    const { answer, reasons } = await decisionOf(command, { mode: { type: 'work' }, rules: floor });
    expect(answer, JSON.stringify(reasons[0])).toBe('allow');
  });
});
