// What the system is asked to tell the person, and with which buttons; decided from what changed.
import type { SessionId } from '#main/contract/ids.ts';
import type { Approval, Session } from '#main/contract/messages.ts';
import type { Question } from '#main/contract/questions.ts';
import type { ReflexNews } from '#main/contract/reflexes.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { WorkFacts } from '../tray/work-facts.ts';

export type NoticeMode = Settings['desktop']['notifications'];
export type Notice =
  /** `others`: questions of the same chat that came with it; one notification is for all of them. */
  | { readonly type: 'ask'; readonly approval: Approval; readonly others: number }
  | { readonly type: 'question'; readonly question: Question }
  | { readonly type: 'reflex'; readonly news: ReflexNews }
  | { readonly type: 'ended'; readonly session: Session; readonly hasFailed: boolean };
export type NoticePlan = { readonly show: readonly Notice[]; readonly close: readonly string[] };

/** What a notification of it is known by. */
export const reflexKey = ({ n, outcome }: ReflexNews) => `reflex ${n} ${outcome === 'running' ? 'done' : outcome}`;

/** Whoever waits less is still looking. */
const longTurnMs = 15_000;

export type PlanInput = {
  readonly before: WorkFacts;
  readonly after: WorkFacts;
  readonly mode: NoticeMode;
  /** Somebody looks at a window of ours. */
  readonly isLooking: boolean;
  /** When the turn that just ended in this chat began. */
  readonly startedAt: (sessionId: SessionId) => number | undefined;
  readonly now: number;
};

const isRunning = (session: Session | undefined) => session?.status === 'running' || session?.status === 'asking';

function ended({ before, after, startedAt, now }: PlanInput): Notice[] {
  if (before.sessions === undefined || after.sessions === undefined) return [];
  return [...after.sessions.values()].flatMap((session): Notice[] => {
    if (!isRunning(before.sessions?.get(session.id)) || isRunning(session)) return [];
    const began = startedAt(session.id);
    const hasFailed = session.status === 'failed';
    const isLong = began !== undefined && now - began >= longTurnMs;
    // Stopped by a hand or by the end of the app: whoever did it knows.
    if (session.status === 'interrupted' || (!hasFailed && !isLong)) return [];
    return [{ type: 'ended', session, hasFailed }];
  });
}

export function planNotices(input: PlanInput): NoticePlan {
  const { before, after, mode, isLooking } = input;
  const idsOf = ({ approvals = [], questions = [], news = [] }: WorkFacts) =>
    new Set<string>([...[...approvals, ...questions].map(({ id }) => id), ...news.map(reflexKey)]);
  const known = idsOf(before);
  const open = idsOf(after);
  const close = [...known].filter((id) => !open.has(id));
  if (mode === 'off' || isLooking) return { show: [], close };
  const fresh = (after.approvals ?? []).filter(({ id }) => !known.has(id));
  const asks = fresh.flatMap((approval, n): Notice[] => {
    const sameChat = fresh.filter(({ sessionId }) => sessionId === approval.sessionId);
    return fresh.indexOf(sameChat[0] ?? approval) < n ? [] : [{ type: 'ask', approval, others: sameChat.length - 1 }];
  });
  const questions = (after.questions ?? [])
    .filter(({ id }) => !known.has(id))
    .map((question): Notice => ({ type: 'question', question }));
  // What waited when the shell began is no news: the inbox has it.
  const told = (before.news === undefined ? [] : (after.news ?? []))
    .filter((news) => !known.has(reflexKey(news)))
    .map((news): Notice => ({ type: 'reflex', news }));
  const waiting = [...asks, ...questions, ...told];
  return { show: mode === 'all' ? [...waiting, ...ended(input)] : waiting, close };
}
