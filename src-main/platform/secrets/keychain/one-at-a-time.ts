// Native calls that may hang: one at a time, each waited for only so long.
import type { Clock } from '#main/platform/base/clock.ts';
import { createInOrder } from '../in-order.ts';
import { keychainError } from './keychain-errors.ts';

export type OneAtATime = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * A call that takes longer than `timeoutMs` is given up with reason `keychain_silent`. Until it has come back the others
 * are refused with the same: each that hangs keeps one of the few threads that files and host names need as well.
 */
export function createOneAtATime(o: { clock: Clock; timeoutMs: number }): OneAtATime {
  const inOrder = createInOrder();
  let isStuck = false;
  return (call) =>
    inOrder(async () => {
      if (isStuck) throw keychainError('keychain_silent');
      const running = call();
      let cancel = () => {};
      const timeUp = new Promise<'late'>((resolve) => {
        cancel = o.clock.after(o.timeoutMs, () => resolve('late'));
      });
      const first = await Promise.race([running.then((value) => ({ value })), timeUp]).finally(() => cancel());
      if (first !== 'late') return first.value;
      isStuck = true;
      const free = () => {
        isStuck = false;
      };
      running.then(free, free);
      throw keychainError('keychain_silent');
    });
}
