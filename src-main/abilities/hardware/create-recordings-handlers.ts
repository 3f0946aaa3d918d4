// Domain `recordings` of the contract.
import { isCancelled } from '#main/contract/errors.ts';
import { Cursor } from '#main/contract/ids.ts';
import type { Ctx, Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { recordings as domain, Recording } from '#main/contract/recordings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Recordings } from './create-recordings.ts';

const nothing = {};
const gatherMs = 200;
/** While a line is recorded its file grows without any news of it. */
const growMs = 1_000;

async function* watch(
  recordings: Recordings,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<StreamItem<{ recordings: Recording[] }>> {
  try {
    for (let count = 1; ; count += 1) {
      const seen = recordings.news.count;
      const now = await recordings.list();
      yield { cursor: Cursor.parse(`recordings:${count}`), data: { recordings: now } };
      const isGrowing = now.some(({ recording }) => recording !== undefined);
      await recordings.news.next(seen, signal, isGrowing ? growMs : undefined);
      await clock.sleep(gatherMs, signal);
    }
  } catch (error) {
    if (!isCancelled(error)) throw error;
  }
}

export function createRecordingsHandlers(d: { recordings: Recordings; clock: Clock }): Handlers<typeof domain, Ctx> {
  const { recordings } = d;
  return {
    watch: (_input, { signal }) => watch(recordings, d.clock, signal),
    start: async ({ key }, { signal }) => ({ id: await recordings.start(key, signal) }),
    stop: ({ id }) => recordings.stop(id).then(() => nothing),
    rename: ({ id, name }) => recordings.rename(id, name).then(() => nothing),
    remove: ({ id }) => recordings.remove(id).then(() => nothing),
    export: ({ id }, { signal }) => recordings.export(id, signal),
    import: async (file) => ({ id: await recordings.import(file) }),
    play: async ({ id }, { signal }) => ({ key: await recordings.play(id, signal) }),
    sendAwaited: ({ id }, { signal }) => recordings.sendAwaited(id, signal).then(() => nothing),
    putAway: ({ id }, { signal }) => recordings.putAway(id, signal).then(() => nothing),
  };
}
