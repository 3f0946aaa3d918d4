// The one shortcut that works in every program: taken from the system, given back, and what became of it.
import type { GlobalShortcut } from 'electron';
import type { ShortcutState } from '#main/contract/desktop.ts';
import type { Log } from '#main/platform/base/log.ts';
import { checkKeys } from './accelerator.ts';

export type ShortcutDeps = {
  readonly globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>;
  readonly onPress: () => void;
  readonly onState: () => void;
  readonly command: string;
  readonly log: Log;
};

export interface Shortcut {
  state(): ShortcutState;
  /** The same keys again change nothing. */
  use(keys: string): void;
  close(): void;
}

export function createShortcut({ globalShortcut, onPress, onState, command, log }: ShortcutDeps): Shortcut {
  let state: ShortcutState = { keys: '', state: 'off', command };
  let held: string | undefined;
  const giveBack = () => {
    if (held !== undefined) globalShortcut.unregister(held);
    held = undefined;
  };
  const take = (keys: string): ShortcutState['state'] => {
    const checked = checkKeys(keys);
    if (checked.type !== 'ok') return checked.type;
    try {
      if (!globalShortcut.register(checked.keys, onPress)) return 'taken';
    } catch (error) {
      log.warn('no shortcut here', { error }); // a session whose compositor knows none
      return 'unavailable';
    }
    held = checked.keys;
    return 'active';
  };
  return {
    state: () => state,
    use(keys) {
      if (keys === state.keys) return;
      giveBack();
      state = { keys, state: take(keys), command };
      onState();
    },
    close: giveBack,
  };
}
