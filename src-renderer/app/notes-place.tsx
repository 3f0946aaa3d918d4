// The notes with what other features lend: answers' own way of drawing Markdown, and the question before a link is opened.

import type { Api } from '#renderer/api/create-api.ts';
import { LinkGuard } from '#renderer/features/chat/markdown/link-guard.tsx';
import { Markdown } from '#renderer/features/chat/markdown/markdown.tsx';
import { NotesScreen } from '#renderer/features/notes/notes-screen.tsx';
import { type Route, routeHash } from './route.ts';
import { useDesktop } from './use-desktop.ts';
import type { Navigate } from './use-route.ts';

export type NotesPlaceProps = {
  readonly api: Api;
  readonly isOffline: boolean;
  readonly route: Extract<Route, { screen: 'notes' }>;
  readonly onNavigate: Navigate;
};

export function NotesPlace({ api, isOffline, route, onNavigate }: NotesPlaceProps) {
  const desktop = useDesktop(api.client);
  return (
    <LinkGuard onOpen={desktop.openExternal}>
      <NotesScreen
        client={api.client}
        isOffline={isOffline}
        noteId={route.noteId}
        hrefFor={(noteId) => routeHash({ screen: 'notes', noteId })}
        onNote={(noteId) => onNavigate({ screen: 'notes', ...(noteId === undefined ? {} : { noteId }) })}
        chatHref={(sessionId) => routeHash({ screen: 'chat', sessionId })}
        onOpenChat={(sessionId) => onNavigate({ screen: 'chat', sessionId })}
        renderText={(text) => <Markdown text={text} isStreaming={false} />}
      />
    </LinkGuard>
  );
}
