// What the list does with a session: sends it, says what happened, and offers to take it back.
import { useMemo } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { toErrorData } from '#main/contract/errors.ts';
import type { Session } from '#main/contract/messages.ts';
import { saveBlob } from '#renderer/api/save-file.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SessionActions } from './session-actions.ts';

export type SessionActionsOptions = {
  readonly client: LimpetClient;
  readonly onOpen: (session: Session) => void;
  /** Deleted or archived: whoever shows it should show something else. */
  readonly onGone: (session: Session) => void;
};

export function useSessionActions({ client, onOpen, onGone }: SessionActionsOptions): SessionActions {
  const { t } = useText();
  const showToast = useToast();
  return useMemo(() => {
    const titleOf = (session: Session) => (session.title === '' ? t('sessions.untitled') : session.title);
    const { sessions } = client;
    const send = async (act: () => Promise<unknown>) => {
      try {
        await act();
        return true;
      } catch (error) {
        showToast({ text: describeError(toErrorData(error), t), tone: 'stop' });
        return false;
      }
    };
    const offerUndo = (text: string, undo: () => Promise<unknown>) =>
      showToast({ text, action: { label: t('sessions.undo'), run: () => void send(undo) } });

    return {
      open: onOpen,
      rename: (session, title) => void send(() => sessions.rename({ sessionId: session.id, title })),
      setPinned: (session, pinned) => void send(() => sessions.pin({ sessionId: session.id, pinned })),
      async setArchived(session, archived) {
        const sessionId = session.id;
        if (!(await send(() => sessions.archive({ sessionId, archived })))) return;
        if (!archived) return;
        onGone(session);
        offerUndo(t('sessions.archived_done', { title: titleOf(session) }), () =>
          sessions.archive({ sessionId, archived: false }),
        );
      },
      exportAs: (session, format) =>
        void send(async () => saveBlob(await client.transfer.export({ format, sessionId: session.id }))),
      async remove(session) {
        const sessionId = session.id;
        if (!(await send(() => sessions.remove({ sessionId })))) return;
        onGone(session);
        offerUndo(t('sessions.removed', { title: titleOf(session) }), () => sessions.restore({ sessionId }));
      },
    };
  }, [client, onOpen, onGone, showToast, t]);
}
