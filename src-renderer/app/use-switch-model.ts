// Chooses a model from the palette: for the open chat, or for all chats without one of their own.
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function useSwitchModel(client: LimpetClient, openId: SessionId | undefined): (ref: string) => void {
  const { t } = useText();
  const showToast = useToast();
  return (model) => {
    const switching =
      openId === undefined
        ? client.models.setDefault({ model })
        : client.sessions.setModel({ sessionId: openId, model });
    switching.then(
      () => showToast({ text: t('app.palette_model_switched', { model }) }),
      (error: unknown) => {
        if (!isCancelled(error)) showToast({ text: describeError(toErrorData(error), t), tone: 'stop' });
      },
    );
  };
}
