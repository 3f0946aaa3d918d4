// Questions to the person: each is answered once, for exactly what was shown.
import type { SessionId } from '#main/contract/ids.ts';
import { Approval } from '#main/contract/messages.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { ApprovalStore } from '#main/platform/store/port.ts';
import { createActivityWrites } from '../activity/activity-writes.ts';
import { conflict, notFound } from '../connection/store-errors.ts';
import { createRuleWrites } from '../rules/rule-writes.ts';
import type { Shared } from '../shared.ts';
import { createOpenApprovals } from './open-approvals.ts';
import { createTurnGate } from './turn-rows.ts';

type ApprovalRow = {
  n: number;
  session_n: number;
  plan_hash: string;
  state: 'pending' | 'decided' | 'expired';
  expires_at: number;
  approval: string;
  title: string;
};
type Decision = Parameters<ApprovalStore['decide']>[0];

/** With the session's title of now; undefined for a damaged row. */
const read = (row: ApprovalRow): Approval | undefined => {
  const parsed = Approval.safeParse(parseJson(row.approval)).data;
  return parsed === undefined ? undefined : { ...parsed, sessionTitle: row.title };
};

export function createApprovals({ writer, reader, own, seen, run }: Shared): ApprovalStore {
  const select = 'SELECT a.*, s.title FROM approvals a JOIN sessions s ON s.n = a.session_n';
  const find = writer.query<[string], ApprovalRow>(`${select} WHERE a.id = (SELECT ?)`);
  const insert = writer.query<
    [{ id: string; session: number; turn: number; hash: string; expires: number; approval: string }]
  >(`
    INSERT INTO approvals (id, session_n, turn_n, plan_hash, expires_at, approval)
    VALUES (@id, @session, @turn, @hash, @expires, @approval)`);
  const setAsking = writer.query<[number]>("UPDATE sessions SET status = 'asking' WHERE n = ?");
  const markAsking = writer.query<[number]>("UPDATE sessions SET status = 'asking' WHERE n = ? AND status = 'running'");
  const settle = writer.query<[{ n: number; state: string; decision: string | null; now: number }]>(
    'UPDATE approvals SET state = @state, decision = @decision, decided_at = @now WHERE n = @n',
  );
  const grantIt = writer.query<[number, string, number, string]>(
    'INSERT INTO grants (session_n, grant_key, granted_at, words) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const rules = createRuleWrites(writer);
  const activity = createActivityWrites(writer);
  const granted = reader.query<[number, string], { n: number }>(
    'SELECT session_n AS n FROM grants WHERE session_n = ? AND grant_key = ?',
  );
  const pending = reader.query<[], ApprovalRow>(
    `SELECT a.*, s.title FROM approvals a INDEXED BY approvals_pending JOIN sessions s ON s.n = a.session_n
    WHERE a.state = 'pending' AND s.deleted_at IS NULL ORDER BY a.n LIMIT 1000`,
  );
  const gate = createTurnGate(writer, own);
  const open = createOpenApprovals(writer);

  const found = (id: string): ApprovalRow => {
    const row = find.get(id);
    if (row === undefined) throw notFound('approval');
    return row;
  };
  const ask = (a: Approval) => {
    const session = own.sessions.byId(a.sessionId);
    const turn = gate.byId(a.turnId);
    if (turn.state !== 'running' || turn.session_n !== session.n) {
      throw conflict('The turn that asks has ended.', 'turn_ended');
    }
    if (find.get(a.id) !== undefined) throw conflict('This was asked already.', 'approval_asked');
    const approval = JSON.stringify(a);
    insert.run({ id: a.id, session: session.n, turn: turn.n, hash: a.planHash, expires: a.expiresAt, approval });
    setAsking.run(session.n);
  };
  const decide = ({ id, planHash, decision, grant, rule, noted, now }: Decision): Approval => {
    const row = found(id);
    if (row.state === 'decided') throw conflict('This question was answered already.', 'approval_decided');
    if (row.state === 'expired' || now >= row.expires_at) {
      throw conflict('This question has expired. Ask Limpet to try again.', 'approval_expired');
    }
    if (row.plan_hash !== planHash) throw conflict('This question has changed. Look at it again.', 'approval_changed');
    const approval = read(row);
    if (approval === undefined) throw conflict('This question was damaged on the disk. Deny it.', 'approval_changed');
    settle.run({ n: row.n, state: 'decided', decision, now });
    let isNew = false;
    if (decision === 'session' && grant !== undefined)
      isNew = grantIt.run(row.session_n, grant.key, now, JSON.stringify(grant.words)) > 0;
    if (decision === 'always' && rule !== undefined && !rules.isThere(rule)) {
      rules.put(rule);
      isNew = true;
    }
    if (isNew && noted !== undefined) activity.append(noted, [noted]);
    if (approval.shape !== undefined) rules.countAnswer(approval.shape, { decision, now });
    open.settleStatus(row.session_n);
    return approval;
  };
  const expire = (id: string, now: number) => {
    const row = found(id);
    if (row.state !== 'pending') return;
    settle.run({ n: row.n, state: 'expired', decision: null, now });
    open.settleStatus(row.session_n);
  };
  const mark = (sessionId: SessionId, isAsking: boolean) => {
    const { n } = own.sessions.byId(sessionId);
    if (isAsking) markAsking.run(n);
    else open.settleStatus(n);
  };
  return {
    mark: (sessionId, isAsking) => run(() => writer.step('relaxed', () => mark(sessionId, isAsking))),
    ask: (a) => run(() => writer.step('full', () => ask(a))),
    decide: (o) => run(() => writer.step('full', () => decide(o))),
    expire: (id, now) => run(() => writer.step('full', () => expire(id, now))),
    pending: () =>
      run(() =>
        pending.all().flatMap((row) => {
          const approval = read(row);
          return approval === undefined ? [] : [approval];
        }),
      ),
    hasGrant: (sessionId: SessionId, grantKey) =>
      run(() => granted.get(seen.sessions.byId(sessionId).n, grantKey) !== undefined),
  };
}
