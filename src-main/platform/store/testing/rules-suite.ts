// Rules, grants and modes as the store keeps them.
import { describe, expect, it } from 'vitest';
import { ApprovalId, RuleId } from '#main/contract/ids.ts';
import type { PlacedActivity } from '../port/activity.ts';
import type { StoredRule } from '../port/rules.ts';
import type { Bench } from './store-suite.ts';

export function rulesSuite({ store, talk, reopen }: Bench): void {
  const rule = (id: string, change: Partial<StoredRule> = {}): StoredRule => ({
    ...{ id: RuleId.parse(id), answer: 'allow', why: 'mine', createdAt: 5 },
    match: { type: 'command', argv: ['npm', 'test'] },
    ...change,
  });
  const noted: PlacedActivity = { at: 7, fact: { type: 'noted', by: 'person', title: { key: 'x.y', params: {} } } };
  const account = async () => (await store().activity.list({ limit: 100 })).entries.length;
  const sameRule = { code: 'conflict', details: { reason: 'same_rule' } };

  describe('rules', () => {
    it('keeps them over a restart, newest first, and the same one once', async () => {
      await store().rules.add(rule('a'), noted);
      await store().rules.add(rule('b', { workspace: '/w', expiresAt: 9, approvalId: ApprovalId.parse('ap') }), noted);
      await expect(store().rules.add(rule('c'), noted)).rejects.toMatchObject(sameRule);
      expect(await (await reopen()).rules.list()).toEqual({
        rules: [rule('b', { workspace: '/w', expiresAt: 9, approvalId: ApprovalId.parse('ap') }), rule('a')],
        damaged: [],
      });
    });

    it('changes and removes one, and refuses a change into another that is there', async () => {
      await store().rules.add(rule('a'), noted);
      await store().rules.add(rule('b', { answer: 'deny' }), noted);
      await store().rules.noteUses([{ ruleId: 'a', matches: 2, at: 7 }]);
      const { createdAt: _made, ...change } = rule('a', { why: 'new', match: { type: 'tool', tool: 'x' } });
      expect(await store().rules.change(change, noted)).toEqual({ ...change, createdAt: 5 });
      expect((await store().rules.uses()).get('a')).toBeUndefined();
      await expect(store().rules.change({ ...change, id: RuleId.parse('b') }, noted)).rejects.toMatchObject(sameRule);
      await expect(store().rules.change({ ...change, id: RuleId.parse('z') }, noted)).rejects.toMatchObject({
        code: 'not_found',
      });
      expect(await store().rules.remove(RuleId.parse('a'), noted)).toBe(true);
      expect(await store().rules.remove(RuleId.parse('a'), noted)).toBe(false);
      expect((await store().rules.list()).rules).toHaveLength(1);
      // Two added, one changed, one removed; what was refused or was not there is no entry.
      expect(await account()).toBe(4);
    });

    it('adds uses up', async () => {
      await store().rules.noteUses([{ ruleId: 'floor.keys', matches: 2, at: 7 }]);
      await store().rules.noteUses([{ ruleId: 'floor.keys', matches: 1, at: 6 }]);
      expect((await (await reopen()).rules.uses()).get('floor.keys')).toEqual({ matches: 3, lastMatchedAt: 7 });
    });

    it('keeps the mode of a session, counts calls of its task, and ends it', async () => {
      const { id } = await talk().session('Title');
      expect(await store().rules.mode(id)).toBeUndefined();
      const task = { what: 'tidy', folders: [], hosts: [], until: 99, budget: { calls: 3, costUsd: 1 } };
      await store().rules.setMode(id, { mode: { type: 'trusted', task }, now: 10, noted });
      expect(await store().rules.countCall(id)).toBe(1);
      expect(await store().rules.countCall(id)).toBe(2);
      expect(await (await reopen()).rules.mode(id)).toEqual({ mode: { type: 'trusted', task }, setAt: 10, calls: 2 });
      await store().rules.endTask(id, { mode: { type: 'work' }, why: 'calls', noted });
      expect(await store().rules.mode(id)).toMatchObject({ mode: { type: 'work' }, ended: 'calls' });
      await store().rules.setMode(id, { mode: { type: 'look' }, now: 11, noted });
      expect(await store().rules.mode(id)).toEqual({ mode: { type: 'look' }, setAt: 11, calls: 0 });
    });
  });
}
