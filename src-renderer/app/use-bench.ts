// The outputs of devices: what is on, the emergency stop, and letting go of it.
import { useCallback, useState } from 'react';
import type { BenchState } from '#main/contract/bench.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

const nothing: BenchState = { isStopped: false, connected: 0, outputs: [], unsafe: [] };

export type BenchOutputs = {
  readonly state: BenchState;
  /** A stop has something to reach. */
  readonly isArmed: boolean;
  readonly stop: () => void;
  readonly release: () => void;
};

export function useBench(client: Pick<LimpetClient, 'bench'>): BenchOutputs {
  const { t } = useText();
  const showToast = useToast();
  const [state, setState] = useState(nothing);
  useFollow({
    open: useCallback((signal: AbortSignal) => client.bench.follow({}, { signal }), [client]),
    onItem: setState,
  });
  const tell = (error: unknown) => {
    if (!isCancelled(error)) showToast({ text: describeError(toErrorData(error), t), tone: 'stop' });
  };
  return {
    state,
    isArmed: state.connected > 0 || state.outputs.length > 0,
    stop: () => void client.bench.stopAll({}).catch(tell),
    release: () => void client.bench.release({}).catch(tell),
  };
}
