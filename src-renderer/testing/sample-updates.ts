// Updates and the restore timeline over values in memory, for component tests.
import type { contract } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { FoundUpdate, Timeline, UpdateState } from '#main/contract/updates.ts';
import { createLiveValue } from './live-value.ts';

export type SampleUpdatesOptions = {
  readonly update?: UpdateState;
  /** What a look finds. */
  readonly found?: FoundUpdate;
  readonly timeline?: Timeline;
  /** A chat is being answered. */
  readonly isBusy?: boolean;
};

export function createSampleUpdates(o: SampleUpdatesOptions) {
  const update = createLiveValue<UpdateState>(o.update ?? { type: 'idle' });
  const timeline = createLiveValue<Timeline>(o.timeline ?? { snapshots: [], canRestart: true });
  const asked: string[] = [];
  const set = (state: UpdateState) => {
    update.set(state);
    return state;
  };
  const setTimeline = (next: Timeline) => {
    timeline.set(next);
    return next;
  };
  const refuse = (stopTurns: boolean) => {
    if (o.isBusy !== true || stopTurns) return;
    throw new AppError('conflict', 'Chats are still being answered.', { details: { reason: 'turns_running' } });
  };
  const handlers: Handlers<typeof contract.updates> = {
    watch: (_input, { signal }) => update.follow(signal),
    check: async () =>
      set(
        o.found === undefined
          ? { type: 'idle', checkedAt: Date.now(), why: 'same', version: '0.1.0' }
          : { type: 'available', update: o.found },
      ),
    download: async () => {
      const state = update.get();
      return state.type === 'available' ? set({ type: 'downloading', update: state.update, bytes: 0 }) : state;
    },
    cancelDownload: async () => {
      const state = update.get();
      return state.type === 'downloading' ? set({ type: 'available', update: state.update }) : state;
    },
    installNow: async ({ stopTurns }) => {
      refuse(stopTurns);
      asked.push('install');
      return update.get();
    },
    timeline: (_input, { signal }) => timeline.follow(signal),
    goBack: async ({ snapshotId, stopTurns }) => {
      refuse(stopTurns);
      asked.push(`back to ${snapshotId}`);
      return setTimeline({ ...timeline.get(), wished: snapshotId });
    },
    stay: async () => {
      const { wished: _wished, ...rest } = timeline.get();
      return setTimeline(rest);
    },
  };
  return { updatesHandlers: handlers, setUpdate: set, updatesAsked: asked };
}
