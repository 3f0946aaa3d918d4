// Domain `readings` of the contract.
import { Cursor } from '#main/contract/ids.ts';
import type { Ctx, Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { readings as domain } from '#main/contract/readings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { KeptReadings } from './port/readings.ts';
import type { Watches } from './port/watches.ts';
import { type ExportDeps, exportReadings } from './readings/export-readings.ts';
import { followNewest } from './readings/follow-newest.ts';

export type ReadingHandlersDeps = {
  readonly readings: KeptReadings;
  readonly watches: Watches;
  readonly store: ExportDeps['store'];
  readonly clock: Clock;
};

/** Each reader begins with everything, so it needs no old place. */
async function* numbered<T>(items: AsyncIterable<T>): AsyncGenerator<StreamItem<T>> {
  let count = 0;
  for await (const data of items) {
    count += 1;
    yield { cursor: Cursor.parse(`readings:${count}`), data };
  }
}

async function* listed(watches: Watches, signal: AbortSignal) {
  for await (const now of watches.follow(signal)) yield { watches: [...now] };
}

export function createReadingHandlers(d: ReadingHandlersDeps): Handlers<typeof domain, Ctx> {
  const { readings, watches } = d;
  return {
    list: async ({ deviceKey }) => ({ series: [...(await readings.list({ device: deviceKey }))] }),
    follow: ({ deviceKey }, { signal }) => numbered(followNewest(d, { device: deviceKey }, signal)),
    async history(question) {
      const { bins, summary } = await readings.history(question);
      return { bins: [...bins], summary };
    },
    exportCsv: (o, { signal }) => exportReadings(d, o, signal),
    async forget({ seriesIds }) {
      await readings.forget(seriesIds);
      return {};
    },
    watches: (_input, { signal }) => numbered(listed(watches, signal)),
    startWatch: async (order) => ({ watch: await watches.start(order, { by: 'person' }) }),
    async endWatch({ id }) {
      await watches.end(id, { by: 'person' });
      return {};
    },
  };
}
