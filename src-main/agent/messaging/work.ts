// Pausing and stopping everything at once. A pause is kept over a restart: what waited must not begin because of one.
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { Lanes } from './port.ts';

export type WorkDeps = {
  readonly values: Pick<Store['settings'], 'getValue' | 'setValue'>;
  readonly inbox: Pick<Store['inbox'], 'sessionsWithPending'>;
  readonly lanes: Pick<Lanes, 'stopEvery' | 'wakePending'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly log: Log;
};

export interface Work {
  isPaused(): boolean;
  /** Reads what held before the last end; before anything is woken. */
  load(): Promise<void>;
  /** While paused no turn begins, of nobody: messages are taken and wait. What runs goes on. Kept before it is told. */
  setPaused(paused: boolean): Promise<void>;
  /** Ends all turns and commands. When messages wait, it leaves a pause behind, so that the next of them does not begin. */
  stopAll(): Promise<{ stopped: number; paused: boolean }>;
}

const key = 'work.paused';

export function createWork({ values, inbox, lanes, bus, log }: WorkDeps): Work {
  let isPaused = false;
  const tell = () => bus.publish('work', '', { type: 'changed' });
  const setPaused = async (paused: boolean) => {
    await values.setValue(key, paused);
    isPaused = paused;
    log.info(paused ? 'paused' : 'going on');
    tell();
    if (!paused) await lanes.wakePending();
  };
  return {
    isPaused: () => isPaused,
    async load() {
      isPaused = (await values.getValue(key)) === true;
    },
    setPaused,
    async stopAll() {
      const wasPaused = isPaused;
      // At once and in memory first: between two turns of a lane there is no moment for the disk.
      isPaused = true;
      const stopped = await lanes.stopEvery();
      if (wasPaused) return { stopped, paused: true };
      const paused = (await inbox.sessionsWithPending()).length > 0;
      await setPaused(paused);
      return { stopped, paused };
    },
  };
}
