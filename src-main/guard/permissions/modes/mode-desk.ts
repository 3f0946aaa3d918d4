// The mode of each chat: kept over restarts; a trusted task ends by itself.

import { AppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Mode, ModeName, ModeState } from '#main/contract/permissions.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { RuleStore } from '#main/platform/store/port/rules.ts';
import { notedEnd, notedMode } from '../account.ts';

export type ModeDeskDeps = {
  readonly store: Pick<RuleStore, 'mode' | 'setMode' | 'countCall' | 'endTask' | 'spentSince'>;
  /** Of new chats. */
  readonly usual: () => Exclude<ModeName, 'trusted'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly onChange: (sessionId: SessionId) => void;
};

export interface ModeDesk {
  /** Ends a task whose time or budget is used up before it answers. */
  state(sessionId: SessionId): Promise<ModeState>;
  set(sessionId: SessionId, mode: Mode): Promise<ModeState>;
  /** A call ran on the trust of a task. False: it was one too many, and the task is over. */
  count(sessionId: SessionId): Promise<boolean>;
}

/** What a trusted task goes back to. */
const after: Mode = { type: 'work' };

export function createModeDesk(d: ModeDeskDeps): ModeDesk {
  const end = async (sessionId: SessionId, why: NonNullable<ModeState['ended']>) => {
    const noted = notedEnd(why, { sessionId, at: d.clock.now() });
    await d.store.endTask(sessionId, { mode: after, why, noted });
    d.onChange(sessionId);
  };
  const state = async (sessionId: SessionId): Promise<ModeState> => {
    const kept = await d.store.mode(sessionId);
    if (kept === undefined) return { sessionId, mode: { type: d.usual() } };
    const { mode, setAt } = kept;
    const ended = kept.ended === undefined ? {} : { ended: kept.ended };
    if (mode.type !== 'trusted') return { sessionId, mode, setAt, ...ended };
    const used = { calls: kept.calls, costUsd: await d.store.spentSince(sessionId, setAt) };
    const { until, budget } = mode.task;
    const why =
      d.clock.now() >= until
        ? 'time'
        : used.calls >= budget.calls
          ? 'calls'
          : used.costUsd >= budget.costUsd
            ? 'cost'
            : undefined;
    if (why === undefined) return { sessionId, mode, setAt, used };
    await end(sessionId, why);
    return { sessionId, mode: after, setAt, ended: why };
  };
  return {
    state,
    async set(sessionId, mode) {
      if (mode.type === 'trusted' && mode.task.until <= d.clock.now())
        throw new AppError('invalid_input', 'This task would be over before it begins. Choose a later end.', {
          details: { reason: 'task_in_the_past' },
        });
      const now = d.clock.now();
      await d.store.setMode(sessionId, { mode, now, noted: notedMode(mode, { sessionId, at: now }) });
      d.onChange(sessionId);
      return state(sessionId);
    },
    async count(sessionId) {
      const kept = await d.store.mode(sessionId);
      if (kept?.mode.type !== 'trusted') return false;
      const calls = await d.store.countCall(sessionId);
      d.onChange(sessionId);
      return calls <= kept.mode.task.budget.calls;
    },
  };
}
