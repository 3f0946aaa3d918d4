// The side panel as the chat takes it: frame, button, and what a card opens.
import { useMemo } from 'react';
import type { SessionId } from '#main/contract/ids.ts';
import type { Api } from '#renderer/api/create-api.ts';
import type { SideSlot } from '#renderer/features/chat/side-slot.ts';
import type { SideBook } from './side-book.ts';
import { SideButton } from './side-button.tsx';
import { SideFrame } from './side-frame.tsx';
import { sideRequestOf } from './use-side-tabs.tsx';

export function useSideSlot(api: Api, book: SideBook, sessionId: SessionId | undefined): SideSlot | undefined {
  return useMemo(() => {
    if (sessionId === undefined) return undefined;
    return {
      frame: (conversation, store) => (
        <SideFrame chat={{ api, sessionId, store }} book={book}>
          {conversation}
        </SideFrame>
      ),
      button: (store) => <SideButton chat={{ api, sessionId, store }} book={book} />,
      opener: (call) => {
        const request = sideRequestOf(call);
        return request === undefined ? undefined : () => book.open(sessionId, request);
      },
    };
  }, [api, book, sessionId]);
}
