// Before words that were not saved are lost.
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type LeaveDialogProps = {
  readonly open: boolean;
  readonly onStay: () => void;
  readonly onLeave: () => void;
};

export function LeaveDialog({ open, onStay, onLeave }: LeaveDialogProps) {
  const { t } = useText();
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onStay()}
      title={t('notebook.leave_title')}
      description={t('notebook.leave_text')}
      footer={
        <>
          <Button variant="plain" onClick={onLeave}>
            {t('notebook.discard')}
          </Button>
          <Button variant="primary" onClick={onStay}>
            {t('notebook.go_on')}
          </Button>
        </>
      }
    />
  );
}
