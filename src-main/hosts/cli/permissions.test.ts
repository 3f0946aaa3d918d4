// `limpet permissions`: how words become a trial or a rule, and that nothing widens unless the person says so.
import { describe, expect, it } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { RuleDraft } from '#main/contract/policy.ts';
import { Rule } from '#main/contract/policy.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { parseArguments } from './arguments.ts';
import { exitCodes } from './exit-codes.ts';
import { permissions } from './permissions.ts';
import type { PermissionsArguments } from './permissions-arguments.ts';
import { createFakeTerminal } from './testing/fake-terminal.ts';

const read = (...words: string[]) => parseArguments(['permissions', ...words]) as PermissionsArguments; // by its first word
const ruleOf = (draft: RuleDraft, id = 'r1'): Rule =>
  Rule.parse({
    ...{ ...draft, id, scope: 'person', matches: 0, createdBy: { type: 'person' } },
    why: { key: 'policy.why_person', params: { text: draft.why } },
  });

function run(words: readonly string[], o: { rules?: Rule[]; answers?: string[] } = {}) {
  const added: RuleDraft[] = [];
  const removed: string[] = [];
  // What the command asks, and nothing more.
  const api = {
    permissions: {
      rules: async () => ({ rules: o.rules ?? [], damaged: [] }),
      addRule: async ({ rule }: { rule: RuleDraft }) => {
        added.push(rule);
        return ruleOf(rule);
      },
      removeRule: async ({ ruleId }: { ruleId: string }) => {
        removed.push(ruleId);
        return { removed: true };
      },
    },
  } as unknown as Pick<LimpetClient, 'permissions'>;
  const terminal = createFakeTerminal(o.answers === undefined ? {} : { answers: o.answers });
  const deps = { api, terminal, t: createTranslate('en'), cwd: '/work/site', signal: neverAborts };
  return { added, removed, terminal, code: permissions(deps, read(...words)) };
}

describe('the words after limpet permissions', () => {
  it.each([
    ['rm -rf /', 'command'],
    ['ls', 'command'],
    ['/bin/sh x', 'command'],
    ['/etc/passwd', 'path'],
    ['./a.txt', 'path'],
    ['~/.ssh', 'path'],
    ['https://example.org/x', 'host'],
  ])('%s is tried as a %s', (text, type) => {
    expect(read('try', text).action).toMatchObject({ type: 'try', trial: { type } });
  });

  it('are a trial of another kind where that is said', () => {
    expect(read('try', 'web_fetch', '--as', 'tool').action).toMatchObject({
      trial: { type: 'tool', tool: 'web_fetch' },
    });
    expect(read('try', './a', '--access', 'delete').action).toMatchObject({ trial: { access: 'delete' } });
  });

  it.each([
    [['command', 'npm', 'run', '*'], { type: 'command', argv: ['npm', 'run', '*'] }],
    [['command', "git commit -m 'a b'"], { type: 'command', argv: ['git', 'commit', '-m', 'a b'] }],
    [['command', 'echo', "it's a $x"], { type: 'command', argv: ['echo', "it's a $x"] }],
    [['host', 'example.org:8443'], { type: 'host', host: 'example.org', port: 8443 }],
    [['path', './src/**'], { type: 'path', access: 'any', glob: './src/**' }],
  ])('make a rule of %j', async (words, match) => {
    const { added, code } = run(['add', 'deny', ...words]);
    expect(await code).toBe(exitCodes.ok);
    expect(added).toMatchObject([{ answer: 'deny', match, workspace: '/work/site' }]);
  });
});

describe('what widens', () => {
  const deny = ruleOf({ answer: 'deny', match: { type: 'host', host: 'evil.test' }, why: '' }, 'r7');

  it('is asked about with everything that it would allow, and done on a yes alone', async () => {
    const words = ['add', 'allow', 'host', 'example.org', '--everywhere'];
    const yes = run(words, { answers: ['y'] });
    expect(await yes.code).toBe(exitCodes.ok);
    expect(yes.terminal.asked[0]).toMatch(
      /without asking: Allow: Going out to .*example\.org.* · Everywhere.* \[y\/N\]/,
    );
    for (const answer of ['', 'n', 'yes please']) {
      const no = run(words, { answers: [answer] });
      expect(await no.code).toBe(exitCodes.denied);
      expect(no.added).toEqual([]);
    }
  });

  it('is also the end of a rule that refuses, and not the end of one that allows', async () => {
    const asked = run(['remove', 'r7'], { rules: [deny], answers: ['n'] });
    expect(await asked.code).toBe(exitCodes.denied);
    expect(asked.removed).toEqual([]);
    const silent = run(['remove', 'r7'], { rules: [{ ...deny, answer: 'allow' }] });
    expect(await silent.code).toBe(exitCodes.ok);
    expect(silent.removed).toEqual(['r7']);
  });

  it('is refused where nobody can be asked, unless it was said before', async () => {
    expect(await run(['add', 'allow', 'tool', 'web_fetch']).code).toBe(exitCodes.denied);
    expect(await run(['add', 'allow', 'tool', 'web_fetch', '--yes']).code).toBe(exitCodes.ok);
  });
});
