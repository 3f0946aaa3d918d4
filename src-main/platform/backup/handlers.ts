// Domain `backup` of the contract.
import type { backup as domain } from '#main/contract/backup.ts';
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Backups } from './create-backups.ts';

export function backupHandlers(d: {
  readonly backups: Backups;
  readonly bus: Pick<Bus, 'cursor' | 'subscribe'>;
}): Handlers<typeof domain, Ctx> {
  const { backups } = d;
  return {
    watch: (_input, { signal }) => watchState({ facts: d.bus, topic: 'backup', state: () => backups.state(), signal }),
    make: (_input, { signal }) => backups.make(signal),
    check: ({ file }, { signal }) => backups.check(file, signal),
    inspect: ({ file }, { signal }) => backups.inspect(file, signal),
    remove: async ({ name }) => {
      await backups.remove(name);
      return {};
    },
    restore: ({ file }, { signal }) => backups.restore(file, signal),
    cancel: async () => {
      backups.cancel();
      return {};
    },
  };
}
