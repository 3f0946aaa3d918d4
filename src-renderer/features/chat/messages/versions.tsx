// Between the versions of a message: "2 / 3".
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { Message } from '#main/contract/messages.ts';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useMessageActions } from './message-actions.ts';

export function Versions({ message }: { readonly message: Message }) {
  const { t } = useText();
  const { switchVersion } = useMessageActions();
  if (message.versions.length < 2) return null;
  const at = message.versions.indexOf(message.id);
  const before = message.versions[at - 1];
  const after = message.versions[at + 1];
  return (
    <fieldset className="flex items-center text-ink-soft" aria-label={t('chat.versions')}>
      <IconButton
        size="sm"
        label={t('chat.version_before')}
        icon={<ChevronLeft aria-hidden="true" />}
        disabled={before === undefined}
        onClick={() => before !== undefined && switchVersion(before)}
      />
      <span className="min-w-8 text-center text-xs tabular-nums">
        {at + 1} / {message.versions.length}
      </span>
      <IconButton
        size="sm"
        label={t('chat.version_after')}
        icon={<ChevronRight aria-hidden="true" />}
        disabled={after === undefined}
        onClick={() => after !== undefined && switchVersion(after)}
      />
    </fieldset>
  );
}
