// Something a person sets off: whether it runs, how it failed last, and a promise of its result.
import { useCallback, useEffect, useRef, useState } from 'react';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';

export type Act<I, O = unknown> = {
  /** Resolves to undefined when it failed; then `error` says why. Never rejects. */
  readonly run: (input: I) => Promise<O | undefined>;
  readonly isRunning: boolean;
  /** Of the last run; gone when the next one starts. A cancelled run leaves none. */
  readonly error: ErrorData | undefined;
  readonly reset: () => void;
};

/** Only the newest run counts: what an earlier one brings late is returned to its caller, but not shown. */
export function useAct<I, O>(act: (input: I) => Promise<O>): Act<I, O> {
  const [state, setState] = useState<{ isRunning: boolean; error?: ErrorData }>({ isRunning: false });
  const latest = useRef(act);
  const newest = useRef(0);
  useEffect(() => {
    latest.current = act;
  });
  const run = useCallback(async (input: I) => {
    newest.current += 1;
    const mine = newest.current;
    const settle = (error?: ErrorData) => {
      if (mine === newest.current) setState(error === undefined ? { isRunning: false } : { isRunning: false, error });
    };
    setState({ isRunning: true });
    try {
      const output = await latest.current(input);
      settle();
      return output;
    } catch (error) {
      settle(isCancelled(error) ? undefined : toErrorData(error));
      return undefined;
    }
  }, []);
  const reset = useCallback(() => {
    newest.current += 1;
    setState({ isRunning: false });
  }, []);
  return { run, reset, ...state, error: state.error };
}
