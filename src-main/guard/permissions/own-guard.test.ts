// The agent does not lower its own guard: ways that a model has tried, in the widest mode and with every rule that allows.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Effect } from '#main/contract/messages.ts';
import type { RuleMatch } from '#main/contract/policy.ts';
import { createPolicyKit, type PolicyKit } from './testing/policy-kit.ts';

let kit: PolicyKit;
beforeAll(async () => {
  kit = await createPolicyKit();
  const task = { what: 'all', folders: [kit.home], hosts: ['*'], until: 9e15, budget: { calls: 1e5, costUsd: 1e4 } };
  await kit.permissions.modes.set(kit.sessionId, { type: 'trusted', task });
  const all: RuleMatch[] = [
    { type: 'tool', tool: '*' },
    { type: 'path', access: 'any', glob: '/**' },
    { type: 'host', host: '*' },
    ...(['read', 'write', 'execute', 'network'] as const).map((effect): RuleMatch => ({ type: 'effect', effect })),
  ];
  for (const match of all) await kit.permissions.book.add({ answer: 'allow', match, why: '' });
});
afterAll(() => kit.close());

const inside = (target: string, more: Partial<Effect> = {}): Effect => ({
  type: 'write',
  target,
  insideWorkspace: true,
  ...more,
});
const outside = (target: string, type: 'read' | 'write' = 'write'): Effect => ({
  type,
  target,
  insideWorkspace: false,
});

const byTools: [string, () => Effect[]][] = [
  ['write the rules of the folder', () => [inside('.limpet/permissions.json')]],
  ['write them in another case', () => [inside('.LIMPET/permissions.json')]],
  ['delete them', () => [inside('.limpet/permissions.json', { delete: true })]],
  ['move their folder away', () => [inside('.limpet', { delete: true })]],
  ['write a hook of Git', () => [inside('.git/hooks/pre-commit')]],
  ['write Git’s settings', () => [inside('.git/config')]],
  ['write a submodule’s settings', () => [inside('.git/modules/a/config')]],
  ['write the database', () => [outside(join(kit.data, 'limpet.db'))]],
  ['write config.json', () => [outside(join(kit.data, 'config.json'))]],
  ['read the gateway’s token', () => [outside(join(kit.data, 'gateway.token'), 'read')]],
  ['write a skill of the app', () => [outside(join(kit.data, 'skills/x/SKILL.md'))]],
  ['write a start-up file of the shell', () => [outside(join(kit.home, '.bashrc'))]],
  ['write what runs at login', () => [outside(join(kit.home, '.config/autostart/x.desktop'))]],
  ['write a service of the login', () => [outside(join(kit.home, '.config/systemd/user/x.service'))]],
  ['change a setting', () => [{ type: 'policy', target: 'settings.permissions.mode' }]],
  ['change a rule along with a harmless file', () => [inside('a.txt'), { type: 'policy', target: 'rules' }]],
];
const byCommands = [
  'cp wide.json .limpet/permissions.json',
  'tee .limpet/permissions.json',
  'mv .limpet elsewhere',
  'rm -rf .limpet',
  'cp x .git/hooks/pre-commit',
  'git config core.hooksPath x',
  'git -c core.hooksPath=x commit -m x',
  'cd .limpet && tee permissions.json',
  'cat ../.limpet/limpet.db',
  'cp evil.sh ../.bashrc',
  'bash -c "limpet permissions add"',
  'echo \'{"rules":[]}\' > .limpet/permissions.json',
] as const;

describe('a tool that lowers its own guard', () => {
  it('has been thought of in 25 ways', () => expect(byTools.length + byCommands.length).toBeGreaterThanOrEqual(25));

  it.each(byTools)('cannot %s [T20]', async (_what, effects) => {
    expect(await kit.answer(kit.request(effects()))).not.toBe('allow');
  });

  it.each(byCommands)('cannot run %s by itself [T20]', async (command) => {
    expect(await kit.answer(await kit.command(command))).not.toBe('allow');
  });

  it('is given no word for more than its plan: a question about itself offers neither grant nor rule [T20]', async () => {
    const grant = { key: 'policy:all', title: { key: 'tools.grant_write', params: {} } };
    const { approval } = await kit.ask(kit.request([{ type: 'policy', target: 'rules' }], { sessionGrant: grant }));
    expect([approval.sessionGrant, approval.always, approval.proposal]).toEqual([undefined, undefined, undefined]);
  });
});
