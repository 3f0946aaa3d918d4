// What every control of a setting is given.
import type { ReactNode } from 'react';

export type ControlProps<T> = {
  readonly label: string;
  readonly hint: ReactNode;
  /** The value in force; undefined where nothing is set. */
  readonly value: T | undefined;
  /** What the server said to the last try. */
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: T) => void;
  /** There where “not set” is allowed. */
  readonly onClear: (() => void) | undefined;
};
