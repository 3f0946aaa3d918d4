// The contract's domain `webSearch`, over the room.
import type { Handlers } from '#main/contract/kernel.ts';
import type { webSearch as domain } from '#main/contract/web-search.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { WebSearch } from './port.ts';

export type WebSearchHandlerDeps = {
  readonly webSearch: WebSearch;
  /** The app publishes `webSearch` when a key, a setting or the secret store changes. */
  readonly bus: Bus;
};

export function webSearchHandlers({ webSearch, bus }: WebSearchHandlerDeps): Handlers<typeof domain> {
  return {
    async *watch(_input, { signal }) {
      const after = bus.cursor('webSearch', '');
      yield { cursor: after, data: await webSearch.state() };
      for await (const { cursor } of bus.subscribe('webSearch', '', { after, signal }))
        yield { cursor, data: await webSearch.state() };
    },
    async setKey({ engine, key }) {
      await webSearch.setKey(engine, key);
      return webSearch.state();
    },
    test: ({ engine }, ctx) => webSearch.test(engine, ctx.signal),
  };
}
