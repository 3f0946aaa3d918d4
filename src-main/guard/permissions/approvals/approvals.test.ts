// Answers: for exactly this from now on, for many of one shape, and a rule that is proposed after three.
import { afterEach, describe, expect, it } from 'vitest';
import type { Effect } from '#main/contract/messages.ts';
import { createPolicyKit, type PolicyKit } from '../testing/policy-kit.ts';

const kits: PolicyKit[] = [];
const setUp = async () => {
  const kit = await createPolicyKit();
  kits.push(kit);
  return kit;
};
afterEach(async () => {
  for (const kit of kits.splice(0)) await kit.close();
});

const write = (target: string): Effect => ({ type: 'write', target, insideWorkspace: true });
const answerOf = (approval: { id: PolicyKit['sessionId'] | string; planHash: string }) => ({
  approvalId: approval.id as never,
  planHash: approval.planHash,
});

describe('always for exactly this', () => {
  it('writes a rule that matches this and nothing wider, and outlives a restart [T25]', async () => {
    const kit = await setUp();
    const { decision, approval } = await kit.ask(await kit.command('npm test -- a'));
    expect(approval.always).toMatchObject({ key: 'policy.always_command', params: { command: 'npm test -- a' } });
    await kit.permissions.answer({ ...answerOf(approval), decision: 'always' });
    expect(await decision).toMatchObject({ type: 'allow', by: 'person', scope: 'always' });
    await kit.restart();
    expect(await kit.answer(await kit.command('npm test -- a'))).toBe('allow');
    for (const other of [
      'npm test -- b',
      'npm test',
      'npm test -- a b',
      'npm test -- a && ls',
      'npm test -- a; ls',
      'NPM test -- a',
    ])
      expect(await kit.answer(await kit.command(other)), other).toBe('ask');
    expect(await kit.answer(await kit.command('npm test -- a', { network: true }))).toBe('ask');
    expect(await kit.answer(await kit.command('npm test -- a', { tool: 'other_tool' }))).toBe('ask');
    const { rules } = await kit.permissions.book.read({ workspace: kit.workspace });
    const [mine] = rules.filter((rule) => rule.scope === 'person');
    expect(mine).toMatchObject({ match: { type: 'exact' }, createdBy: { type: 'approval', approvalId: approval.id } });
    await kit.permissions.book.remove(mine?.id as never);
    expect(await kit.answer(await kit.command('npm test -- a'))).toBe('ask');
  });

  it('is not offered for what is not wholly known, runs another program, or asks by a rule [T17]', async () => {
    const kit = await setUp();
    for (const command of ['echo $X', 'bash -c ls', 'env ls', 'npm test > log']) {
      const { approval } = await kit.ask(await kit.command(command));
      expect(approval.always, command).toBeUndefined();
      await expect(kit.permissions.answer({ ...answerOf(approval), decision: 'always' })).rejects.toMatchObject({
        details: { reason: 'no_always' },
      });
    }
    await kit.permissions.book.add({ answer: 'ask', match: { type: 'tool', tool: '*' }, why: '' });
    const { approval } = await kit.ask(await kit.command('ls'));
    expect([approval.always, approval.sessionGrant]).toEqual([undefined, undefined]);
  });

  it('lets a grant of the chat cover exactly a script that is not known [T25]', async () => {
    const kit = await setUp();
    const { approval, decision } = await kit.ask(await kit.command('echo $X'));
    await kit.permissions.answer({ ...answerOf(approval), decision: 'session' });
    await decision;
    expect(await kit.answer(await kit.command('echo $X'))).toBe('allow');
    expect(await kit.answer(await kit.command('echo $Y'))).toBe('ask');
    const { rules } = await kit.permissions.book.read({ workspace: kit.workspace, sessionId: kit.sessionId });
    const grant = rules.find((rule) => rule.scope === 'session');
    expect(await kit.permissions.book.remove(grant?.id as never, kit.sessionId)).toBe(true);
    expect(await kit.answer(await kit.command('echo $X'))).toBe('ask');
  });
});

describe('groups', () => {
  it('take one answer for all of a shape, each with its own hash, and name what was left out [T25]', async () => {
    const kit = await setUp();
    const asked = await Promise.all(['a', 'b', 'c'].map((name) => kit.ask(kit.request([write(`docs/${name}.md`)]))));
    const shapes = new Set(asked.map(({ approval }) => approval.shape));
    expect(shapes.size).toBe(1);
    const members = asked.map(({ approval }) => answerOf(approval));
    const wrong = { approvalId: members[2]?.approvalId as never, planHash: 'f'.repeat(64) };
    const outcome = await kit.permissions.answerGroup({
      approvals: [...members.slice(0, 2), wrong],
      decision: 'once',
    });
    expect(outcome.decided).toEqual(members.slice(0, 2).map((member) => member.approvalId));
    expect(outcome.failed).toMatchObject([{ approvalId: wrong.approvalId, error: { code: 'conflict' } }]);
    expect(await asked[0]?.decision).toMatchObject({ type: 'allow', scope: 'once' });
    expect(await kit.permissions.pending()).toHaveLength(1);
  });

  it('refuse questions of different shapes, and answer none of them', async () => {
    const kit = await setUp();
    const one = await kit.ask(kit.request([write('docs/a.md')]));
    const other = await kit.ask(await kit.command('ls'));
    const approvals = [answerOf(one.approval), answerOf(other.approval)];
    await expect(kit.permissions.answerGroup({ approvals, decision: 'once' })).rejects.toMatchObject({
      details: { reason: 'mixed_group' },
    });
    expect(await kit.permissions.pending()).toHaveLength(2);
  });
});

describe('a proposal', () => {
  const answered = async (kit: PolicyKit, command: string, decision: 'once' | 'deny') => {
    const { approval, decision: done } = await kit.ask(await kit.command(command));
    await kit.permissions.answer({ ...answerOf(approval), decision });
    await done;
    return approval;
  };

  it('comes with the question after three equal yeses, and as a rule spares the next', async () => {
    const kit = await setUp();
    for (const word of ['a', 'b', 'c'])
      expect((await answered(kit, `npm test ${word}`, 'once')).proposal).toBeUndefined();
    await kit.restart();
    const { approval } = await kit.ask(await kit.command('npm test d'));
    expect(approval.proposal).toMatchObject({
      rule: { answer: 'allow', match: { type: 'command', argv: ['npm', 'test', '*'] }, workspace: kit.workspace },
      times: 3,
    });
    if (approval.proposal !== undefined) await kit.permissions.book.add(approval.proposal.rule);
    expect(await kit.answer(await kit.command('npm test e'))).toBe('allow');
    expect(await kit.answer(await kit.command('npm publish'))).toBe('ask');
  });

  it('does not come after a no in between, nor for another shape', async () => {
    const kit = await setUp();
    for (const decision of ['once', 'once', 'deny', 'once'] as const) await answered(kit, 'npm test', decision);
    expect((await answered(kit, 'npm test', 'once')).proposal).toBeUndefined();
    expect((await answered(kit, 'npm run x', 'once')).proposal).toBeUndefined();
  });
});
