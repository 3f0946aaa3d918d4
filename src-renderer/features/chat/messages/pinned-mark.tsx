// Marks a message that is never summarised away.
import { Pin } from 'lucide-react';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function PinnedMark() {
  const { t } = useText();
  return <Badge icon={<Pin aria-hidden="true" />}>{t('chat.pinned')}</Badge>;
}
