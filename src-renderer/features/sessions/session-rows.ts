// From sessions to the rows of the side bar: headings by day and the sessions below them.
import type { Session } from '#main/contract/messages.ts';

export type SessionGroup = 'pinned' | 'today' | 'yesterday' | 'week' | 'older';
export type SessionRow =
  | { readonly type: 'heading'; readonly key: string; readonly group: SessionGroup }
  | { readonly type: 'session'; readonly key: string; readonly session: Session };

const order: readonly SessionGroup[] = ['pinned', 'today', 'yesterday', 'week', 'older'];

/** Midnight of the person's own calendar, `days` days before the day of `nowMs`; right on days of 23 and 25 hours too. */
function startOfDay(nowMs: number, days: number): number {
  const now = new Date(nowMs);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).getTime();
}

/** `sessions` come newest first and keep that order inside each group; an empty group has no heading. */
export function sessionRows(sessions: readonly Session[], nowMs: number): SessionRow[] {
  const today = startOfDay(nowMs, 0);
  const yesterday = startOfDay(nowMs, 1);
  const week = startOfDay(nowMs, 6);
  const groups = new Map<SessionGroup, Session[]>(order.map((group) => [group, []]));
  for (const session of sessions) {
    groups.get(groupOf(session))?.push(session);
  }
  return order.flatMap((group): SessionRow[] => {
    const members = groups.get(group) ?? [];
    if (members.length === 0) return [];
    return [
      { type: 'heading', key: `group:${group}`, group },
      ...members.map((session): SessionRow => ({ type: 'session', key: session.id, session })),
    ];
  });

  function groupOf(session: Session): SessionGroup {
    if (session.pinned) return 'pinned';
    if (session.updatedAt >= today) return 'today';
    if (session.updatedAt >= yesterday) return 'yesterday';
    return session.updatedAt >= week ? 'week' : 'older';
  }
}

/** The next row that can be focused, from `index` in direction `step`; `index` itself when there is none. */
export function neighbour(rows: readonly SessionRow[], index: number, step: 1 | -1): number {
  for (let at = index + step; at >= 0 && at < rows.length; at += step) {
    if (rows[at]?.type === 'session') return at;
  }
  return index;
}
