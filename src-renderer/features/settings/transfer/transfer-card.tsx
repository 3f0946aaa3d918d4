// Settings to take along: into a file, and from one after a look at what it would change.
import { Download, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { type ReadSettingsFile, readSettingsFile, writeSettingsFile } from '#main/contract/settings-file.ts';
import { saveTextFile } from '#renderer/api/save-file.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { ImportDialog } from './import-dialog.tsx';

type Read = Extract<ReadSettingsFile, { type: 'read' }>;

export function TransferCard({ writer }: { readonly writer: SettingsWriter }) {
  const { t } = useText();
  const { settings, lockOf, isOffline } = writer;
  // What is set from outside must be known before a file is looked at.
  const isReady = !isOffline && writer.sources !== undefined;
  const picker = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  const [read, setRead] = useState<Read>();
  const apply = useApply(writer);

  const look = async (file: File | undefined) => {
    if (file === undefined) return;
    setProblem(undefined);
    // What cannot be read, or is huge, is none of ours either way.
    const text = file.size > 4_000_000 ? '' : await file.text().catch(() => '');
    const result = readSettingsFile(text, { settings, lockOf });
    if (result.type === 'foreign') setProblem(t('settings.import_foreign', { name: file.name }));
    else setRead(result);
  };
  const save = () => {
    const now = Date.now();
    const name = `limpet-settings-${new Date(now).toISOString().slice(0, 10)}.json`;
    saveTextFile({ name, text: writeSettingsFile(settings, now), type: 'application/json' });
  };
  return (
    <Card title={t('settings.transfer')} detail={t('settings.transfer_text')}>
      <div className="flex flex-wrap gap-2">
        <Button icon={<Download aria-hidden="true" />} onClick={save}>
          {t('settings.export')}
        </Button>
        <Button icon={<Upload aria-hidden="true" />} disabled={!isReady} onClick={() => picker.current?.click()}>
          {t('settings.import')}
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".json,application/json"
          className="sr-only"
          tabIndex={-1}
          aria-label={t('settings.import_pick')}
          onChange={(event) => {
            void look(event.target.files?.[0]);
            // The same file again is news as well.
            event.target.value = '';
          }}
        />
      </div>
      <Failure text={problem} />
      <ImportDialog
        read={read}
        onClose={() => setRead(undefined)}
        onApply={(changes) => {
          setRead(undefined);
          void apply(changes);
        }}
      />
    </Card>
  );
}

function useApply(writer: SettingsWriter): (changes: Read['changes']) => Promise<void> {
  const { t } = useText();
  const showToast = useToast();
  return async (changes) => {
    const before = changes.flatMap(({ one, from }) => (from === undefined ? [] : [[one.path, from] as const]));
    const isKept = await writer.setAll(new Map(changes.map(({ one, to }) => [one.path, to])));
    if (!isKept) return showToast({ text: t('settings.import_failed'), tone: 'stop' });
    const undo = () => void writer.setAll(new Map(before));
    showToast({
      text: t('settings.import_done', { count: changes.length }),
      action: { label: t('settings.undo'), run: undo },
    });
  };
}
