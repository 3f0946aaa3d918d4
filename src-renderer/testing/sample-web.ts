// Web search over values in memory, for component tests: the room itself, with a service that answers like an engine.
import { createWebSearch } from '#main/abilities/web-search/create-web-search.ts';
import { webSearchHandlers } from '#main/abilities/web-search/handlers.ts';
import type { Settings } from '#main/contract/settings.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import type { LiveValue } from './live-value.ts';

export function createSampleWeb(settings: LiveValue<Settings>) {
  const bus = createBus({ clock: systemClock, epoch: 'sample', log: silentLog });
  const keys = new Map<string, string>();
  const webSearch = createWebSearch({
    settings: { current: settings.get },
    secrets: {
      get: async (name) => keys.get(name),
      set: async (name, value) => void keys.set(name, value),
      remove: async (name) => void keys.delete(name),
    },
    service: {
      ask: async ({ headers }) => {
        const isRight = headers['x-subscription-token'] === 'right';
        const results = [{ title: 'Tides', url: 'https://example.org/tides', description: 'High and low.' }];
        const text = JSON.stringify(isRight ? { web: { results } } : {});
        return { status: isRight ? 200 : 401, headers: {}, body: new TextEncoder().encode(text) };
      },
    },
    clock: systemClock,
  });
  webSearch.onChange(() => bus.publish('webSearch', '', { type: 'changed' }));
  return webSearchHandlers({ webSearch, bus });
}
