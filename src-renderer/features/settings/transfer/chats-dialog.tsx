// What an import would bring in, what is here already, and what is left out and why; nothing is written before the yes.

import { visibleLine } from '#main/contract/shown-text.ts';
import type { ImportReport } from '#main/contract/transfer.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type ChatsDialogProps = {
  readonly report: ImportReport | undefined;
  readonly onClose: () => void;
  readonly onImport: () => void;
};

export function ChatsDialog({ report, onClose, onImport }: ChatsDialogProps) {
  const { t } = useText();
  const hasNews = report !== undefined && report.messages > 0;
  return (
    <Dialog
      open={report !== undefined}
      onOpenChange={onClose}
      size="md"
      title={t('transfer.import_title')}
      description={report && t('transfer.import_found', { kind: t(`transfer.kind_${report.kind}`) })}
      footer={
        <>
          <Button variant="plain" onClick={onClose}>
            {t('settings.cancel')}
          </Button>
          {hasNews && (
            <Button variant="primary" onClick={onImport}>
              {t('transfer.import_start')}
            </Button>
          )}
        </>
      }
    >
      {report !== undefined && <Report report={report} />}
    </Dialog>
  );
}

function Report({ report }: { readonly report: ImportReport }) {
  const { t } = useText();
  const { sessions, messages, attachments, knownSessions, knownMessages, skipped, skippedCount } = report;
  const more = skippedCount - skipped.length;
  return (
    <div className="flex flex-col gap-2">
      <p>
        {messages === 0
          ? t('transfer.import_nothing')
          : t('transfer.import_counts', { sessions, messages, attachments })}
      </p>
      {knownSessions > 0 && (
        <p className="text-ink-soft">
          {t('transfer.import_known', { sessions: knownSessions, messages: knownMessages })}
        </p>
      )}
      {skippedCount > 0 && (
        <>
          <h3 className="pt-1 text-sm font-medium">{t('transfer.import_skipped', { count: skippedCount })}</h3>
          <ul className="flex list-disc flex-col gap-1 ps-5 text-sm text-ink-soft">
            {skipped.map(({ place, reason }) => (
              <li key={`${place} ${reason}`} className="wrap-anywhere">
                {visibleLine(place)}: {t(`transfer.skipped_${reason}`)}
              </li>
            ))}
            {more > 0 && <li>{t('transfer.import_skipped_more', { count: more })}</li>}
          </ul>
        </>
      )}
    </div>
  );
}
