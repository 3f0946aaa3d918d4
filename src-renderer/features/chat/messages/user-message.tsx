// What the person said: a quiet surface at the end of the line.
import { Pencil, Pin, PinOff } from 'lucide-react';
import { memo, useState } from 'react';
import type { Message } from '#main/contract/messages.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { CopyButton } from '#renderer/ui/display/copy-button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { wordsOf } from './arrange-parts.ts';
import { Media, type MediaPart } from './media.tsx';
import { useMessageActions } from './message-actions.ts';
import { PinnedMark } from './pinned-mark.tsx';
import { Versions } from './versions.tsx';

/** Pasted walls of text fold to this many characters and lines. */
const folded = { chars: 1_600, lines: 20 } as const;

export type UserMessageProps = { readonly message: Message; readonly canEdit: boolean };

export const UserMessage = memo(function UserMessage({ message, canEdit }: UserMessageProps) {
  const { t } = useText();
  const actions = useMessageActions();
  const text = wordsOf(message.parts);
  const media = message.parts.filter((part): part is MediaPart => part.type === 'image' || part.type === 'file');
  return (
    <div className="group/message flex flex-col items-end gap-1 pt-6">
      {media.length > 0 && (
        <div className="flex max-w-[85%] flex-wrap items-end justify-end gap-2">
          {media.map((part) => (
            <Media key={part.blobId} part={part} />
          ))}
        </div>
      )}
      {text !== '' && (
        <div className="max-w-[85%] min-w-0 rounded-card rounded-ee-[4px] bg-quiet px-4 py-2.5">
          <FoldedText text={text} />
        </div>
      )}
      <div className="flex h-7 items-center gap-1">
        <span className="flex items-center opacity-0 transition-opacity duration-100 group-focus-within/message:opacity-100 group-hover/message:opacity-100 pointer-coarse:opacity-100">
          <CopyButton text={() => text} label={t('chat.copy_message')} />
          <IconButton
            size="sm"
            label={t(message.pinned ? 'chat.unpin' : 'chat.pin')}
            icon={message.pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
            onClick={() => actions.pin(message)}
          />
          <IconButton
            size="sm"
            label={t('chat.edit')}
            icon={<Pencil aria-hidden="true" />}
            disabled={!canEdit}
            onClick={() => actions.edit(message)}
          />
        </span>
        <Versions message={message} />
        {message.pinned && <PinnedMark />}
      </div>
    </div>
  );
});

function FoldedText({ text }: { readonly text: string }) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const lines = text.split('\n', folded.lines + 1);
  const isLong = text.length > folded.chars || lines.length > folded.lines;
  const shown = isLong && !isOpen ? `${lines.slice(0, folded.lines).join('\n').slice(0, folded.chars)}…` : text;
  return (
    <>
      <p dir="auto" className="text-read wrap-anywhere whitespace-pre-wrap">
        {shown}
      </p>
      {isLong && (
        <Button variant="plain" size="sm" className="-ms-2 mt-1" onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('chat.show_less') : t('chat.show_whole')}
        </Button>
      )}
    </>
  );
}
