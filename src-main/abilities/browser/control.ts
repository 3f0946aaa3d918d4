// Who drives: the model, until the person takes over or is asked to; then the model waits.
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';

export interface Control {
  driver(): 'model' | 'person';
  asked(): string | undefined;
  takeOver(asked?: string): void;
  handBack(): void;
  /** Resolves when the model drives. `conflict` with reason `person_drives` after the time, `cancelled` on abort. */
  untilModel(o: { timeoutMs: number; signal: AbortSignal }): Promise<void>;
}

export function createControl(d: { clock: Pick<Clock, 'after'>; onChange: () => void }): Control {
  let driver: 'model' | 'person' = 'model';
  let asked: string | undefined;
  const waiting = new Set<() => void>();
  return {
    driver: () => driver,
    asked: () => asked,
    takeOver(reason) {
      driver = 'person';
      asked = reason;
      d.onChange();
    },
    handBack() {
      driver = 'model';
      asked = undefined;
      for (const go of [...waiting]) go();
      d.onChange();
    },
    untilModel({ timeoutMs, signal }) {
      if (driver === 'model') return Promise.resolve();
      return new Promise<void>((resolve, reject) => {
        const end = (settle: () => void) => () => {
          cancel();
          waiting.delete(go);
          signal.removeEventListener('abort', abort);
          settle();
        };
        const go = end(resolve);
        const abort = end(() => reject(new AppError('cancelled', 'Cancelled.')));
        const late = end(() =>
          reject(
            new AppError(
              'conflict',
              'The person still has the browser. Go on without it, or ask them to hand it back.',
              {
                details: { reason: 'person_drives' },
              },
            ),
          ),
        );
        const cancel = d.clock.after(timeoutMs, () => late());
        waiting.add(go);
        signal.addEventListener('abort', abort, { once: true });
        if (signal.aborted) abort();
      });
    },
  };
}
