// Changes of what the agent may do, as entries of the account.
import type { ActivityFact } from '#main/contract/activity.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Mode, ModeState } from '#main/contract/permissions.ts';
import type { RuleDraft, Words } from '#main/contract/policy.ts';
import { wordsOf } from '#main/contract/rule-words.ts';
import type { PlacedActivity } from '#main/platform/store/port/activity.ts';

type Title = Extract<ActivityFact, { type: 'noted' }>['title'];

const noted = (at: number, title: Title, by: 'person' | 'limpet' = 'person'): PlacedActivity => ({
  at,
  fact: { type: 'noted', by, title },
});

export function notedRule(
  what: 'added' | 'changed' | 'removed',
  { answer, match, workspace }: Pick<RuleDraft, 'answer' | 'match' | 'workspace'>,
  at: number,
): PlacedActivity {
  const { key: matchKey, params } = wordsOf(match);
  const folder = workspace === undefined ? {} : { folder: workspace };
  const key = `activity.rule_${what}${workspace === undefined ? '' : '_in'}`;
  return noted(at, { key, params: { answerKey: `permissions.answer_${answer}`, matchKey, ...params, ...folder } });
}

export function notedGrant(
  what: 'given' | 'taken',
  { key, params }: Words,
  o: { sessionId: SessionId; at: number },
): PlacedActivity {
  const title = { key: `activity.grant_${what}`, params: { ...params, grantKey: key } };
  return { ...noted(o.at, title), sessionId: o.sessionId };
}

export function notedMode(mode: Mode, o: { sessionId: SessionId; at: number }): PlacedActivity {
  if (mode.type !== 'trusted') {
    const title = { key: 'activity.mode_set', params: { modeKey: `permissions.mode_${mode.type}` } };
    return { ...noted(o.at, title), sessionId: o.sessionId };
  }
  const { what, folders, hosts, budget } = mode.task;
  const params = {
    ...{ what, folders: [...folders].join(', ') || '–', hosts: [...hosts].join(', ') || '–' },
    ...{ calls: String(budget.calls), cost: String(budget.costUsd) },
  };
  return { ...noted(o.at, { key: 'activity.mode_trusted', params }), sessionId: o.sessionId };
}

export const notedEnd = (
  why: NonNullable<ModeState['ended']>,
  o: { sessionId: SessionId; at: number },
): PlacedActivity => ({
  ...noted(o.at, { key: `permissions.mode_ended_${why}`, params: {} }, 'limpet'),
  sessionId: o.sessionId,
});
