// What the agent changed, turn by turn, for the renderer and the command line.
import type { Cursor, SessionId } from '#main/contract/ids.ts';
import type { Ctx, Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { undo as domain, UndoEntry, UndoTurn } from '#main/contract/undo.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { LedgerEntry } from '#main/platform/store/port/ledger.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { CreatedLedger } from './create-ledger.ts';
import { shownChange } from './shown-change.ts';

export type UndoHandlersDeps = {
  readonly ledger: CreatedLedger;
  readonly store: { readonly ledger: Store['ledger'] };
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
};

type Item = StreamItem<{ turns: UndoTurn[] }>;

/** Every item is whole, so a snapshot and a change look alike and nothing can be missed between them. */
async function* follow(
  deps: UndoHandlersDeps,
  o: { sessionId: SessionId; after?: Cursor; signal: AbortSignal },
): AsyncGenerator<Item> {
  const { sessionId, signal } = o;
  const item = async (cursor: Cursor): Promise<Item> => ({
    cursor,
    data: { turns: await deps.store.ledger.turns(sessionId) },
  });
  let { after } = o;
  if (after === undefined) {
    after = deps.bus.cursor('undo', sessionId);
    yield await item(after);
  }
  for await (const { cursor } of deps.bus.subscribe('undo', sessionId, { after, signal })) yield await item(cursor);
}

export function undoHandlers(deps: UndoHandlersDeps): Handlers<typeof domain, Ctx> {
  const { ledger } = deps;
  /** Nothing for a kind that this version does not know: it cannot be shown in words. */
  const toEntry = async (entry: LedgerEntry): Promise<UndoEntry[]> => {
    try {
      const { kind, payload } = ledger.kinds.parse(entry);
      const hindrance = await kind.hindrance(payload, entry.state === 'undone' ? 'after' : 'before');
      const { id, turnId, callId, at, state } = entry;
      return [
        {
          ...{ id, turnId, callId, at, kind: entry.kind, ...kind.describe(payload) },
          state: state === 'undone' ? 'undone' : 'done',
          ...(hindrance === undefined ? {} : { hindrance }),
        },
      ];
    } catch {
      return [];
    }
  };
  const toEntries = async (entries: readonly LedgerEntry[]) => ({
    entries: (await Promise.all(entries.map(toEntry))).flat(),
  });
  return {
    forTurn: async ({ turnId }) => toEntries(await deps.store.ledger.ofTurn(turnId)),
    list: async ({ sessionId, limit }) => toEntries(await deps.store.ledger.ofSession(sessionId, limit)),
    follow: ({ sessionId }, ctx) =>
      follow(deps, { sessionId, signal: ctx.signal, ...(ctx.after === undefined ? {} : { after: ctx.after }) }),
    change: async ({ entryId }, { signal }) => ({
      shown: await shownChange(ledger, await deps.store.ledger.get(entryId), signal),
    }),
    undoTurn: async ({ turnId, keepCopy }, { signal }) => ({
      outcomes: await ledger.undo.turn(turnId, { keepCopy, signal }),
    }),
    undoEntry: async ({ entryId, keepCopy }, { signal }) => ({
      outcomes: await ledger.undo.entry(entryId, { keepCopy, signal }),
    }),
    redo: async ({ turnId, entryId, keepCopy }, { signal }) => ({
      outcomes: await ledger.undo.redo({ turnId, entryId }, { keepCopy, signal }),
    }),
  };
}
