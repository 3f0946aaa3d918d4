// Which hosts are ones that the person wrote down by name: the only rules by which reading is no new way out.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApprovalId, RuleId } from '#main/contract/ids.ts';
import type { RuleDraft } from '#main/contract/policy.ts';
import { createPolicyKit, type PolicyKit } from '../testing/policy-kit.ts';

let kit: PolicyKit;
beforeEach(async () => {
  kit = await createPolicyKit();
});
afterEach(() => kit.close());

describe('a host that the person named in a rule of their own', () => {
  const names = (host: string, port = 443) => kit.permissions.book.namesHost({ workspace: kit.workspace, host, port });
  const allow = (match: RuleDraft['match'], more: Partial<RuleDraft> = {}) =>
    kit.permissions.book.add({ answer: 'allow', match, why: '', ...more });

  it('is named, and no other, by no pattern, elsewhere or afterwards [T23]', async () => {
    await allow({ type: 'host', host: 'api.mine.test' });
    await allow({ type: 'host', host: '*.wide.test' });
    await allow({ type: 'host', host: '*' });
    await allow({ type: 'host', host: 'other.test' }, { workspace: '/elsewhere' });
    await allow({ type: 'host', host: 'old.test' }, { expiresAt: kit.clock.now() });
    await allow({ type: 'host', host: 'asks.test' }, { answer: 'ask' });
    expect(await names('API.mine.test.')).toBe(true);
    for (const host of [
      'mine.test',
      'x.api.mine.test',
      'a.wide.test',
      'evil.test',
      'other.test',
      'old.test',
      'asks.test',
    ])
      expect(await names(host), host).toBe(false);
    expect(await names('api.mine.test', 8080)).toBe(false);
  });

  it('is not named by a rule that came from a question [T23]', async () => {
    const rule = { id: RuleId.parse('r9'), answer: 'allow', why: '', createdAt: 1 } as const;
    const match = { type: 'host', host: 'asked.test' } as const;
    const noted = { at: 1, fact: { type: 'noted', by: 'person', title: { key: 'x.y', params: {} } } } as const;
    await kit.store.rules.add({ ...rule, match, approvalId: ApprovalId.parse('ap') }, noted);
    expect(await names('asked.test')).toBe(false);
  });
});
