// Says that an earlier message is being written anew, and takes that back.
import { Pencil } from 'lucide-react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function EditingBar({ onCancel }: { readonly onCancel: () => void }) {
  const { t } = useText();
  return (
    <div className="flex items-center gap-2 border-b border-edge px-4 py-1 text-sm text-ink-soft">
      <Pencil aria-hidden="true" />
      <span className="min-w-0 flex-1">{t('chat.editing')}</span>
      <Button variant="plain" size="sm" onClick={onCancel}>
        {t('app.cancel')}
      </Button>
    </div>
  );
}
