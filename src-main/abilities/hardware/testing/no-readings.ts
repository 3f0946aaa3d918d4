// Readings and standing measurements of whoever needs none.
import type { Readings } from '../port/readings.ts';
import type { Watches } from '../port/watches.ts';

export const notAsked = async (): Promise<never> => {
  throw new Error('not asked here');
};

export const noReadings: Readings = {
  ...{ note() {}, onNoted: () => () => {}, list: async () => [], history: notAsked, raw: notAsked },
};

export const noWatches: Watches = {
  ...{ list: async () => [], check: async () => {}, start: notAsked, end: notAsked, run: async () => {} },
  follow: () => (async function* () {})(),
};
