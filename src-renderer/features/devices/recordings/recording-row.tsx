// One recording: what it is called, how it is, and what can be done with it.
import { Download, Pencil, Play, Square, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Recording } from '#main/contract/recordings.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { saveBlob } from '#renderer/api/save-file.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatAgo, formatBytes } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { RecordingDialogs } from './recording-dialogs.tsx';

export type RecordingRowProps = {
  readonly client: Pick<LimpetClient, 'recordings'>;
  readonly recording: Recording;
};

export function RecordingRow({ client, recording }: RecordingRowProps) {
  const { t, language } = useText();
  const now = useNow(60_000);
  const [dialog, setDialog] = useState<'rename' | 'remove'>();
  const { id, at, sizeBytes } = recording;
  const name = visibleLine(recording.name);
  const play = useAct(() => client.recordings.play({ id }));
  const putAway = useAct(() => client.recordings.putAway({ id }));
  const stop = useAct(() => client.recordings.stop({ id }));
  const save = useAct(async () => saveBlob(await client.recordings.export({ id })));
  const failed = play.error ?? putAway.error ?? save.error ?? stop.error;
  const size = formatBytes(sizeBytes, language);
  const isRunning = recording.recording !== undefined;
  const isPlaying = recording.playing !== undefined;
  const facts = [formatAgo(at, now, language), isRunning ? t('recordings.runs', { size }) : size];
  return (
    <li className="flex flex-col gap-2 border-t border-edge py-3 first:border-t-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-40 flex-1 flex-col">
          <span className="font-medium wrap-anywhere">{name}</span>
          <span className="text-sm text-ink-soft tabular-nums">
            {[...facts, ...(isPlaying ? [t('recordings.plays')] : [])].join(' · ')}
          </span>
        </div>
        <div className="flex flex-wrap items-center gap-1">
          {isRunning ? (
            <Button icon={<Square aria-hidden="true" />} busy={stop.isRunning} onClick={() => void stop.run(undefined)}>
              {t('recordings.stop')}
            </Button>
          ) : (
            <Button
              icon={isPlaying ? <Square aria-hidden="true" /> : <Play aria-hidden="true" />}
              busy={play.isRunning || putAway.isRunning}
              onClick={() => void (isPlaying ? putAway : play).run(undefined)}
            >
              {t(isPlaying ? 'recordings.put_away' : 'recordings.play')}
            </Button>
          )}
          <IconButton
            label={t('recordings.save')}
            icon={<Download aria-hidden="true" />}
            disabled={isRunning || save.isRunning}
            onClick={() => void save.run(undefined)}
          />
          <IconButton
            label={t('recordings.rename')}
            icon={<Pencil aria-hidden="true" />}
            onClick={() => setDialog('rename')}
          />
          <IconButton
            label={t('recordings.remove')}
            icon={<Trash2 aria-hidden="true" />}
            onClick={() => setDialog('remove')}
          />
        </div>
      </div>
      {failed !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(failed, t)}
        </p>
      )}
      <RecordingDialogs {...{ client, recording, dialog }} onClose={() => setDialog(undefined)} />
    </li>
  );
}
