// Notes over a real store and ledger, in a chat whose labels the test decides, and an agent that does what chance says.
import { CallId, TurnId } from '#main/contract/ids.ts';
import { Settings } from '#main/contract/settings.ts';
import type { TaintLabels } from '#main/contract/taint.ts';
import type { UndoPlace } from '#main/guard/undo/port.ts';
import { createUndoKit, type UndoKit, type UndoKitOptions } from '#main/guard/undo/testing/undo-kit.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { hashOf } from '#main/platform/base/json.ts';
import { type CreatedNotes, createNotes } from '../create-notes.ts';

export type NotesKit = UndoKit & {
  readonly notes: CreatedNotes;
  readonly told: string[];
  label(labels: Partial<TaintLabels>): void;
  place(turn?: string): UndoPlace;
};

const clean: TaintLabels = { trust: 'owner', secrecy: 'public', sources: [], more: 0 };

export async function createNotesKit(o: UndoKitOptions = {}): Promise<NotesKit> {
  const kit = await createUndoKit(o);
  let labels = clean;
  const told: string[] = [];
  const notes = createNotes({
    store: kit.store,
    taint: { labelsOf: async () => labels },
    ledger: kit.ledger,
    settings: { current: () => Settings.parse({ undo: o.undo ?? {} }) },
    bus: { publish: (topic) => void told.push(topic) },
    clock: systemClock,
  });
  return {
    ...kit,
    notes,
    told,
    label: (next) => {
      labels = { ...clean, ...next };
    },
    place: (turn = 't1') => ({
      sessionId: kit.sessionId,
      turnId: TurnId.parse(turn),
      callId: CallId.parse('c1'),
    }),
  };
}

/** Every note that is not in the trash, as one hash. */
export async function hashOfNotes({ store }: Pick<UndoKit, 'store'>): Promise<string> {
  const { notes } = await store.notes.list({ text: '', trash: false, limit: 10_000 });
  const states = await Promise.all(notes.map(async ({ id }) => [id, await store.notes.stateOf(id)] as const));
  return hashOf(states.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
