// The remembered places, in a small file of the desktop's profile. A file that cannot be read is as good as none.
import { readFileSync } from 'node:fs';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { replaceFile } from '#main/platform/base/replace-file.ts';
import { type DisplayFacts, placeOn, remember, type SavedPlace, SavedPlaces } from './window-place.ts';

export type PlaceBookDeps = { readonly file: string; readonly clock: Pick<Clock, 'after'>; readonly log: Log };

export interface PlaceBook {
  find(displays: readonly DisplayFacts[]): SavedPlace | undefined;
  /** Written a moment after the last change: a window that is dragged changes many times a second. */
  keep(displays: readonly DisplayFacts[], place: SavedPlace): void;
  /** Writes what has not been written yet. Never rejects. */
  settle(): Promise<void>;
}

const writeAfterMs = 500;

function read(file: string): SavedPlaces {
  try {
    const parsed = SavedPlaces.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

export function createPlaceBook({ file, clock, log }: PlaceBookDeps): PlaceBook {
  let places: SavedPlaces | undefined;
  let cancel: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();
  const known = () => {
    places ??= read(file);
    return places;
  };
  const write = () => {
    cancel = undefined;
    const text = JSON.stringify(known());
    writing = writing
      .then(() => replaceFile(file, text, { mode: 0o600 }))
      .catch((error: unknown) => log.warn('place of the window not kept', { error }));
  };
  return {
    find: (displays) => placeOn(displays, known()),
    keep(displays, place) {
      places = remember(known(), displays, place);
      cancel?.();
      cancel = clock.after(writeAfterMs, write);
    },
    async settle() {
      if (cancel !== undefined) {
        cancel();
        write();
      }
      await writing;
    },
  };
}
