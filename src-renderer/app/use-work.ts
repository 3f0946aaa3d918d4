// Everything that is at work, over all chats: whether it is paused, pausing it, stopping it.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function useWork(client: LimpetClient) {
  const { t } = useText();
  const showToast = useToast();
  const [isPaused, setIsPaused] = useState(false);
  useFollow({
    open: useCallback((signal: AbortSignal) => client.work.watch({}, { signal }), [client]),
    onItem: useCallback(({ paused }: { paused: boolean }) => setIsPaused(paused), []),
  });
  const tell = (error: unknown) => {
    if (!isCancelled(error)) showToast({ text: describeError(toErrorData(error), t), tone: 'stop' });
  };
  return {
    isPaused,
    setPaused: (paused: boolean) => void client.work.pause({ paused }).catch(tell),
    lock: () => void client.companion.lock({}).catch(tell),
    stopAll: () =>
      void client.work
        .stopAll({})
        .then(
          ({ paused }) => showToast({ text: t(paused ? 'desktop.stopped_all_paused' : 'desktop.stopped_all') }),
          tell,
        ),
  };
}
