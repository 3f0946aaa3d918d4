// The files that go with the message: name, size, progress, or why one did not arrive.
import { CircleAlert, FileText, Image } from 'lucide-react';
import { Chip } from '#renderer/ui/display/chip.tsx';
import { formatBytes } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { isImage, type Upload } from './attach.ts';

export type AttachmentChipsProps = {
  readonly items: readonly Upload[];
  readonly onRemove: (id: string) => void;
};

export function AttachmentChips({ items, onRemove }: AttachmentChipsProps) {
  const { t, language } = useText();
  if (items.length === 0) return null;
  return (
    <ul aria-label={t('chat.attachments')} className="flex max-h-32 flex-wrap gap-1.5 overflow-y-auto px-3 pt-3">
      {items.map((item) => (
        <li key={item.id} className="flex max-w-full">
          <Chip
            tone={item.failed === undefined ? 'plain' : 'stop'}
            icon={<UploadIcon item={item} />}
            detail={item.failed ?? formatBytes(item.sizeBytes, language)}
            progress={item.attachment === undefined && item.failed === undefined ? item.progress : undefined}
            title={item.name}
            remove={{ label: t('chat.attach_remove', { name: item.name }), run: () => onRemove(item.id) }}
          >
            {item.name}
          </Chip>
        </li>
      ))}
    </ul>
  );
}

function UploadIcon({ item }: { readonly item: Upload }) {
  if (item.failed !== undefined) return <CircleAlert aria-hidden="true" />;
  return isImage(item.mediaType) ? <Image aria-hidden="true" /> : <FileText aria-hidden="true" />;
}
