// Rows of reflexes and of what came of them, read with care: one that says something unknown does nothing.
import { z } from 'zod';
import { ErrorData } from '#main/contract/errors.ts';
import { ReflexId, SessionId } from '#main/contract/ids.ts';
import { ReflexEvent, ReflexRule } from '#main/contract/reflexes.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { StoredReflex } from '#main/platform/store/port/reflexes.ts';

export type ReflexRow = {
  id: string;
  revision: number;
  rule: string;
  drafted_in: string | null;
  changed_at: number;
  approved_hash: string | null;
  state: string | null;
};

export const reflexColumns = 'id, revision, rule, drafted_in, changed_at, approved_hash, state';

export function toReflex(row: ReflexRow): StoredReflex | undefined {
  const rule = ReflexRule.safeParse(parseJson(row.rule));
  const id = ReflexId.safeParse(row.id);
  if (!rule.success || !id.success) return undefined;
  const draftedIn = SessionId.safeParse(row.drafted_in).data;
  return {
    ...{ id: id.data, revision: row.revision, rule: rule.data, changedAt: row.changed_at },
    ...(draftedIn === undefined ? {} : { draftedIn }),
    ...(row.approved_hash === null ? {} : { approvedHash: row.approved_hash }),
    ...(row.state === null ? {} : { state: parseJson(row.state) }),
  };
}

export type ReflexEventRow = {
  n: number;
  reflex_id: string;
  at: number;
  type: string;
  value: number | null;
  texts: string;
  outcome: string;
  error: string | null;
};

export const eventColumns = 'n, reflex_id, at, type, value, texts, outcome, error';

const Texts = z.array(z.string());

export function toEvent(row: ReflexEventRow): ReflexEvent | undefined {
  const error = row.error === null ? undefined : ErrorData.safeParse(parseJson(row.error)).data;
  return ReflexEvent.safeParse({
    ...{ n: row.n, reflexId: row.reflex_id, at: row.at, type: row.type, outcome: row.outcome },
    texts: Texts.safeParse(parseJson(row.texts)).data ?? [],
    ...(row.value === null ? {} : { value: row.value }),
    ...(error === undefined ? {} : { error }),
  }).data;
}
