// Where the window is, kept in the address after `#`. Nothing else is ever read from an address: no server, no key.
import { MessageId, NoteId, SessionId } from '#main/contract/ids.ts';

export type Route =
  | { readonly screen: 'chat'; readonly sessionId?: SessionId; readonly messageId?: MessageId }
  | { readonly screen: 'inbox' }
  | { readonly screen: 'notes'; readonly noteId?: NoteId }
  | { readonly screen: 'skills' }
  | { readonly screen: 'activity' }
  | { readonly screen: 'servers' }
  | { readonly screen: 'devices' }
  | { readonly screen: 'reflexes' }
  | { readonly screen: 'settings'; readonly section?: string };

const plainScreens = ['inbox', 'skills', 'activity', 'servers', 'devices', 'reflexes'] as const;

/** `#/chat/<session>/<message>`, `#/notes/<note>`, `#/settings/<section>`, or the name of another screen; anything else is the chat. */
export function parseRoute(hash: string): Route {
  const [screen, first = '', second = ''] = hash.replace(/^#\/?/, '').split('/').map(decode);
  if (screen === 'settings') return /^[a-z-]{1,40}$/.test(first) ? { screen, section: first } : { screen };
  if (screen === 'notes') {
    const noteId = NoteId.safeParse(first);
    return noteId.success ? { screen, noteId: noteId.data } : { screen };
  }
  const plain = plainScreens.find((one) => one === screen);
  if (plain !== undefined) return { screen: plain };
  const sessionId = SessionId.safeParse(screen === 'chat' ? first : '');
  if (!sessionId.success) return { screen: 'chat' };
  const messageId = MessageId.safeParse(second);
  return { screen: 'chat', sessionId: sessionId.data, ...(messageId.success ? { messageId: messageId.data } : {}) };
}

export function routeHash(route: Route): string {
  const steps = stepsOf(route);
  return `#/${steps
    .filter((step) => step !== undefined)
    .map(encodeURIComponent)
    .join('/')}`;
}

function stepsOf(route: Route): readonly (string | undefined)[] {
  if (route.screen === 'chat') return ['chat', route.sessionId, route.messageId];
  if (route.screen === 'notes') return ['notes', route.noteId];
  return route.screen === 'settings' ? ['settings', route.section] : [route.screen];
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return ''; // A broken escape names nothing.
  }
}
