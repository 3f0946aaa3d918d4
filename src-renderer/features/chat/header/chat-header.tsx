// The line above a conversation: title, folder, model, how commands run, what it has used.
import { Folder } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Session } from '#main/contract/messages.ts';
import type { SandboxState } from '#main/contract/system.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Popover } from '#renderer/ui/overlays/popover.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { SessionUsage } from './session-usage.tsx';
import { TierBadge } from './tier-badge.tsx';

export type ChatHeaderProps = {
  readonly session: Session | undefined;
  readonly sandbox: SandboxState | undefined;
  /** Opens the list on narrow windows. */
  readonly leading?: ReactNode;
  /** At the end: what stands beside the conversation. */
  readonly trailing?: ReactNode;
  readonly model: ReactNode;
  /** Says that words of others were read; draws nothing where none were. */
  readonly taint?: ReactNode;
  /** What the chat may do by itself, always in sight. */
  readonly mode?: ReactNode;
  readonly onOpenPermissions: () => void;
  readonly onChangeFolder: (session: Session) => void;
  /** Undefined where the machine's files cannot be shown (in a browser). */
  readonly onRevealFolder: ((path: string) => void) | undefined;
};

export function ChatHeader(props: ChatHeaderProps) {
  const { session, sandbox, leading, model, onOpenPermissions } = props;
  const { t } = useText();
  const title = session === undefined || session.title === '' ? t('chat.untitled') : session.title;
  return (
    <header className="@container flex h-12 shrink-0 items-center gap-1 border-b border-edge ps-4 pe-3 max-list:ps-2">
      {leading}
      <h1 className="min-w-24 truncate font-semibold rtl:text-right" title={title} dir="auto">
        {title}
      </h1>
      {session !== undefined && (
        <WorkspaceButton session={session} onChange={props.onChangeFolder} onReveal={props.onRevealFolder} />
      )}
      <span className="flex-1" />
      <span className="flex max-w-48 shrink-0 @max-2xl:hidden">{model}</span>
      {props.taint}
      {props.mode}
      <SessionUsage usage={session?.usage} />
      <TierBadge sandbox={sandbox} onOpenPermissions={onOpenPermissions} />
      {props.trailing}
    </header>
  );
}

type WorkspaceButtonProps = {
  readonly session: Session;
  readonly onChange: (session: Session) => void;
  readonly onReveal: ((path: string) => void) | undefined;
};

function WorkspaceButton({ session, onChange, onReveal }: WorkspaceButtonProps) {
  const { t } = useText();
  const path = session.workspace;
  const name = path.split(/[\\/]/).findLast((step) => step !== '') ?? path;
  return (
    <Popover
      label={t('chat.folder')}
      trigger={
        <button
          type="button"
          aria-label={t('chat.folder_is', { path })}
          className="inline-flex h-7 min-w-0 max-w-48 shrink-0 items-center gap-1.5 rounded-control px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover @max-lg:hidden"
        >
          <Folder className="size-3.5!" aria-hidden="true" />
          <span className="truncate">{name}</span>
        </button>
      }
    >
      <div className="flex flex-col gap-2">
        <p className="font-semibold">{t('chat.folder')}</p>
        <p dir="ltr" className="font-mono text-sm break-all">
          {path}
        </p>
        <p className="text-sm text-pretty text-ink-soft">{t('chat.folder_text')}</p>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => onChange(session)}>
            {t('chat.folder_change')}
          </Button>
          {onReveal !== undefined && (
            <Button size="sm" variant="plain" onClick={() => onReveal(path)}>
              {t('chat.folder_reveal')}
            </Button>
          )}
        </div>
      </div>
    </Popover>
  );
}
