// The session operations over a map, for component tests.
import type { contract } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { Session } from '#main/contract/messages.ts';
import type { SearchHit, SessionsEvent } from '#main/contract/sessions.ts';
import { createFeed } from './live-value.ts';
import { sampleSession } from './sample-data.ts';

export type SampleSessionsOptions = {
  readonly sessions?: readonly Session[];
  readonly hits?: readonly SearchHit[];
  /** Sessions in the first snapshot; older ones come by `list`. */
  readonly snapshotSize?: number;
};

const newestFirst = (a: Session, b: Session) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1);

export function createSampleSessions(options: SampleSessionsOptions) {
  const known = new Map((options.sessions ?? []).map((session) => [session.id, session]));
  const feed = createFeed<SessionsEvent>();
  const searched: string[] = [];
  const listed = (archived: boolean) =>
    [...known.values()].filter((one) => one.archived === archived && one.deletedAt === undefined).sort(newestFirst);
  const change = (id: SessionId, patch: Partial<Session>): Session => {
    const before = known.get(id);
    if (before === undefined) throw new AppError('not_found', 'This chat is gone.');
    const session = { ...before, ...patch };
    known.set(id, session);
    if (patch.deletedAt !== undefined) feed.push({ type: 'removed', sessionId: id });
    else feed.push({ type: 'changed', session });
    return session;
  };
  const get = (id: SessionId) => change(id, {});

  const handlers: Handlers<typeof contract.sessions> = {
    list: async ({ archived, limit, before }) => {
      const all = listed(archived);
      const start = before === undefined ? 0 : all.findIndex((one) => one.id === before.id) + 1;
      return { sessions: all.slice(start, start + limit), total: all.length };
    },
    get: async ({ sessionId }) => get(sessionId),
    create: async ({ title }) => {
      const session = sampleSession(`new-${known.size}`, { title: title ?? '', messageCount: 0 });
      known.set(session.id, session);
      feed.push({ type: 'changed', session });
      return session;
    },
    rename: async ({ sessionId, title }) => change(sessionId, { title, titleIsAutomatic: false }),
    setModel: async ({ sessionId, model }) => change(sessionId, model === null ? {} : { model }),
    setWorkspace: async ({ sessionId, workspace }) => change(sessionId, { workspace }),
    pin: async ({ sessionId, pinned }) => change(sessionId, { pinned }),
    archive: async ({ sessionId, archived }) => change(sessionId, { archived }),
    remove: async ({ sessionId }) => change(sessionId, { deletedAt: Date.now() }),
    restore: async ({ sessionId }) => {
      const { deletedAt: _deletedAt, ...session } = change(sessionId, { deletedAt: 1 });
      known.set(sessionId, session);
      feed.push({ type: 'changed', session });
      return session;
    },
    search: async ({ text, limit }) => {
      searched.push(text);
      const hits = (options.hits ?? []).filter((hit) =>
        hit.excerpt.some((piece) => piece.text.toLowerCase().includes(text.toLowerCase())),
      );
      return { hits: hits.slice(0, limit), more: hits.length > limit };
    },
    reveal: async ({ sessionId }) => ({ session: get(sessionId), depth: 0 }),
    watch: (_input, { signal }) => {
      const sessions = listed(false).slice(0, options.snapshotSize ?? 100);
      return feed.follow({ type: 'snapshot', sessions, total: listed(false).length }, signal);
    },
  };
  return {
    handlers,
    searched,
    session: (id: string) => known.get(SessionId.parse(id)),
    change: (id: string, patch: Partial<Session>) => void change(SessionId.parse(id), patch),
  };
}
