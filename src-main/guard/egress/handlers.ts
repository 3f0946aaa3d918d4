// Domain `requestKeys` of the contract.
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { requestKeys as domain } from '#main/contract/request-keys.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { RequestKeys } from './port.ts';

export type RequestKeysHandlerDeps = {
  readonly keys: RequestKeys;
  readonly bus: Pick<Bus, 'cursor' | 'subscribe'>;
};

export function requestKeysHandlers({ keys, bus }: RequestKeysHandlerDeps): Handlers<typeof domain, Ctx> {
  const state = async () => ({ keys: await keys.list() });
  return {
    watch: (_input, { signal }) => watchState({ facts: bus, topic: 'requestKeys', state, signal }),
    save: async (input) => {
      await keys.save(input);
      return state();
    },
    remove: async ({ name }) => {
      await keys.remove(name);
      return state();
    },
  };
}
