// A clean chat: a summary is written, the person checks and changes it, and only that text goes along.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button, Spinner } from '#renderer/ui/controls/button.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type CleanDialogProps = {
  readonly client: Pick<LimpetClient, 'taint'>;
  readonly sessionId: SessionId;
  readonly onClose: () => void;
  readonly onOpened: (sessionId: SessionId) => void;
};

export function CleanDialog({ client, sessionId, onClose, onOpened }: CleanDialogProps) {
  const { t } = useText();
  const [text, setText] = useState('');
  const [isOffline, setIsOffline] = useState(false);
  const draft = useAct(async () => {
    const { summary, offline } = await client.taint.draftSummary({ sessionId });
    // What was written meanwhile is the person's and stays.
    setText((now) => (now === '' ? summary : now));
    setIsOffline(offline);
  });
  const begin = useAct(async () => {
    const session = await client.taint.continueClean({ sessionId, summary: text.trim() });
    onOpened(session.id);
  });
  const prepare = draft.run;
  useEffect(() => void prepare(undefined), [prepare]);
  return (
    <Dialog
      open
      size="md"
      onOpenChange={(open) => !open && onClose()}
      title={t('taint.clean_title')}
      description={t('taint.clean_text')}
      footer={
        <Button
          variant="primary"
          disabled={text.trim() === ''}
          busy={begin.isRunning}
          onClick={() => void begin.run(undefined)}
        >
          {t('taint.clean_start')}
        </Button>
      }
    >
      <TextArea
        label={t('taint.clean_summary')}
        hint={isOffline ? t('taint.clean_offline') : undefined}
        error={begin.error === undefined ? undefined : describeError(begin.error, t)}
        rows={12}
        dir="auto"
        value={text}
        onChange={setText}
      />
      <p role="status" className="flex items-center gap-2 text-sm text-ink-soft">
        {draft.isRunning && (
          <>
            <Spinner /> {t('taint.clean_preparing')}
          </>
        )}
        {draft.error !== undefined && t('taint.clean_failed')}
      </p>
    </Dialog>
  );
}
