// Domain `updates` of the contract: updates of the app, and the restore timeline.
import { AppError } from '#main/contract/errors.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { updates as domain, Timeline } from '#main/contract/updates.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { Updater } from './create-updater.ts';

export type UpdatesHandlersDeps = {
  readonly updater: Updater;
  readonly snapshots: Store['snapshots'];
  /** How many turns run now. */
  readonly runningTurns: () => number;
  /** Ends the app soon and makes it anew; undefined where only the person can. */
  readonly restart: (() => void) | undefined;
  readonly bus: Pick<Bus, 'publish' | 'cursor' | 'subscribe'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
};
type Timeliner = Pick<UpdatesHandlersDeps, 'snapshots' | 'restart'>;

/** A restart ends turns; without leave for that it is refused while some run. */
function refuseWhileBusy(running: number, stopTurns: boolean): void {
  if (running === 0 || stopTurns) return;
  throw new AppError('conflict', 'Chats are still being answered. Wait for them, or let them be stopped.', {
    details: { reason: 'turns_running', facts: { count: running } },
  });
}

async function readTimeline({ snapshots, restart }: Timeliner): Promise<Timeline> {
  const wished = await snapshots.wished();
  return {
    snapshots: await snapshots.list(),
    canRestart: restart !== undefined,
    ...(wished === undefined ? {} : { wished }),
  };
}

export function updatesHandlers(d: UpdatesHandlersDeps): Handlers<typeof domain> {
  const { snapshots, restart, bus, updater } = d;
  const changed = () => {
    bus.publish('updates', '', { type: 'changed' });
    return readTimeline(d);
  };
  return {
    watch: (_input, { signal }) => watchState({ facts: bus, topic: 'updates', state: () => updater.state(), signal }),
    check: (_input, { signal }) => updater.check(signal),
    async download() {
      // Goes on when the page that asked has gone: `cancelDownload` ends it, and so does the app's end.
      updater.download(neverAborts).catch((error: unknown) => d.log.error('download failed', { error }));
      return updater.state();
    },
    async cancelDownload() {
      updater.cancel();
      return updater.state();
    },
    async installNow({ stopTurns }) {
      refuseWhileBusy(d.runningTurns(), stopTurns);
      return updater.install('now');
    },
    timeline: (_input, { signal }) =>
      watchState({ facts: bus, topic: 'updates', state: () => readTimeline(d), signal }),
    async goBack({ snapshotId, stopTurns }) {
      if (restart !== undefined) refuseWhileBusy(d.runningTurns(), stopTurns);
      await snapshots.goBackTo(snapshotId, d.clock.now());
      d.log.info('going back', { snapshot: snapshotId, restarts: restart !== undefined });
      restart?.();
      return changed();
    },
    async stay() {
      await snapshots.stay();
      return changed();
    },
  };
}
