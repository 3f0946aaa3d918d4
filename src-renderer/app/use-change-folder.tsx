// Another folder for a chat: by the system's dialog where there is one, otherwise by our own.
import { type ReactNode, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { Session } from '#main/contract/messages.ts';
import { FolderDialog } from '#renderer/features/settings/workspace/folder-dialog.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Desktop } from './use-desktop.ts';

export type ChangeFolder = { readonly change: (session: Session) => void; readonly dialog: ReactNode };

export function useChangeFolder(client: LimpetClient, { pickFolder }: Desktop): ChangeFolder {
  const { t } = useText();
  const showToast = useToast();
  const [asked, setAsked] = useState<Session | undefined>();
  const tell = (error: unknown) => {
    if (!isCancelled(error)) showToast({ text: describeError(toErrorData(error), t), tone: 'stop' });
  };
  const use = (session: Session, workspace: string) => {
    client.sessions.setWorkspace({ sessionId: session.id, workspace }).catch(tell);
  };
  const change = (session: Session) => {
    if (pickFolder === undefined) return setAsked(session);
    pickFolder(session.workspace).then((path) => path !== null && use(session, path), tell);
  };
  const dialog = asked !== undefined && (
    <FolderDialog
      client={client}
      open
      startIn={asked.workspace}
      onOpenChange={(open) => !open && setAsked(undefined)}
      onChoose={(path) => {
        use(asked, path);
        setAsked(undefined);
      }}
    />
  );
  return { change, dialog };
}
