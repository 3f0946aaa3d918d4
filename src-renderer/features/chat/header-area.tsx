// The header with what it needs to know of the open session.

import { useEffect } from 'react';
import type { OpenChatProps } from './chat-screen.tsx';
import { ChatHeader } from './header/chat-header.tsx';
import { useChatState } from './live/use-chat.ts';
import { SessionModelPicker } from './session-model-picker.tsx';

export function HeaderArea(props: OpenChatProps) {
  const session = useChatState(props.store, (view) => view.session);
  const title = session?.title ?? '';
  useEffect(() => {
    document.title = title === '' ? 'Limpet' : `${title} · Limpet`;
    return () => {
      document.title = 'Limpet';
    };
  }, [title]);
  return (
    <ChatHeader
      session={session}
      sandbox={props.system?.sandbox}
      leading={props.leading}
      trailing={props.beside?.button(props.store)}
      model={<SessionModelPicker {...props} side="bottom" />}
      onOpenPermissions={() => props.onOpenSettings('permissions')}
      onChangeFolder={props.onChangeFolder}
      onRevealFolder={props.onRevealFolder}
    />
  );
}
