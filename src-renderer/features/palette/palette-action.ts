// An entry of the palette that the app registers: one registry feeds the palette and the list of shortcuts.
import type { ReactNode } from 'react';

export type PaletteAction = {
  readonly id: string;
  readonly group: 'actions' | 'settings';
  /** In the person's language already. */
  readonly title: string;
  readonly detail?: string;
  /** Other words a person may type for it. */
  readonly keywords?: readonly string[];
  /** As `Kbd` draws it: "Ctrl Shift O". */
  readonly shortcut?: string;
  readonly icon?: ReactNode;
  /** Does it; for an entry with `choices`, these are shown instead. */
  readonly run?: () => void;
  /** A second page: the models to switch to, the themes. */
  readonly choices?: readonly PaletteAction[];
};
