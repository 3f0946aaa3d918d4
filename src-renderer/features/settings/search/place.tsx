// Something on a page of the settings that search can lead to: a setting by its path, a card by its name.
import type { ReactNode } from 'react';

/** Outlined for a moment when search has led there. */
export const placeShape =
  'min-w-0 rounded-card data-marked:outline-2 data-marked:outline-offset-4 data-marked:outline-focus';

export type PlaceProps = { readonly id: string; readonly children: ReactNode };

export function Place({ id, children }: PlaceProps) {
  return (
    <div data-setting={id} className={placeShape}>
      {children}
    </div>
  );
}
