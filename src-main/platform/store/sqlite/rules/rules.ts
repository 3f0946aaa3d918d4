// The person's rules, what sessions were granted, and their modes.
import { ApprovalId, type RuleId, type SessionId } from '#main/contract/ids.ts';
import { Mode, ModeState } from '#main/contract/permissions.ts';
import { Words } from '#main/contract/policy.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { PlacedActivity } from '#main/platform/store/port/activity.ts';
import type { RuleStore, StoredGrant, StoredMode, StoredRule } from '#main/platform/store/port/rules.ts';
import { createActivityWrites } from '../activity/activity-writes.ts';
import { conflict, notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';
import { damagedNumber, type RuleRow, readRule } from './read-rule.ts';
import { createRuleWrites } from './rule-writes.ts';

/** Runs a step that goes into the account when it changed something. */
type NotedStep = <T>(noted: PlacedActivity, work: () => T) => T;

function createNotedStep({ writer }: Shared): NotedStep {
  const activity = createActivityWrites(writer);
  return (noted, work) =>
    writer.step('full', () => {
      const done = work();
      if (done !== false) activity.append(noted, [noted]);
      return done;
    });
}

type RuleRows = Pick<RuleStore, 'list' | 'add' | 'change' | 'remove'>;

function createRuleRows({ writer, reader, run }: Shared, step: NotedStep): RuleRows {
  const columns = 'n, id, answer, match, why, workspace, expires_at, created_at, approval_id, same';
  const all = reader.query<[], RuleRow>(`SELECT ${columns} FROM rules ORDER BY n DESC`);
  const one = writer.query<[string], RuleRow>(`SELECT ${columns} FROM rules WHERE id = ?`);
  const numbered = writer.query<[number], RuleRow>(`SELECT ${columns} FROM rules WHERE n = ?`);
  const drop = writer.query<[number]>('DELETE FROM rules WHERE n = ?');
  const dropUses = writer.query<[string]>('DELETE FROM rule_uses WHERE rule_id = ?');
  const writes = createRuleWrites(writer);
  const put = (rule: StoredRule) => {
    if (writes.isThere(rule)) throw conflict('There is this rule already.', 'same_rule');
    writes.put(rule);
  };
  const rowOf = (id: string) => one.get(id) ?? numbered.get(damagedNumber(id));
  const change = (wanted: Parameters<RuleStore['change']>[0]): StoredRule => {
    const row = rowOf(wanted.id);
    if (row === undefined) throw notFound('rule');
    const approvalId = ApprovalId.safeParse(row.approval_id).data;
    const rule = { ...wanted, createdAt: row.created_at, ...(approvalId === undefined ? {} : { approvalId }) };
    if (row.id !== wanted.id) drop.run(row.n);
    put(rule);
    dropUses.run(rule.id);
    return rule;
  };
  const remove = (id: RuleId): boolean => {
    dropUses.run(id);
    const row = rowOf(id);
    return row !== undefined && drop.run(row.n) > 0;
  };
  return {
    list: () =>
      run(() => {
        const read = all.all().map(readRule);
        return {
          rules: read.flatMap((one) => (one.type === 'whole' ? [one.rule] : [])),
          damaged: read.flatMap((one) => (one.type === 'damaged' ? [one.rule] : [])),
        };
      }),
    add: (rule, noted) => run(() => step(noted, () => put(rule))),
    change: (rule, noted) => run(() => step(noted, () => change(rule))),
    remove: (id, noted) => run(() => step(noted, () => remove(id))),
  };
}

type ModeRow = { mode: string; set_at: number; calls: number; ended: string | null };

function toMode(row: ModeRow): StoredMode {
  // A damaged one may have been the narrowest.
  const mode: Mode = Mode.safeParse(parseJson(row.mode)).data ?? { type: 'look' };
  const ended = ModeState.shape.ended.safeParse(row.ended ?? undefined).data;
  return { mode, setAt: row.set_at, calls: row.calls, ...(ended === undefined ? {} : { ended }) };
}

type ModeRows = Pick<RuleStore, 'mode' | 'setMode' | 'countCall' | 'endTask'>;

function createModeRows({ writer, reader, own, seen, run }: Shared, step: NotedStep): ModeRows {
  const find = reader.query<[number], ModeRow>(
    'SELECT mode, set_at, calls, ended FROM session_modes WHERE session_n = ?',
  );
  const put = writer.query<[number, string, number]>(`
    INSERT INTO session_modes (session_n, mode, set_at) VALUES (?, ?, ?)
    ON CONFLICT (session_n) DO UPDATE SET mode = excluded.mode, set_at = excluded.set_at, calls = 0, ended = NULL`);
  const count = writer.query<[number], { calls: number }>(
    'UPDATE session_modes SET calls = calls + 1 WHERE session_n = ? RETURNING calls',
  );
  const end = writer.query<[string, string, number]>(
    'UPDATE session_modes SET mode = ?, ended = ? WHERE session_n = ?',
  );
  const numberOf = (id: SessionId) => own.sessions.byId(id).n;
  return {
    mode: (id) =>
      run(() => {
        const row = find.get(seen.sessions.byId(id).n);
        return row === undefined ? undefined : toMode(row);
      }),
    setMode: (id, { mode, now, noted }) =>
      run(() => step(noted, () => void put.run(numberOf(id), JSON.stringify(mode), now))),
    countCall: (id) => run(() => writer.step('relaxed', () => count.get(numberOf(id))?.calls ?? 0)),
    endTask: (id, { mode, why, noted }) =>
      run(() => step(noted, () => void end.run(JSON.stringify(mode), why, numberOf(id)))),
  };
}

export function createRules(shared: Shared): RuleStore {
  const { writer, reader, own, seen, run } = shared;
  const step = createNotedStep(shared);
  type GrantRow = { grant_key: string; granted_at: number; words: string | null };
  const grants = reader.query<[number], GrantRow>(
    'SELECT grant_key, granted_at, words FROM grants WHERE session_n = ? ORDER BY granted_at DESC, grant_key',
  );
  const dropGrant = writer.query<[number, string]>('DELETE FROM grants WHERE session_n = ? AND grant_key = ?');
  const uses = reader.query<[], { rule_id: string; matches: number; last_matched_at: number }>(
    'SELECT rule_id, matches, last_matched_at FROM rule_uses',
  );
  const use = writer.query<[string, number, number]>(`
    INSERT INTO rule_uses (rule_id, matches, last_matched_at) VALUES (?, ?, ?)
    ON CONFLICT (rule_id) DO UPDATE SET matches = matches + excluded.matches,
      last_matched_at = max(last_matched_at, excluded.last_matched_at)`);
  const spent = reader.query<[string, number], { usd: number }>(
    'SELECT coalesce(total(counted_usd), 0) AS usd FROM model_calls WHERE session_id = ? AND at >= ?',
  );
  const shape = reader.query<[string], { allowed: number }>('SELECT allowed FROM shapes WHERE shape = ?');
  const toGrant = (row: GrantRow): StoredGrant => {
    const words = Words.safeParse(parseJson(row.words ?? '')).data;
    return { key: row.grant_key, grantedAt: row.granted_at, ...(words === undefined ? {} : { words }) };
  };
  return {
    ...createRuleRows(shared, step),
    ...createModeRows(shared, step),
    grants: (id) => run(() => grants.all(seen.sessions.byId(id).n).map(toGrant)),
    removeGrant: (id, key, noted) => run(() => step(noted, () => dropGrant.run(own.sessions.byId(id).n, key) > 0)),
    uses: () =>
      run(
        () =>
          new Map(
            uses
              .all()
              .map((row) => [row.rule_id, { matches: row.matches, lastMatchedAt: row.last_matched_at }] as const),
          ),
      ),
    noteUses: (noted) =>
      run(() =>
        writer.step('relaxed', () => {
          for (const { ruleId, matches, at } of noted) use.run(ruleId, matches, at);
        }),
      ),
    spentSince: (id, since) => run(() => spent.get(id, since)?.usd ?? 0),
    allowedOf: (name) => run(() => shape.get(name)?.allowed ?? 0),
  };
}
