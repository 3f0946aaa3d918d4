// Begins and ends the recording of a line.
import { Circle, Square } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Recording } from '#main/contract/recordings.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatBytes } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type RecordButtonProps = {
  readonly client: Pick<LimpetClient, 'recordings'>;
  readonly deviceKey: string;
  readonly recordings: readonly Recording[];
};

export function RecordButton({ client, deviceKey, recordings }: RecordButtonProps) {
  const { t, language } = useText();
  const running = recordings.find(({ recording }) => recording === deviceKey);
  const start = useAct(() => client.recordings.start({ key: deviceKey }));
  const stop = useAct((id: string) => client.recordings.stop({ id }));
  const failed = start.error ?? stop.error;
  return (
    <div className="flex flex-wrap items-center gap-3">
      {running === undefined ? (
        <Button
          size="sm"
          icon={<Circle aria-hidden="true" className="text-stop-ink" />}
          busy={start.isRunning}
          onClick={() => void start.run(undefined)}
        >
          {t('recordings.start')}
        </Button>
      ) : (
        <>
          <Button
            size="sm"
            icon={<Square aria-hidden="true" />}
            busy={stop.isRunning}
            onClick={() => void stop.run(running.id)}
          >
            {t('recordings.stop')}
          </Button>
          <span className="text-sm text-ink-soft tabular-nums">
            {t('recordings.runs', { size: formatBytes(running.sizeBytes, language) })}
          </span>
        </>
      )}
      {failed !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(failed, t)}
        </p>
      )}
    </div>
  );
}
