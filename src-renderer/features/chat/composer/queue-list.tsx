// Messages that are stored but not yet part of an answer, each with a way to take it back.
import { CornerDownRight, ListPlus } from 'lucide-react';
import type { QueuedMessage } from '#main/contract/messages.ts';
import { Chip } from '#renderer/ui/display/chip.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type QueueListProps = {
  readonly queue: readonly QueuedMessage[];
  readonly onRemove: (message: QueuedMessage) => void;
};

export function QueueList({ queue, onRemove }: QueueListProps) {
  const { t } = useText();
  if (queue.length === 0) return null;
  return (
    <ul aria-label={t('chat.queue')} className="flex max-h-28 flex-col gap-1 overflow-y-auto">
      {queue.map((message) => (
        <li key={message.id} className="flex">
          <Chip
            icon={message.mode === 'steer' ? <CornerDownRight aria-hidden="true" /> : <ListPlus aria-hidden="true" />}
            detail={t(message.mode === 'steer' ? 'chat.queue_steer' : 'chat.queue_waits')}
            title={message.text.slice(0, 500)}
            remove={{ label: t('chat.queue_remove'), run: () => onRemove(message) }}
          >
            {message.text.trim() === ''
              ? t('chat.queue_files', { count: message.attachments })
              : message.text.slice(0, 200)}
          </Chip>
        </li>
      ))}
    </ul>
  );
}
