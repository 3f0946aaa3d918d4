// Rows of a real database that were damaged: what they may have refused does not run by itself, and the person is told.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Effect } from '#main/contract/messages.ts';
import type { RuleDraft } from '#main/contract/policy.ts';
import { createPolicyKit, type PolicyKit } from '../testing/policy-kit.ts';

const fetchOf = (host: string): Effect => ({ type: 'network', target: `https://${host}` });
const read = (target: string): Effect => ({ type: 'read', target, insideWorkspace: true });
const deny = (match: RuleDraft['match']): RuleDraft => ({ answer: 'deny', match, why: 'Never' });
const evil = deny({ type: 'host', host: 'evil.test' });
const plan = deny({ type: 'path', access: 'any', glob: './plans/**' });

let kit: PolicyKit;
beforeEach(async () => {
  kit = await createPolicyKit();
  await kit.permissions.modes.set(kit.sessionId, { type: 'work' });
});
afterEach(() => kit.close());

/** Writes into the database behind the back of a program that is not running. */
async function damage(sql: string) {
  await kit.restart();
  const database = new Database(join(kit.data, 'limpet.db'));
  database.prepare(sql).run();
  database.close();
  await kit.restart();
}
const answer = (...effects: Effect[]) => kit.answer(kit.request(effects));
const book = () => kit.permissions.book.read({ workspace: kit.workspace });

describe('a damaged rule', () => {
  it('still denies what its second place says, and is no rule like others', async () => {
    await kit.permissions.book.add(evil);
    await damage(`UPDATE rules SET match = '{"type":"host","ho'`);
    expect(await answer(fetchOf('evil.test'))).toBe('deny');
    expect(await answer(read('a.txt'))).toBe('allow');
    const { rules, damaged } = await book();
    expect(rules.filter(({ scope }) => scope === 'person')).toEqual([]);
    expect(damaged).toMatchObject([{ effect: 'holds', draft: evil, why: 'Never' }]);
  });

  it('is found also where it can be read, and says something else than it did', async () => {
    await kit.permissions.book.add(plan);
    expect(await answer(read('plans/a.txt'))).toBe('deny');
    await damage(`UPDATE rules SET match = replace(match, 'plans', 'plank')`);
    expect(await answer(read('plans/a.txt'))).toBe('deny');
    expect((await book()).damaged).toMatchObject([{ effect: 'holds' }]);
    expect((await book()).damaged?.[0]?.draft).toBeUndefined();
  });

  it('asks about all of its kind where nothing but the kind is left, and about everything where not even that is', async () => {
    await kit.permissions.book.add(plan);
    await damage(`UPDATE rules SET match = '{"type":"path","acc', same = 'x', answer = 'dxny'`);
    expect(await answer(read('a.txt'))).toBe('ask');
    expect(await kit.answer(await kit.command('ls'))).toBe('ask');
    await damage(`UPDATE rules SET match = 'x'`);
    const reasons = (
      await kit.permissions.decideNow(kit.request([read('a.txt')], { policy: { allow: ['read'], interactive: false } }))
    )?.reasons;
    expect(reasons?.[0]).toMatchObject({ answer: 'ask', words: { key: 'policy.damaged_ask' } });
    expect((await book()).damaged).toMatchObject([{ effect: 'asks' }]);
  });

  it('allows nothing where it allowed something, and stands in nobody’s way', async () => {
    await kit.permissions.book.add({ ...evil, answer: 'allow' });
    expect(await answer(fetchOf('evil.test'))).toBe('allow');
    await damage(`UPDATE rules SET match = '{'`);
    expect(await answer(fetchOf('evil.test'))).toBe('ask');
    expect(await answer(read('a.txt'))).toBe('allow');
    expect((await book()).damaged).toMatchObject([{ effect: 'nothing' }]);
  });

  it('holds nowhere but in its folder, while that can be read', async () => {
    await kit.permissions.book.add({ ...plan, workspace: '/elsewhere' });
    await damage(`UPDATE rules SET match = 'x', same = 'x'`);
    expect(await answer(read('a.txt'))).toBe('allow');
  });

  it('is written anew or taken away by the person, also where its id is lost', async () => {
    await kit.permissions.book.add(evil);
    await kit.permissions.book.add(plan);
    await damage(`UPDATE rules SET id = 'no id of ours ' || n`);
    const [first, second] = (await book()).damaged ?? [];
    if (first?.draft === undefined || second === undefined) throw new Error('both are damaged, and readable');
    await kit.permissions.book.change(first.id, first.draft);
    expect(await kit.permissions.book.remove(second.id)).toBe(true);
    const after = await book();
    expect(after.damaged).toBeUndefined();
    expect(after.rules.filter(({ scope }) => scope === 'person')).toMatchObject([
      { answer: 'deny', match: plan.match },
    ]);
    expect(await answer(read('plans/a.txt'))).toBe('deny');
    expect(await answer(fetchOf('evil.test'))).toBe('ask');
  });
});

describe('a damaged mode of a chat', () => {
  it('is the narrowest', async () => {
    await damage(`UPDATE session_modes SET mode = '{"type":"w'`);
    expect(await answer({ type: 'write', target: 'a.txt', insideWorkspace: true })).toBe('deny');
  });
});
