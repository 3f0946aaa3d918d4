// Notifications with buttons on Linux, where Electron's own have none: asked of the desktop's notification service.
import type { Log } from '#main/platform/base/log.ts';
import type { NoticeBoard, PostedNotice } from '../notice-board.ts';
import type { BusMessage } from './bus-message.ts';
import type { SessionBus } from './connect-bus.ts';

const service = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
} as const;
const clicked = 'default';
const critical = 2;
const mostShown = 50;

/** The service shows a small part of HTML where it can: what is meant as text must not become it. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function actionsOf({ buttons }: PostedNotice): string[] {
  // Keys and words take turns; the key of a button is its place.
  return [clicked, '', ...buttons.flatMap((text, at) => [String(at), text])];
}

export type BusNoticesDeps = { readonly bus: SessionBus; readonly appIcon: string; readonly log: Log };

/** Undefined where the service has no buttons, or there is none. */
export async function createBusNotices({ bus, appIcon, log }: BusNoticesDeps): Promise<NoticeBoard | undefined> {
  const [capabilities] = await bus.call({ ...service, member: 'GetCapabilities' });
  if (!Array.isArray(capabilities) || !capabilities.includes('actions')) return undefined;
  const hasMarkup = capabilities.includes('body-markup');
  const rule = `type='signal',interface='${service.interface}',path='${service.path}'`;
  const self = {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
  };
  await bus.call({ ...self, member: 'AddMatch', signature: 's', body: [rule] });
  const owner = await bus.call({ ...self, member: 'GetNameOwner', signature: 's', body: [service.destination] });
  const shown = new Map<number, PostedNotice>();

  bus.onMessage((message: BusMessage) => {
    // Anybody on the bus can send such a signal; only the service's own counts.
    if (message.type !== 'signal' || message.interface !== service.interface || message.sender !== owner[0]) return;
    const [id, what] = message.body;
    const notice = typeof id === 'number' ? shown.get(id) : undefined;
    if (notice === undefined) return;
    if (message.member === 'NotificationClosed') shown.delete(Number(id));
    else if (message.member === 'ActionInvoked') {
      if (what === clicked) notice.onClick();
      else if (typeof what === 'string' && /^\d+$/.test(what)) notice.onButton(Number(what));
    }
  });

  const post = async (notice: PostedNotice): Promise<number | undefined> => {
    const body = hasMarkup ? escapeMarkup(notice.body) : notice.body;
    const hints = [
      ['desktop-entry', { type: 's', value: 'org.limpet.Limpet' }],
      ...(notice.isUrgent ? [['urgency', { type: 'y', value: critical }] as const] : []),
    ];
    const answer = await bus.call({
      ...{ ...service, member: 'Notify', signature: 'susssasa{sv}i' },
      body: ['Limpet', 0, appIcon, notice.title, body, actionsOf(notice), hints, notice.isUrgent ? 0 : -1],
    });
    const [id] = answer;
    if (typeof id !== 'number') return undefined;
    shown.set(id, notice);
    const [oldest] = shown.keys();
    if (shown.size > mostShown && oldest !== undefined) shown.delete(oldest);
    return id;
  };
  return {
    isSupported: () => true,
    post(notice) {
      const posted = post(notice).catch((error: unknown) => {
        log.warn('notification not shown', { error });
        return undefined;
      });
      return {
        close() {
          void posted.then(async (id) => {
            if (id === undefined || !shown.delete(id)) return;
            await bus
              .call({ ...service, member: 'CloseNotification', signature: 'u', body: [id] })
              .catch(() => undefined); // gone already
          });
        },
      };
    },
    close: bus.close,
  };
}
