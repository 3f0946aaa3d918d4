// The recordings that are kept, and the way to open one from elsewhere.
import { FolderOpen } from 'lucide-react';
import { useId, useRef } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { RecordingRow } from './recording-row.tsx';
import type { FollowedRecordings } from './use-recordings.ts';

export type RecordingsSectionProps = {
  readonly client: Pick<LimpetClient, 'recordings'>;
  readonly blobs: Pick<Blobs, 'put'>;
  readonly kept: FollowedRecordings;
};

const nameOf = (file: File) => file.name.replace(/\.limpet-line$/, '').slice(0, 100);

export function RecordingsSection({ client, blobs, kept }: RecordingsSectionProps) {
  const { t } = useText();
  const { recordings, error, again } = kept;
  const titleId = useId();
  const input = useRef<HTMLInputElement>(null);
  const open = useAct(async (file: File) => {
    const signal = AbortSignal.timeout(60_000);
    const o = { mediaType: 'application/x-ndjson', signal, isImport: true, onProgress: () => {} };
    const { blobId } = await blobs.put(file, o);
    await client.recordings.import({ blobId, name: nameOf(file) });
  });
  return (
    <section className="flex flex-col gap-3" aria-labelledby={titleId}>
      <h2 id={titleId} className="font-semibold">
        {t('recordings.title')}
      </h2>
      <p className="text-pretty text-ink-soft">{t('recordings.text')}</p>
      {error !== undefined && (
        <ErrorState
          title={t('recordings.not_loaded')}
          error={error}
          action={<Button onClick={again}>{t('chat.try_again')}</Button>}
        />
      )}
      {recordings.length === 0 ? (
        <p className="text-pretty text-ink-soft">{t('recordings.none')}</p>
      ) : (
        <ul className="rounded-card border border-edge bg-raised px-4">
          {recordings.map((recording) => (
            <RecordingRow key={recording.id} client={client} recording={recording} />
          ))}
        </ul>
      )}
      <div>
        <Button icon={<FolderOpen aria-hidden="true" />} busy={open.isRunning} onClick={() => input.current?.click()}>
          {t('recordings.open')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".limpet-line"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            currentTarget.value = ''; // the same one may be chosen again
            if (file !== undefined) void open.run(file);
          }}
        />
      </div>
      {open.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(open.error, t)}
        </p>
      )}
    </section>
  );
}
