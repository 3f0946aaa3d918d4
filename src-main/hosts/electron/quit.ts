// Quitting waits until what is under way is stored; not longer than it must.
import type { App } from 'electron';
import type { Clock } from '#main/platform/base/clock.ts';

export type QuitDeps = {
  readonly app: Pick<App, 'on' | 'exit'>;
  readonly clock: Clock;
  /** Ends the core's run and resolves when it has drained. */
  readonly drain: () => Promise<void>;
  /** The very last thing before the process ends, such as installing an update. */
  readonly atEnd?: () => void;
};

export const drainLimitMs = 5_000;

/** A second wish to quit while the first drains changes nothing; after 5 s the process ends whatever is left. */
export function drainBeforeQuit({ app, clock, drain, atEnd }: QuitDeps): void {
  let isDraining = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (isDraining) return;
    isDraining = true;
    const limit = new AbortController();
    Promise.race([drain(), clock.sleep(drainLimitMs, limit.signal)])
      .catch(() => undefined) // its own log has told why; the person wanted to quit
      .finally(() => {
        limit.abort();
        atEnd?.();
        app.exit(0);
      });
  });
}

/** When the app has ended it starts again. What runs out of an AppImage is started by the image, which is unmounted by then. */
export function relaunchApp(app: Pick<App, 'relaunch'>, appImage: string | undefined): void {
  app.relaunch(appImage === undefined || appImage === '' ? {} : { execPath: appImage });
}
