// The top of the side bar: a new chat and the way to the archive, or the way back from it.
import { Archive, ArrowLeft, MessageSquarePlus } from 'lucide-react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ListView } from './use-session-book.ts';

export type ListHeadProps = {
  readonly view: ListView;
  readonly onView: (view: ListView) => void;
  readonly onNewChat: () => void;
};

export function ListHead({ view, onView, onNewChat }: ListHeadProps) {
  const { t } = useText();
  if (view === 'archived') {
    return (
      <div className="flex h-12 shrink-0 items-center gap-1 px-2">
        <IconButton
          label={t('sessions.back_to_chats')}
          icon={<ArrowLeft aria-hidden="true" />}
          onClick={() => onView('chats')}
        />
        <h2 className="min-w-0 truncate font-semibold">{t('sessions.archived_label')}</h2>
      </div>
    );
  }
  return (
    <div className="flex h-12 shrink-0 items-center gap-1 px-2">
      <Button
        className="min-w-0 flex-1 justify-start!"
        icon={<MessageSquarePlus aria-hidden="true" />}
        onClick={onNewChat}
      >
        <span className="truncate">{t('sessions.new_chat')}</span>
      </Button>
      <IconButton
        label={t('sessions.show_archived')}
        icon={<Archive aria-hidden="true" />}
        onClick={() => onView('archived')}
      />
    </div>
  );
}
