// What the shell knows of the work: followed over the wire like by any other client, as one value.
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { StreamItem } from '#main/contract/kernel.ts';
import type { Approval, Session } from '#main/contract/messages.ts';
import type { Question } from '#main/contract/questions.ts';
import type { ReflexNews } from '#main/contract/reflexes.ts';
import type { SessionsEvent } from '#main/contract/sessions.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { Log } from '#main/platform/base/log.ts';

export type WorkFacts = {
  /** Undefined until the list has come: before that nothing is news. */
  readonly sessions: ReadonlyMap<SessionId, Session> | undefined;
  readonly approvals: readonly Approval[] | undefined;
  readonly questions: readonly Question[] | undefined;
  /** What reflexes tell the person. */
  readonly news: readonly ReflexNews[] | undefined;
  readonly settings: Settings | undefined;
  readonly isPaused: boolean;
  /** The emergency stop of devices is on. */
  readonly isBenchStopped: boolean;
};

export const noFacts: WorkFacts = {
  sessions: undefined,
  approvals: undefined,
  questions: undefined,
  news: undefined,
  settings: undefined,
  isPaused: false,
  isBenchStopped: false,
};

/** How much waits for the person's answer. */
export const waitingIn = ({ approvals, questions }: WorkFacts) => (approvals?.length ?? 0) + (questions?.length ?? 0);

/** The list after an event. Archived and deleted chats are none that a shell shows. */
export function applySessions(known: WorkFacts['sessions'], event: SessionsEvent): WorkFacts['sessions'] {
  if (event.type === 'snapshot') return new Map(event.sessions.map((session) => [session.id, session]));
  const next = new Map(known);
  if (event.type === 'removed') next.delete(event.sessionId);
  else if (event.session.archived || event.session.deletedAt !== undefined) next.delete(event.session.id);
  else next.set(event.session.id, event.session);
  return next;
}

export type FollowFacts = {
  readonly api: Pick<LimpetClient, 'sessions' | 'approvals' | 'questions' | 'reflexes' | 'settings' | 'work' | 'bench'>;
  readonly onFacts: (facts: WorkFacts) => void;
  readonly log: Log;
};

/** Lasts until the signal aborts. A stream that breaks is told to the log; the others go on. */
export async function followFacts({ api, onFacts, log }: FollowFacts, signal: AbortSignal): Promise<void> {
  let facts = noFacts;
  const set = (more: Partial<WorkFacts>) => {
    facts = { ...facts, ...more };
    onFacts(facts);
  };
  const follow = async <T>(items: AsyncIterable<StreamItem<T>>, take: (data: T) => void) => {
    try {
      for await (const { data } of items) take(data);
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) log.error('the shell lost a stream', { error });
    }
  };
  await Promise.all([
    follow(api.sessions.watch({}, { signal }), (event) => set({ sessions: applySessions(facts.sessions, event) })),
    follow(api.approvals.watch({}, { signal }), ({ approvals }) => set({ approvals })),
    follow(api.questions.watch({}, { signal }), ({ questions }) => set({ questions })),
    follow(api.reflexes.follow({}, { signal }), ({ news }) => set({ news })),
    follow(api.settings.watch({}, { signal }), (settings) => set({ settings })),
    follow(api.bench.follow({}, { signal }), ({ isStopped }) => set({ isBenchStopped: isStopped })),
    follow(api.work.watch({}, { signal }), ({ paused }) => set({ isPaused: paused })),
  ]);
}
