// The tabs beside a conversation, by name. A new one is one hook here and one line in `sideRequestOf`.
import { FilePen, Globe, Shapes } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { SessionId } from '#main/contract/ids.ts';
import type { ToolCall } from '#main/contract/messages.ts';
import type { Api } from '#renderer/api/create-api.ts';
import { ArtefactPanel } from '#renderer/features/artefacts/artefact-panel.tsx';
import { useArtefacts } from '#renderer/features/artefacts/use-artefacts.ts';
import { BrowserPanel } from '#renderer/features/browser/browser-panel.tsx';
import { ChangesView, useChangedCount } from '#renderer/features/chat/changes/changes-view.tsx';
import { filesOf } from '#renderer/features/chat/changes/file-changes.ts';
import type { ChatStore } from '#renderer/features/chat/live/chat-store.ts';
import { useChatState } from '#renderer/features/chat/live/use-chat.ts';
import { HighlightProvider } from '#renderer/features/chat/markdown/code-view.tsx';
import { Markdown } from '#renderer/features/chat/markdown/markdown.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SideRequest } from './side-book.ts';

/** The chat that is open, as a tab sees it. */
export type SideChat = { readonly api: Api; readonly sessionId: SessionId; readonly store: ChatStore };

export type SideTab = {
  readonly id: string;
  readonly label: string;
  readonly icon: ReactNode;
  /** A number after the label; 0 shows none. */
  readonly badge: number;
  /** False: there is nothing to show in this chat, and no tab is drawn. */
  readonly hasContent: boolean;
  /** Drawn only while the tab is in front. */
  readonly view: (request: SideRequest | undefined) => ReactNode;
};

/** Called by everything that draws the panel or its button: a tab's hook must be cheap and share what it follows. */
export function useSideTabs(chat: SideChat): readonly SideTab[] {
  const artefact = useArtefactTab(chat);
  const changes = useChangesTab(chat);
  const browser = useBrowserTab(chat);
  return [browser, artefact, changes].filter((tab) => tab.hasContent);
}

const isBrowserCall = (tool: string) => tool.startsWith('browser_');

/** What the button of a call's card opens. Pure: it is asked for every card that is drawn. */
export function sideRequestOf(call: ToolCall): SideRequest | undefined {
  if (isBrowserCall(call.tool)) return { tab: 'browser', id: call.callId };
  if (call.state !== 'done') return undefined;
  if (call.tool === 'show_artefact') return { tab: 'artefact', id: call.callId };
  // Of a command nobody knows without asking; a delete, a move and a new folder say what they write.
  const isWrite = call.effects.some(({ type, insideWorkspace }) => type === 'write' && insideWorkspace !== undefined);
  if (isWrite || filesOf(call).length > 0) return { tab: 'changes', id: call.callId };
  return undefined;
}

function useArtefactTab({ api, sessionId }: SideChat): SideTab {
  const { t } = useText();
  const artefacts = useArtefacts(api.client, sessionId);
  return {
    id: 'artefact',
    label: t('artefacts.tab'),
    icon: <Shapes aria-hidden="true" />,
    badge: artefacts.length > 1 ? artefacts.length : 0,
    hasContent: artefacts.length > 0,
    view: (request) => (
      <ArtefactPanel
        client={api.client}
        artefacts={artefacts}
        request={request}
        markdown={(text) => (
          <HighlightProvider>
            <Markdown text={text} isStreaming={false} />
          </HighlightProvider>
        )}
      />
    ),
  };
}

function useChangesTab({ store }: SideChat): SideTab {
  const { t } = useText();
  const count = useChangedCount(store);
  return {
    id: 'changes',
    label: t('side.changes'),
    icon: <FilePen aria-hidden="true" />,
    badge: count,
    hasContent: count > 0,
    view: (request) => <ChangesView store={store} request={request} />,
  };
}

function useBrowserTab({ api, sessionId, store }: SideChat): SideTab {
  const { t } = useText();
  const messages = useChatState(store, (view) => view.messages);
  const isUsed = useMemo(
    () =>
      [...messages.values()].some(({ parts }) =>
        parts.some((part) => part.type === 'tool_call' && isBrowserCall(part.tool)),
      ),
    [messages],
  );
  return {
    id: 'browser',
    label: t('web.panel'),
    icon: <Globe aria-hidden="true" />,
    badge: 0,
    hasContent: isUsed,
    view: () => <BrowserPanel client={api.client} sessionId={sessionId} />,
  };
}
