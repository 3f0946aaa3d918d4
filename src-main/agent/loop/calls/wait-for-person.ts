// While a call asks the person something, neither its time nor that of the turn runs.
import type { TurnRun } from '#main/agent/loop/turn-run.ts';
import type { CallTimer } from './call-timer.ts';

type Turn = Pick<TurnRun, 'asking' | 'nameSession'>;

export function createWaitForPerson(run: Turn, timer: Pick<CallTimer, 'pause' | 'restart'>) {
  let open = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    open += 1;
    timer.pause();
    run.asking(true);
    try {
      await run.nameSession();
      return await work();
    } finally {
      open -= 1;
      run.asking(false);
      if (open === 0) timer.restart();
    }
  };
}
