// The `sessions` operations: the list of conversations and what can be done with one.
import type { Lanes } from '#main/agent/messaging/port.ts';
import type { Models } from '#main/agent/providers/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { Ctx, Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { Session } from '#main/contract/messages.ts';
import type { SessionsEvent, sessions } from '#main/contract/sessions.ts';
import type { Workspaces } from '#main/guard/workspace/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SessionChange, Store } from '#main/platform/store/port.ts';

/** What the side bar shows before it is scrolled. */
const snapshotRows = 100;

export type SessionsDeps = {
  readonly store: Pick<Store, 'sessions' | 'messages'>;
  readonly lanes: Pick<Lanes, 'stop' | 'wake'>;
  readonly models: Pick<Models, 'resolve'>;
  readonly workspaces: Workspaces;
  /** Folder of a session that names none: of the settings, else the usual one. */
  readonly defaultWorkspace: () => string;
  /** Title of a session without one, in the person's language. */
  readonly untitled: () => string;
  readonly bus: Bus;
  readonly clock: Clock;
};

export function sessionsHandlers(d: SessionsDeps): Handlers<typeof sessions, Ctx> {
  const show = (session: Session): Session => {
    d.bus.publish('sessions', '', { type: 'changed', session });
    d.bus.publish('turn', session.id, { type: 'session', session });
    return session;
  };
  const change = async (sessionId: SessionId, what: SessionChange) =>
    show(await d.store.sessions.change(sessionId, what, d.clock.now()));
  const folder = async (path: string, create: boolean) => (await d.workspaces.open(path, { create })).root;
  return {
    list: (input) => d.store.sessions.list(listed(input)),
    get: ({ sessionId }) => d.store.sessions.get(sessionId),
    async create({ title, workspace, model }, ctx) {
      if (model !== undefined) await d.models.resolve(model);
      const named = title?.trim() ?? '';
      const session = await d.store.sessions.create({
        id: SessionId.parse(newId(d.clock.now())),
        commandId: ctx.commandId,
        title: named === '' ? d.untitled() : named,
        titleIsAutomatic: named === '',
        // A folder that the person named must be there; our own is made.
        workspace: workspace === undefined ? await folder(d.defaultWorkspace(), true) : await folder(workspace, false),
        ...(model === undefined ? {} : { model }),
        now: d.clock.now(),
      });
      return show(session);
    },
    rename: ({ sessionId, title }) => change(sessionId, { title, titleIsAutomatic: false }),
    async setModel({ sessionId, model }) {
      if (model !== null) await d.models.resolve(model);
      return change(sessionId, { model });
    },
    setWorkspace: async ({ sessionId, workspace }) => change(sessionId, { workspace: await folder(workspace, false) }),
    pin: ({ sessionId, pinned }) => change(sessionId, { pinned }),
    archive: ({ sessionId, archived }) => change(sessionId, { archived }),
    async remove({ sessionId }) {
      const session = await d.store.sessions.remove(sessionId, d.clock.now());
      d.bus.publish('sessions', '', { type: 'removed', sessionId });
      await d.lanes.stop(sessionId);
      return session;
    },
    async restore({ sessionId }) {
      const session = show(await d.store.sessions.restore(sessionId, d.clock.now()));
      // What waited when it was deleted gets its turn now.
      d.lanes.wake(sessionId);
      return session;
    },
    search: ({ text, limit, sessionId }, ctx) =>
      d.store.sessions.search({ text, limit, ...(sessionId === undefined ? {} : { sessionId }), signal: ctx.signal }),
    async reveal({ sessionId, messageId }) {
      const message = await d.store.messages.get(messageId);
      if (message.sessionId !== sessionId)
        throw new AppError('not_found', 'This message is not part of the chat. Search again.');
      const { depth } = message;
      const shown = await d.store.messages.history({ sessionId, from: depth, limit: 1 });
      // Already on the branch that is shown: nothing moves, and a running turn is no hindrance.
      if (shown.messages[0]?.id === messageId) return { session: await d.store.sessions.get(sessionId), depth };
      const session = await d.store.messages.switchTo(sessionId, messageId, d.clock.now());
      d.bus.publish('turn', sessionId, { type: 'reset' });
      return { session: show(session), depth };
    },
    watch: (_input, ctx) => watch(ctx, d),
  };
}

function listed(input: {
  archived: boolean;
  limit: number;
  before?: { updatedAt: number; id: SessionId } | undefined;
}) {
  const { before, ...rest } = input;
  return before === undefined ? rest : { ...rest, before };
}

/** First the newest sessions, then every change; after a gap the newest again. */
async function* watch(ctx: Ctx, d: SessionsDeps): AsyncIterable<StreamItem<SessionsEvent>> {
  let after = ctx.after;
  while (!ctx.signal.aborted) {
    if (after === undefined) {
      const cursor = d.bus.cursor('sessions', '');
      const { sessions: newest, total } = await d.store.sessions.list({ archived: false, limit: snapshotRows });
      yield { cursor, data: { type: 'snapshot', sessions: newest, total } };
      after = cursor;
    }
    let isLost = false;
    for await (const item of d.bus.subscribe('sessions', '', { after, signal: ctx.signal })) {
      if ('lost' in item) {
        isLost = true;
        break;
      }
      yield { cursor: item.cursor, data: item.event };
    }
    if (!isLost) return;
    after = undefined;
  }
}
