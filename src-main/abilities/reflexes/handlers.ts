// Domain `reflexes` of the contract.
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { reflexes as domain } from '#main/contract/reflexes.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Reflexes } from './port.ts';

export type ReflexesHandlersDeps = {
  readonly reflexes: Reflexes;
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
};

export function reflexesHandlers({ reflexes, bus }: ReflexesHandlersDeps): Handlers<typeof domain, Ctx> {
  return {
    async *follow(_input, { signal }) {
      const after = bus.cursor('reflexes', '');
      yield { cursor: after, data: await reflexes.overview() };
      // Every item is whole, so a lost event is made good by the next one.
      for await (const { cursor } of bus.subscribe('reflexes', '', { after, signal }))
        yield { cursor, data: await reflexes.overview() };
    },
    save: (o) => reflexes.save(o),
    switchOn: ({ id, hash }) => reflexes.switchOn(id, hash),
    switchOff: ({ id }) => reflexes.switchOff(id),
    remove: async ({ id }) => {
      await reflexes.remove(id);
      return {};
    },
    dryRun: (order, { signal }) => reflexes.dryRun(order, signal),
    events: (o) => reflexes.events(o),
    dismiss: async ({ ns }) => {
      await reflexes.dismiss(ns);
      return {};
    },
  };
}
