// The account of what was done, for whoever reads it.
import type { activity as domain, Replay } from '#main/contract/activity.ts';
import type { Cursor, TurnId } from '#main/contract/ids.ts';
import type { Ctx, Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { ActivityBook } from './create-activity.ts';

export type ActivityHandlersDeps = {
  readonly book: ActivityBook;
  readonly store: Pick<Store, 'activity'>;
  readonly replay: (turnId: TurnId, signal: AbortSignal) => Promise<Replay>;
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
};

async function* watch(
  d: ActivityHandlersDeps,
  o: { after?: Cursor; signal: AbortSignal },
): AsyncGenerator<StreamItem<{ head: number }>> {
  const item = async (cursor: Cursor) => ({ cursor, data: { head: (await d.store.activity.head()).n } });
  let after = o.after;
  if (after === undefined) {
    after = d.bus.cursor('activity', '');
    yield await item(after);
  }
  for await (const { cursor } of d.bus.subscribe('activity', '', { after, signal: o.signal })) yield await item(cursor);
}

export function activityHandlers(d: ActivityHandlersDeps): Handlers<typeof domain, Ctx> {
  return {
    list: ({ before, limit, sessionId, turnId, types, text }) =>
      d.store.activity.list({
        limit,
        ...(before === undefined ? {} : { before }),
        ...(sessionId === undefined ? {} : { sessionId }),
        ...(turnId === undefined ? {} : { turnId }),
        ...(types === undefined ? {} : { types }),
        ...(text === undefined ? {} : { text }),
      }),
    watch: (_input, ctx) => watch(d, { signal: ctx.signal, ...(ctx.after === undefined ? {} : { after: ctx.after }) }),
    verify: (_input, ctx) => d.book.verify(ctx.signal),
    trace: ({ turnId }) => d.book.trace(turnId),
    exportTrace: (input) => d.book.exportTrace(input),
    replay: ({ turnId }, ctx) => d.replay(turnId, ctx.signal),
  };
}
