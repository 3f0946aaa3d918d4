// The room of notes itself, over a store in a folder of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNotes } from '#main/abilities/notes/create-notes.ts';
import { notesHandlers } from '#main/abilities/notes/handlers.ts';
import { AppError } from '#main/contract/errors.ts';
import { Cursor } from '#main/contract/ids.ts';
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { notes as domain } from '#main/contract/notes.ts';
import { Settings } from '#main/contract/settings.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';

export async function createSampleNotes() {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-sample-notes-'));
  const bus = createBus({ clock: systemClock, epoch: 'sample', log: silentLog });
  const { store }: { store: Store } = await openStore({ folder, now: systemClock.now });
  const notes = createNotes({
    ...{ store, bus, clock: systemClock },
    taint: { labelsOf: async () => ({ trust: 'owner', secrecy: 'public', sources: [], more: 0 }) },
    ledger: { register: () => {}, record: async (_place, _effects, run) => run() },
    settings: { current: () => Settings.parse({}) },
  });
  const handlers: Handlers<typeof domain, Ctx> = notesHandlers({ notes, store, bus });
  return {
    ...{ notes, store, handlers },
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type SampleNotes = Awaited<ReturnType<typeof createSampleNotes>>;

const missing = async () => {
  throw new AppError('not_found', 'There are no notes here.');
};
/** Where a test is not about notes. */
export const noNotes: Handlers<typeof domain, Ctx> = {
  async *watch() {
    yield { cursor: Cursor.parse('sample:0'), data: { total: 0, trashed: 0 } };
  },
  list: async () => ({ notes: [] }),
  ...{ get: missing, create: missing, save: missing, pin: missing, remove: missing, restore: missing, erase: missing },
};
