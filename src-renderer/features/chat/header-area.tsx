// The header with what it needs to know of the open session.

import { useCallback, useEffect, useState } from 'react';
import type { TaintLabels } from '#main/contract/taint.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import type { OpenChatProps } from './chat-screen.tsx';
import { ChatHeader } from './header/chat-header.tsx';
import { ModeMenu } from './header/mode-menu.tsx';
import { useChatState } from './live/use-chat.ts';
import { SessionModelPicker } from './session-model-picker.tsx';
import { CleanDialog } from './taint/clean-dialog.tsx';
import { TaintMark } from './taint/taint-mark.tsx';

export function HeaderArea(props: OpenChatProps) {
  const session = useChatState(props.store, (view) => view.session);
  const title = session?.title ?? '';
  useEffect(() => {
    document.title = title === '' ? 'Limpet' : `${title} · Limpet`;
    return () => {
      document.title = 'Limpet';
    };
  }, [title]);
  const { client } = props.connection;
  const { sessionId } = props;
  const [labels, setLabels] = useState<TaintLabels>();
  const watch = useCallback(
    (signal: AbortSignal) => client.taint.watch({ sessionId }, { signal }),
    [client, sessionId],
  );
  useFollow({ open: watch, onItem: setLabels });
  const [isCleaning, setIsCleaning] = useState(false);
  return (
    <>
      <ChatHeader
        session={session}
        sandbox={props.system?.sandbox}
        leading={props.leading}
        trailing={props.beside?.button(props.store)}
        model={<SessionModelPicker {...props} side="bottom" />}
        onOpenPermissions={() => props.onOpenSettings('permissions')}
        onChangeFolder={props.onChangeFolder}
        onRevealFolder={props.onRevealFolder}
        mode={<ModeMenu client={client} sessionId={sessionId} workspace={session?.workspace} />}
        taint={<TaintMark labels={labels} onContinueClean={() => setIsCleaning(true)} />}
      />
      {isCleaning && (
        <CleanDialog
          client={client}
          sessionId={sessionId}
          onClose={() => setIsCleaning(false)}
          onOpened={(id) => {
            setIsCleaning(false);
            props.onChooseSession()(id);
          }}
        />
      )}
    </>
  );
}
