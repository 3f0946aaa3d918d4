// The contract's domain `models`, over the room.
import type { Handlers } from '#main/contract/kernel.ts';
import type { models as domain } from '#main/contract/models.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Models } from './port.ts';

export type ModelsHandlerDeps = {
  readonly models: Models;
  /** The app publishes `models` whenever `Models.onChange` calls. */
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
};

export function modelsHandlers({ models, bus }: ModelsHandlerDeps): Handlers<typeof domain> {
  return {
    vendors: async () => ({ vendors: [...models.vendors()] }),
    state: ({ refresh }, ctx) => models.state({ refresh, signal: ctx.signal }),
    look: (_input, ctx) => models.look(ctx.signal),
    async *watch(_input, { signal }) {
      const after = bus.cursor('models', '');
      yield { cursor: after, data: await models.state({ refresh: false, signal }) };
      // Every item is a whole state, so a lost event is made good by the next one.
      for await (const { cursor } of bus.subscribe('models', '', { after, signal }))
        yield { cursor, data: await models.state({ refresh: false, signal }) };
    },
    connect: ({ connectionId, vendor, label, baseUrl, apiKey, untilRestart }) =>
      models.connect({
        connectionId,
        vendor,
        ...(label === undefined ? {} : { label }),
        ...(baseUrl === undefined ? {} : { baseUrl }),
        ...(apiKey === undefined ? {} : { apiKey }),
        ...(untilRestart === undefined ? {} : { untilRestart }),
      }),
    async disconnect({ connectionId }) {
      await models.disconnect(connectionId);
      return {};
    },
    setEnabled: ({ connectionId, enabled }) => models.setEnabled(connectionId, enabled),
    test: ({ connectionId, model }, ctx) =>
      models.test({ connectionId, ...(model === undefined ? {} : { model }) }, ctx.signal),
    async setDefault({ model }, ctx) {
      await models.setDefault(model);
      return models.state({ refresh: false, signal: ctx.signal });
    },
    async setFallback({ model }, ctx) {
      await models.setFallback(model);
      return models.state({ refresh: false, signal: ctx.signal });
    },
  };
}
