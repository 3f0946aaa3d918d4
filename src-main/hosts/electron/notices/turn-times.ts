// When the running turn of each chat began, as the shell saw it: short ones are not worth a notification.
import type { SessionId } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { WorkFacts } from '../tray/work-facts.ts';

export interface TurnTimes {
  follow(before: WorkFacts['sessions'], after: WorkFacts['sessions']): void;
  /** Also of a turn that has just ended; forgotten when the next begins. */
  startedAt(sessionId: SessionId): number | undefined;
}

export function createTurnTimes(clock: Pick<Clock, 'now'>): TurnTimes {
  const started = new Map<SessionId, number>();
  return {
    follow(before, after) {
      for (const { id, status } of after?.values() ?? []) {
        const was = before?.get(id)?.status;
        const isAtWork = status === 'running' || status === 'asking';
        if (isAtWork && was !== 'running' && was !== 'asking') started.set(id, clock.now());
      }
      for (const id of started.keys()) if (after?.has(id) !== true) started.delete(id);
    },
    startedAt: (sessionId) => started.get(sessionId),
  };
}
