// Images and files of a message.
import { FileText } from 'lucide-react';
import { useState } from 'react';
import type { Part } from '#main/contract/messages.ts';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { formatBytes } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useMessageActions } from './message-actions.ts';

export type MediaPart = Extract<Part, { type: 'image' | 'file' }>;

export function Media({ part }: { readonly part: MediaPart }) {
  const { t, language } = useText();
  const { blobUrl } = useMessageActions();
  const [isOpen, setIsOpen] = useState(false);
  const [isBroken, setIsBroken] = useState(false);
  const url = blobUrl(part.blobId);
  if (part.type === 'image' && !isBroken) {
    return (
      <>
        <button
          type="button"
          aria-label={t('chat.image_enlarge', { name: part.name })}
          onClick={() => setIsOpen(true)}
          className="overflow-hidden rounded-card border border-edge"
        >
          {/* A fixed box: a late image must not move the page. */}
          <img src={url} alt={part.name} onError={() => setIsBroken(true)} className="h-40 max-w-full object-cover" />
        </button>
        <Dialog open={isOpen} onOpenChange={setIsOpen} title={part.name} size="lg">
          <img src={url} alt={part.name} className="mx-auto max-h-[70dvh] max-w-full object-contain" />
        </Dialog>
      </>
    );
  }
  return (
    <a
      href={url}
      download={part.name}
      className="inline-flex max-w-full items-center gap-2 rounded-control border border-edge bg-raised px-2.5 py-1.5 hover:bg-hover"
    >
      <FileText className="text-ink-soft" aria-hidden="true" />
      <span className="min-w-0 truncate">{part.name}</span>
      <span className="shrink-0 text-xs text-ink-soft tabular-nums">{formatBytes(part.sizeBytes, language)}</span>
    </a>
  );
}
