// Domain `transfer` of the contract.
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { transfer as domain } from '#main/contract/transfer.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Transfer } from './create-transfer.ts';

export function createTransferHandlers(d: {
  readonly transfer: Transfer;
  readonly bus: Pick<Bus, 'cursor' | 'subscribe'>;
}): Handlers<typeof domain, Ctx> {
  const { transfer } = d;
  return {
    watch: (_input, { signal }) => watchState({ facts: d.bus, topic: 'transfer', state: transfer.state, signal }),
    export: (input, { signal }) => transfer.export({ ...input, signal }),
    preview: ({ source }, { signal }) => transfer.preview({ source, signal }),
    import: ({ source }, { signal }) => transfer.import({ source, signal }),
    cancel: async () => {
      transfer.cancel();
      return {};
    },
  };
}
