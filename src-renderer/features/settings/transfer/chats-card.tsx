// Chats to take along as a file, and to bring in from other assistants after a look at what there is.
import { Download, FolderOpen, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import {
  type ExportFormat,
  ExportFormat as ExportFormats,
  type ImportReport,
  type ImportSource,
} from '#main/contract/transfer.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { saveBlob } from '#renderer/api/save-file.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { JobProgress } from '../backup/job-progress.tsx';
import { Failure } from '../failure.tsx';
import { FolderDialog } from '../workspace/folder-dialog.tsx';
import { ChatsDialog } from './chats-dialog.tsx';
import { useTransfer } from './use-transfer.ts';

export type ChatsCardProps = { readonly client: LimpetClient; readonly blobs: Blobs; readonly isOffline: boolean };

export function ChatsCard(props: ChatsCardProps) {
  const { t } = useText();
  const { job } = useTransfer(props.client);
  return (
    <>
      <ExportCard client={props.client} isOffline={props.isOffline} isBusy={job !== undefined} />
      <ImportCard {...props} isBusy={job !== undefined} />
      {job !== undefined && (
        <JobProgress
          words={t(`transfer.job_${job.type}`)}
          done={job.done}
          total={job.total}
          onStop={() => void props.client.transfer.cancel({}).catch(() => undefined)} // what it ended with is told by the job
        />
      )}
    </>
  );
}

type PartProps = ChatsCardProps & { readonly isBusy: boolean };

function ExportCard({ client, isOffline, isBusy }: Omit<PartProps, 'blobs'>) {
  const { t } = useText();
  const showToast = useToast();
  const [format, setFormat] = useState<ExportFormat>('json');
  const exportAll = useAct(async () => {
    const { blobId, name, sessions, messages, missing } = await client.transfer.export({ format });
    saveBlob({ blobId, name });
    const text =
      missing > 0 ? t('transfer.exported_missing', { count: missing }) : t('transfer.exported', { sessions, messages });
    showToast({ text });
  });
  return (
    <Card title={t('transfer.export_title')} detail={t('transfer.export_text')}>
      <div className="flex flex-wrap items-end gap-2">
        <div className="w-44">
          <Select
            label={t('transfer.export_format')}
            value={format}
            options={ExportFormats.options.map((value) => ({ value, label: t(`transfer.format_${value}`) }))}
            onChange={(value) => setFormat(ExportFormats.parse(value))}
          />
        </div>
        <Button
          icon={<Download aria-hidden="true" />}
          disabled={isOffline || isBusy}
          onClick={() => void exportAll.run(undefined)}
        >
          {t('transfer.export_all')}
        </Button>
      </div>
      <Failure error={exportAll.error} />
    </Card>
  );
}

type Found = { readonly source: ImportSource; readonly report: ImportReport };

function useImport({ client, blobs }: Pick<PartProps, 'client' | 'blobs'>) {
  const { t } = useText();
  const showToast = useToast();
  const [found, setFound] = useState<Found>();
  const [sent, setSent] = useState<number>();
  const stop = useRef<AbortController>(undefined);
  const look = useAct(async (source: ImportSource) =>
    setFound({ source, report: await client.transfer.preview({ source }) }),
  );
  const upload = useAct(async (file: File) => {
    stop.current = new AbortController();
    const { signal } = stop.current;
    try {
      const mediaType = file.type === '' ? 'application/octet-stream' : file.type;
      const { blobId } = await blobs.put(file, { mediaType, signal, onProgress: setSent, isImport: true });
      setSent(undefined);
      await look.run({ blobId });
    } finally {
      setSent(undefined);
    }
  });
  const bring = useAct(async (source: ImportSource) => {
    const { sessions, messages, skippedCount } = await client.transfer.import({ source });
    showToast({ text: t('transfer.imported', { sessions, messages, skipped: skippedCount }) });
  });
  const error = upload.error ?? look.error ?? bring.error;
  return { found, setFound, sent, stop, look, upload, bring, error };
}

function ImportCard({ client, blobs, isOffline, isBusy }: PartProps) {
  const { t } = useText();
  const picker = useRef<HTMLInputElement>(null);
  const [isPicking, setIsPicking] = useState(false);
  const { found, setFound, sent, stop, look, upload, bring, error } = useImport({ client, blobs });
  const isOff = isOffline || isBusy || sent !== undefined;
  return (
    <Card title={t('transfer.import_title')} detail={t('transfer.import_text')}>
      <div className="flex flex-wrap gap-2">
        <Button icon={<Upload aria-hidden="true" />} disabled={isOff} onClick={() => picker.current?.click()}>
          {t('transfer.import_file')}
        </Button>
        <Button icon={<FolderOpen aria-hidden="true" />} disabled={isOff} onClick={() => setIsPicking(true)}>
          {t('transfer.import_folder')}
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".zip,.json,application/zip,application/json"
          className="sr-only"
          tabIndex={-1}
          aria-label={t('transfer.import_pick')}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) void upload.run(file);
            event.target.value = ''; // the same file again is news as well
          }}
        />
      </div>
      {sent !== undefined && (
        <JobProgress
          words={t('transfer.uploading')}
          done={Math.round(sent * 100)}
          total={100}
          onStop={() => stop.current?.abort()}
        />
      )}
      <Failure error={error} />
      <FolderDialog
        client={client}
        open={isPicking}
        onOpenChange={setIsPicking}
        startIn=""
        onChoose={(path) => void look.run({ path })}
      />
      <ChatsDialog
        report={found?.report}
        onClose={() => setFound(undefined)}
        onImport={() => {
          if (found !== undefined) void bring.run(found.source);
          setFound(undefined);
        }}
      />
    </Card>
  );
}
