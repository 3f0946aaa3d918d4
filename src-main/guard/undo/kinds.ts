// Every kind of effect that can be put back, by name; payloads are parsed where they come in.
import { AppError } from '#main/contract/errors.ts';
import type { LedgerEntry } from '#main/platform/store/port/ledger.ts';
import type { PutTo, UndoKind } from './port.ts';

type Entry = Pick<LedgerEntry, 'kind' | 'payload'>;

export interface Kinds {
  register<P>(kind: UndoKind<P>): void;
  /** Throws `unsupported` with reason `unknown_kind` for a kind, or a form of it, that this version does not know. */
  parse(entry: Entry): { readonly kind: UndoKind<unknown>; readonly payload: unknown };
  knows(entry: Entry): boolean;
  stands(entry: Entry, signal: AbortSignal): Promise<PutTo | 'neither'>;
  tidy(entry: Entry, before: number): Promise<void>;
}

export function createKinds(): Kinds {
  const known = new Map<string, UndoKind<unknown>>();
  const parse = (entry: Entry) => {
    const kind = known.get(entry.kind);
    const parsed = kind?.payload.safeParse(entry.payload);
    if (kind === undefined || parsed?.success !== true)
      throw new AppError('unsupported', 'This version of Limpet does not know how to put this change back.', {
        details: { reason: 'unknown_kind' },
      });
    return { kind, payload: parsed.data };
  };
  return {
    knows: ({ kind, payload }) => known.get(kind)?.payload.safeParse(payload).success === true,
    register(kind) {
      if (known.has(kind.kind)) throw new Error(`the kind ${kind.kind} is registered already`);
      // Its payloads are parsed by its own schema before it sees them.
      known.set(kind.kind, kind as unknown as UndoKind<unknown>);
    },
    parse,
    async stands(entry, signal) {
      const { kind, payload } = parse(entry);
      return kind.stands(payload, signal);
    },
    async tidy(entry, before) {
      const { kind, payload } = parse(entry);
      await kind.tidy?.(payload, before);
    },
  };
}
