// One core after the other: a restore ends the one that runs and opens the next over what was restored.
import type { DesktopCore } from './desktop-deps.ts';

export type RunCores = {
  readonly first: DesktopCore;
  readonly open: () => Promise<DesktopCore>;
  /** Undefined while there is none: a page that asks in between is turned away, and asks again. */
  readonly onCore: (core: DesktopCore | undefined) => void;
  readonly signal: AbortSignal;
};

/** Resolves when a core ended that was not to be followed by another. Rejects as `open` does. */
export async function runCores({ first, open, onCore, signal }: RunCores): Promise<void> {
  for (let core = first; ; ) {
    await core.run(AbortSignal.any([signal, core.restartWanted]));
    if (signal.aborted || !core.restartWanted.aborted) return;
    onCore(undefined);
    core = await open();
    onCore(core);
  }
}
