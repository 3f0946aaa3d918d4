// In the header of a chat: opens what stands beside it; there only when there is something to see.
import { PanelRight } from 'lucide-react';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { sideShortcut } from './shortcut.ts';
import type { SideBook } from './side-book.ts';
import { useSide } from './use-side.ts';
import { type SideChat, useSideTabs } from './use-side-tabs.tsx';

export function SideButton({ chat, book }: { readonly chat: SideChat; readonly book: SideBook }) {
  const { t } = useText();
  const side = useSide(book, chat.sessionId);
  const tabs = useSideTabs(chat);
  if (tabs.length === 0 && !side.isOpen) return null;
  return (
    <IconButton
      label={t(side.isOpen ? 'side.close' : 'side.open')}
      shortcut={sideShortcut()}
      icon={<PanelRight className="rtl:-scale-x-100" aria-hidden="true" />}
      aria-pressed={side.isOpen}
      onClick={() => book.toggle(chat.sessionId)}
    />
  );
}
