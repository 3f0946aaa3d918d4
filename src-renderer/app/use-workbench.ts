// What the parts of the window set in motion in one another: where to go, what to open, what to put where.
import { useMemo, useRef, useState } from 'react';
import type { SlashCommand } from '#main/contract/commands.ts';
import { useConnection } from '#renderer/api/use-connection.ts';
import { createChatConnection } from '#renderer/features/chat/chat-connection.ts';
import { usePaletteKeys } from '#renderer/features/palette/use-palette-keys.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useMainEvents } from './desktop/use-main-events.ts';
import type { Overlay } from './palette.tsx';
import { createSideBook } from './side-panel/side-book.ts';
import { useActions } from './use-actions.tsx';
import { useBench } from './use-bench.ts';
import { useChangeSettings } from './use-change-settings.ts';
import { useLastChat, useNewChat } from './use-chats.ts';
import { useInbox } from './use-inbox.ts';
import { type Navigate, useRoute } from './use-route.ts';
import { useSwitchModel } from './use-switch-model.ts';
import { useWork } from './use-work.ts';
import type { WorkbenchProps } from './workbench.tsx';

export function useWorkbench({ api, settings, models, system }: WorkbenchProps) {
  const { client } = api;
  const { t } = useText();
  const { route, navigate, choose } = useRoute();
  const lastChat = useLastChat(route);
  const state = useConnection(api.connection);
  const [isListOpen, setIsListOpen] = useState(false);
  const [overlay, setOverlay] = useState<Overlay>();
  const [insert, setInsert] = useState<{ readonly text: string } | undefined>();
  const [sideBook] = useState(createSideBook);
  const searchField = useRef<HTMLInputElement>(null);
  const openChat = useNewChat(client, choose);
  const connection = useMemo(
    () => createChatConnection({ client, putBlob: api.blobs.put, blobUrl: api.blobs.url }),
    [client, api],
  );
  const openId = route.screen === 'chat' ? route.sessionId : undefined;

  /** Whatever leads somewhere else also closes the list that lies over it. */
  const go: Navigate = (next, how) => {
    setIsListOpen(false);
    navigate(next, how);
  };
  const newChat = () => {
    setIsListOpen(false);
    openChat();
  };
  const openSettings = (section?: string) =>
    navigate(section === undefined ? { screen: 'settings' } : { screen: 'settings', section });
  const search = () => {
    navigate(lastChat);
    setIsListOpen(true);
    // The list may only now be on its way into the window.
    requestAnimationFrame(() => requestAnimationFrame(() => searchField.current?.focus()));
  };
  const runClientCommand = (command: Pick<SlashCommand, 'name'>, argument = '') => {
    const isOwn = ['search', 'settings', 'help'].includes(command.name);
    if (command.name === 'search') search();
    else if (command.name === 'settings') openSettings(argument === '' ? undefined : argument);
    else if (command.name === 'help') setOverlay('shortcuts');
    // The name of a skill: what is to be done with it is still to be written.
    if (!isOwn) insertText(`${t('skills.try_text', { name: command.name })}${argument}`);
  };
  const insertText = (text: string) => {
    go(lastChat);
    setInsert({ text });
  };
  /** A new chat, and these words in its message field, to be sent by the person. */
  const startWith = (text: string) => {
    newChat();
    setInsert({ text });
  };
  const work = useWork(client);
  const outputs = useBench(client);
  const inbox = useInbox(client);
  const links = useMainEvents({
    ...{ api, go, choose },
    acts: { new_chat: newChat, search, settings: openSettings },
  });
  const change = useChangeSettings(client);
  const actions = useActions({
    settings,
    models,
    hasChat: openId !== undefined,
    onModel: useSwitchModel(client, openId),
    onNewChat: newChat,
    onSearch: search,
    onSettings: openSettings,
    onSkills: () => navigate({ screen: 'skills' }),
    onNotes: () => navigate({ screen: 'notes' }),
    onReflexes: () => navigate({ screen: 'reflexes' }),
    onShortcuts: () => setOverlay('shortcuts'),
    onSide: openId === undefined ? undefined : () => sideBook.toggle(openId),
    host: system.host,
    work,
    onStopOutputs: outputs.isArmed ? outputs.stop : undefined,
    onChange: (patch) => void change.run(patch),
    onSignOut: api.host === 'desktop' ? undefined : () => void api.signOut({ everywhere: false }),
  });
  usePaletteKeys({ onPalette: () => setOverlay('palette'), onShortcuts: () => setOverlay('shortcuts') });
  return {
    ...{ connection, route, navigate, choose, go, lastChat, openId, state, actions, searchField },
    ...{ isListOpen, setIsListOpen, overlay, setOverlay, insert, insertText, sideBook },
    ...{ newChat, startWith, openSettings, runClientCommand, work, outputs, links, inbox },
  };
}
