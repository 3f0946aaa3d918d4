// The conversation and what stands beside it: side by side where both have room, otherwise a sheet over the window.
import { type ReactNode, useEffect, useRef } from 'react';
import { messageFieldId } from '#renderer/features/chat/composer/composer.tsx';
import { EndPanel } from '#renderer/ui/layout/end-panel.tsx';
import { useMedia } from '#renderer/ui/layout/use-media.ts';
import { Sheet } from '#renderer/ui/overlays/sheet.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SideBook } from './side-book.ts';
import { SidePanel } from './side-panel.tsx';
import { useSide } from './use-side.ts';
import type { SideChat } from './use-side-tabs.tsx';

export type SideFrameProps = { readonly chat: SideChat; readonly book: SideBook; readonly children: ReactNode };

/** Rail, list, a conversation of 340 px and a panel of 300 px. */
const roomForBoth = '(min-width: 1020px)';

export function SideFrame({ chat, book, children }: SideFrameProps) {
  const { t } = useText();
  const { sessionId } = chat;
  const side = useSide(book, sessionId);
  const isBeside = useMedia(roomForBoth);
  // What was beside the conversation does not come to lie over it by itself.
  useEffect(() => {
    if (!isBeside) book.close(sessionId);
  }, [isBeside, book, sessionId]);
  const giveBack = useGivesFocusBack(side.isOpen && isBeside);
  const close = () => {
    book.close(sessionId);
    if (isBeside) giveBack();
  };
  const panel = side.isOpen && (
    <SidePanel chat={chat} side={side} onTab={(tab) => book.choose(sessionId, tab)} onClose={close} />
  );
  return (
    <>
      <EndPanel id="limpet.side" label={t('side.resize')} end={isBeside ? panel : undefined}>
        {children}
      </EndPanel>
      {!isBeside && (
        <Sheet open={side.isOpen} onOpenChange={(open) => !open && close()} title={t('side.panel')}>
          {panel}
        </Sheet>
      )}
    </>
  );
}

/** Where the keyboard was when the panel was asked for, or the message field when that is gone. */
function useGivesFocusBack(isOpen: boolean): () => void {
  const before = useRef<Element | null>(null);
  const wasOpen = useRef(isOpen);
  // Read while drawing: an effect of the panel inside moves the focus before one of this component could look.
  if (isOpen && !wasOpen.current) before.current = document.activeElement;
  wasOpen.current = isOpen;
  return () => {
    const place = before.current;
    const isThere = place instanceof HTMLElement && place.isConnected && place !== document.body;
    requestAnimationFrame(() => (isThere ? place : document.getElementById(messageFieldId))?.focus());
  };
}
