// Ctrl or Cmd+K: chats, messages, slash commands and the app's actions in one list.
import { FileSearch, MessageSquare, SquareSlash } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SlashCommand } from '#main/contract/commands.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Session } from '#main/contract/messages.ts';
import type { SearchHit } from '#main/contract/sessions.ts';
import { Highlighted } from '#renderer/ui/display/highlighted.tsx';
import { formatAgo } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import type { PaletteAction } from './palette-action.ts';
import { PaletteGroup, PaletteItem } from './palette-item.tsx';
import { PaletteWindow } from './palette-window.tsx';
import { hitPrefix } from './rank.ts';
import { type PaletteData, usePaletteData } from './use-palette-data.ts';

export type CommandPaletteProps = {
  readonly client: LimpetClient;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The app's one registry of actions. */
  readonly actions: readonly PaletteAction[];
  readonly onOpenSession: (session: Session) => void;
  /** Opens the session and shows this message. */
  readonly onOpenHit: (hit: SearchHit) => void;
  /** `client` commands are the app's own; `server` ones run in the open session. */
  readonly onSlashCommand: (command: SlashCommand) => void;
};

const recentWithoutText = 6;

export function CommandPalette(props: CommandPaletteProps) {
  const { open, onOpenChange } = props;
  const [text, setText] = useState('');
  const [pageId, setPageId] = useState<string>();
  const change = (next: boolean) => {
    if (next === open) return;
    setText('');
    setPageId(undefined);
    onOpenChange(next);
  };
  if (!open) return null;
  return (
    <OpenPalette
      {...props}
      text={text}
      onText={setText}
      pageId={pageId}
      onPage={(id) => {
        setText('');
        setPageId(id);
      }}
      onOpenChange={change}
    />
  );
}

type OpenPaletteProps = CommandPaletteProps & {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly pageId: string | undefined;
  readonly onPage: (id: string | undefined) => void;
};

function OpenPalette(props: OpenPaletteProps) {
  const { client, open, onOpenChange, actions, text, onText, pageId, onPage } = props;
  const { t } = useText();
  const page = actions.find((action) => action.id === pageId && action.choices !== undefined);
  const data = usePaletteData(client, page === undefined ? text : '');
  const [selected, setSelected] = useState('');
  // The chats come a moment after the actions; the first line is still what Enter takes.
  const first = data.sessions[0]?.id;
  useEffect(() => {
    if (first !== undefined) setSelected(`session:${first}`);
  }, [first]);
  const close = (act: () => void) => {
    onOpenChange(false);
    act();
  };
  const status = data.isSearching
    ? t('app.palette_searching')
    : data.hasFailed
      ? t('app.palette_search_failed')
      : undefined;
  return (
    <PaletteWindow
      open={open}
      onOpenChange={onOpenChange}
      text={text}
      onText={onText}
      page={page === undefined ? undefined : { title: page.title, onBack: () => onPage(undefined) }}
      status={status}
      selected={selected}
      onSelected={setSelected}
    >
      {page === undefined ? (
        <FirstPage {...props} data={data} onClose={close} />
      ) : (
        <Actions actions={page.choices ?? []} onPick={(action) => close(() => action.run?.())} />
      )}
    </PaletteWindow>
  );
}

type FirstPageProps = OpenPaletteProps & {
  readonly data: PaletteData;
  /** Closes the palette, then acts. */
  readonly onClose: (act: () => void) => void;
};

function FirstPage({ data, onClose, ...props }: FirstPageProps) {
  const { t } = useText();
  return (
    <>
      <Chats
        sessions={data.sessions}
        text={props.text}
        onOpen={(session) => onClose(() => props.onOpenSession(session))}
      />
      {(['actions', 'settings'] as const).map((group) => (
        <PaletteGroup key={group} title={t(`app.palette_${group}`)}>
          <Actions
            actions={props.actions.filter((action) => action.group === group)}
            onPick={(action) => {
              if (action.choices === undefined) onClose(() => action.run?.());
              else props.onPage(action.id);
            }}
          />
        </PaletteGroup>
      ))}
      <PaletteGroup title={t('app.palette_commands')}>
        {data.commands.map((command) => (
          <PaletteItem
            key={command.name}
            value={`command:${command.name}`}
            title={`/${command.name}`}
            detail={t(command.description)}
            texts={[command.name, `/${command.name}`, t(command.title), t(command.description)]}
            icon={<SquareSlash aria-hidden="true" />}
            onSelect={() => onClose(() => props.onSlashCommand(command))}
          />
        ))}
      </PaletteGroup>
      <Hits hits={data.hits} onOpen={(hit) => onClose(() => props.onOpenHit(hit))} />
    </>
  );
}

type ActionsProps = { readonly actions: readonly PaletteAction[]; readonly onPick: (action: PaletteAction) => void };

function Actions({ actions, onPick }: ActionsProps) {
  return actions.map((action) => (
    <PaletteItem
      key={action.id}
      value={`action:${action.id}`}
      title={action.title}
      detail={action.detail}
      texts={[action.title, ...(action.keywords ?? [])]}
      icon={action.icon}
      shortcut={action.shortcut}
      onSelect={() => onPick(action)}
    />
  ));
}

type ChatsProps = {
  readonly sessions: readonly Session[];
  readonly text: string;
  readonly onOpen: (session: Session) => void;
};

/** Without a typed text the latest few; with one, all that are known are looked through. */
function Chats({ sessions, text, onOpen }: ChatsProps) {
  const { t, language } = useText();
  const now = useNow(60_000);
  const isIdle = text.trim() === '';
  const shown = isIdle ? sessions.slice(0, recentWithoutText) : sessions;
  if (shown.length === 0) return null;
  return (
    <PaletteGroup title={t(isIdle ? 'app.palette_recent' : 'app.palette_chats')}>
      {shown.map((session) => {
        const title = session.title === '' ? t('app.palette_untitled') : session.title;
        return (
          <PaletteItem
            key={session.id}
            value={`session:${session.id}`}
            title={title}
            texts={[title]}
            icon={<MessageSquare aria-hidden="true" />}
            end={formatAgo(session.updatedAt, now, language)}
            onSelect={() => onOpen(session)}
          />
        );
      })}
    </PaletteGroup>
  );
}

type HitsProps = { readonly hits: readonly SearchHit[]; readonly onOpen: (hit: SearchHit) => void };

function Hits({ hits, onOpen }: HitsProps) {
  const { t } = useText();
  if (hits.length === 0) return null;
  return (
    <PaletteGroup title={t('app.palette_messages')}>
      {hits.map((hit) => (
        <PaletteItem
          key={hit.messageId}
          value={`${hitPrefix}${hit.messageId}`}
          title={hit.sessionTitle === '' ? t('app.palette_untitled') : hit.sessionTitle}
          texts={[]}
          icon={<FileSearch aria-hidden="true" />}
          detail={<Highlighted pieces={hit.excerpt} />}
          onSelect={() => onOpen(hit)}
        />
      ))}
    </PaletteGroup>
  );
}
