// Rules as rows, and answers counted by their shape; shared by the rules themselves and the approvals that write them.
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { StoredRule } from '#main/platform/store/port/rules.ts';
import type { Connection } from '../connection/connection.ts';
import { sameOf } from './read-rule.ts';

export interface RuleWrites {
  /** Another one that says the same. */
  isThere(rule: Pick<StoredRule, 'id' | 'answer' | 'match' | 'workspace'>): boolean;
  put(rule: StoredRule): void;
  countAnswer(shape: string, o: { decision: ApprovalDecision; now: number }): void;
}

export function createRuleWrites({ query }: Connection): RuleWrites {
  const find = query<[string, string], { id: string }>('SELECT id FROM rules WHERE same = ? AND id <> ?');
  const put = query<[Readonly<Record<string, string | number | null>>]>(`
    INSERT INTO rules (id, answer, match, why, workspace, expires_at, created_at, approval_id, same)
    VALUES (@id, @answer, @match, @why, @workspace, @expires, @created, @approval, @same)
    ON CONFLICT (id) DO UPDATE SET answer = excluded.answer, match = excluded.match, why = excluded.why,
      workspace = excluded.workspace, expires_at = excluded.expires_at, same = excluded.same`);
  const allow = query<[string, number]>(`
    INSERT INTO shapes (shape, allowed, last_at) VALUES (?, 1, ?)
    ON CONFLICT (shape) DO UPDATE SET allowed = allowed + 1, last_at = excluded.last_at`);
  const forget = query<[string]>('DELETE FROM shapes WHERE shape = ?');
  return {
    isThere: (rule) => find.get(sameOf(rule), rule.id) !== undefined,
    put: (rule) =>
      void put.run({
        id: rule.id,
        answer: rule.answer,
        match: JSON.stringify(rule.match),
        why: rule.why,
        workspace: rule.workspace ?? null,
        expires: rule.expiresAt ?? null,
        created: rule.createdAt,
        approval: rule.approvalId ?? null,
        same: sameOf(rule),
      }),
    countAnswer(shape, { decision, now }) {
      if (decision === 'deny' || decision === 'deny_stop') forget.run(shape);
      else allow.run(shape, now);
    },
  };
}
