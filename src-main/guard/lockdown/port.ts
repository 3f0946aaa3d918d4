// The lock over everything: once it is on, nothing runs and nothing is taken until the person lets go.
import { AppError } from '#main/contract/errors.ts';

export type LockedSince = {
  readonly since: number;
  /** The board whose button it was, as it is called; absent where the person locked in the window. */
  readonly board?: string;
};

export interface Lockdown {
  readonly isOn: boolean;
  state(): LockedSince | undefined;
  /**
   * Holds at once, in memory, before anything is awaited. Then it is kept, and everything that was joined by `onBegin` is
   * ended; none of that keeps another from ending. On already: nothing happens. Never rejects.
   */
  begin(o: { readonly board?: string }): Promise<void>;
  /** Only ever by the person's own hand. */
  release(): Promise<void>;
  /** What ends with it, in no order. */
  onBegin(end: () => Promise<unknown>): void;
  onRelease(goOn: () => Promise<unknown>): void;
  /** After each change. Gives back how to end it. */
  onChange(listener: () => void): () => void;
}

/** What whoever comes meanwhile is told. */
export const lockedDown = () =>
  new AppError('conflict', 'Limpet is locked down. Let go in its window first; nothing runs until then.', {
    details: { reason: 'locked_down' },
  });
