// The tray as data: one status out of all facts, and the menu behind it.

import type { SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { type WorkFacts, waitingIn } from './work-facts.ts';

export const trayStatuses = ['idle', 'working', 'asks', 'error', 'paused'] as const;
export type TrayStatus = (typeof trayStatuses)[number];

export type TrayAct =
  | { readonly type: 'show' }
  | { readonly type: 'quick' }
  | { readonly type: 'open'; readonly sessionId: SessionId }
  | { readonly type: 'pause'; readonly paused: boolean }
  | { readonly type: 'stop_all' }
  | { readonly type: 'stop_outputs' }
  | { readonly type: 'release_outputs' }
  | { readonly type: 'quit' };
export type TrayEntry =
  | { readonly type: 'separator' }
  | { readonly type: 'note'; readonly label: string }
  | { readonly type: 'act'; readonly label: string; readonly act: TrayAct; readonly isEnabled: boolean }
  | { readonly type: 'switch'; readonly label: string; readonly act: TrayAct; readonly isOn: boolean };
export type TrayModel = {
  readonly status: TrayStatus;
  readonly tooltip: string;
  /** Of questions that wait, for the dock and the task bar. */
  readonly badge: number;
  readonly entries: readonly TrayEntry[];
};

const mostChats = 5;
const titleChars = 40;

const isAtWork = ({ status }: Session) => status === 'running' || status === 'asking';

/** What needs the person goes first, then what went wrong, then what is going on. */
export function statusOf(facts: WorkFacts, unseenFailures: number): TrayStatus {
  const { sessions, isPaused } = facts;
  if (waitingIn(facts) > 0) return 'asks';
  if (unseenFailures > 0) return 'error';
  if ([...(sessions?.values() ?? [])].some(isAtWork)) return 'working';
  return isPaused ? 'paused' : 'idle';
}

/** Native menus take `&` for a mnemonic, and one long title would make the whole menu wide. */
export function menuTitle(title: string): string {
  const line = visibleLine(title).trim();
  const letters = [...line];
  const short = letters.length > titleChars ? `${letters.slice(0, titleChars - 1).join('')}…` : line;
  return short.replaceAll('&', '&&');
}

function recentChats(facts: WorkFacts, t: Translate): TrayEntry[] {
  const recent = [...(facts.sessions?.values() ?? [])]
    .filter((session) => session.messageCount > 0 || isAtWork(session))
    .toSorted((a, b) => b.updatedAt - a.updatedAt)
    .slice(0, mostChats);
  if (recent.length === 0) return [];
  const label = (session: Session) => {
    const title = menuTitle(session.title);
    return isAtWork(session) ? t(`desktop.tray_chat_${session.status}`, { title }) : title;
  };
  return [
    { type: 'separator' },
    { type: 'note', label: t('desktop.tray_recent') },
    ...recent.map((session): TrayEntry => {
      return { type: 'act', label: label(session), act: { type: 'open', sessionId: session.id }, isEnabled: true };
    }),
  ];
}

export type TrayWorld = {
  readonly facts: WorkFacts;
  readonly unseenFailures: number;
  readonly t: Translate;
};

export function trayModel({ facts, unseenFailures, t }: TrayWorld): TrayModel {
  const status = statusOf(facts, unseenFailures);
  const badge = waitingIn(facts);
  const line = t(`desktop.status_${status}`, { count: status === 'asks' ? badge : unseenFailures });
  const act = (label: string, what: TrayAct, isEnabled = true): TrayEntry => {
    return { type: 'act', label: t(`desktop.tray_${label}`), act: what, isEnabled };
  };
  const isBusy = [...(facts.sessions?.values() ?? [])].some(isAtWork);
  return {
    status,
    tooltip: `Limpet: ${line}`,
    badge,
    entries: [
      { type: 'note', label: line },
      { type: 'separator' },
      act('quick', { type: 'quick' }),
      act('show', { type: 'show' }),
      ...recentChats(facts, t),
      { type: 'separator' },
      {
        type: 'switch',
        label: t('desktop.tray_pause'),
        act: { type: 'pause', paused: !facts.isPaused },
        isOn: facts.isPaused,
      },
      // Commands in the background are not among the facts, so stopping is offered while anything may be running.
      act('stop_all', { type: 'stop_all' }, isBusy || facts.sessions !== undefined),
      // Always there: whoever needs it has no time to look why it is grey.
      act('stop_outputs', { type: 'stop_outputs' }),
      ...(facts.isBenchStopped ? [act('release_outputs', { type: 'release_outputs' })] : []),
      { type: 'separator' },
      act('quit', { type: 'quit' }),
    ],
  };
}

/** Chats whose turn failed; each counts until the person has looked. */
export function newFailures(before: WorkFacts['sessions'], after: WorkFacts['sessions']): readonly SessionId[] {
  if (before === undefined || after === undefined) return [];
  return [...after.values()]
    .filter(({ id, status }) => status === 'failed' && before.get(id)?.status !== 'failed')
    .map(({ id }) => id);
}
