// A recording that is played stands still until what was sent is sent again: says so, and sends it.
import { Send } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Recording } from '#main/contract/recordings.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type AwaitedBytesProps = {
  readonly client: Pick<LimpetClient, 'recordings'>;
  readonly recording: Recording | undefined;
};

const maxShown = 400;

export function AwaitedBytes({ client, recording }: AwaitedBytesProps) {
  const { t } = useText();
  const send = useAct((id: string) => client.recordings.sendAwaited({ id }));
  if (recording?.waitsFor === undefined) return null;
  const { id, waitsFor } = recording;
  return (
    <div className="flex flex-col items-start gap-2 rounded-control border border-ask-edge bg-ask-surface p-3">
      <p className="text-pretty">{t('recordings.waits')}</p>
      <code dir="ltr" className="font-mono text-sm wrap-anywhere">
        {visibleLine(waitsFor.length > maxShown ? `${waitsFor.slice(0, maxShown)}…` : waitsFor)}
      </code>
      <Button size="sm" icon={<Send aria-hidden="true" />} busy={send.isRunning} onClick={() => void send.run(id)}>
        {t('recordings.send')}
      </Button>
      {send.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(send.error, t)}
        </p>
      )}
    </div>
  );
}
