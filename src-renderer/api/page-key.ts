// The second secret of a signed-in page. It stays in this origin; the first one is a cookie that no script can read.
const storedAs = 'limpet.page-key';

export interface PageKey {
  get(): string | undefined;
  set(key: string | undefined): void;
}

/** Kept for this browser, or in a window without storage for as long as it is open. */
export function createPageKey(storage: () => Storage): PageKey {
  let kept: string | undefined;
  return {
    get() {
      try {
        return storage().getItem(storedAs) ?? kept;
      } catch {
        return kept; // no storage in this window
      }
    },
    set(key) {
      kept = key;
      try {
        if (key === undefined) storage().removeItem(storedAs);
        else storage().setItem(storedAs, key);
      } catch {
        // no storage in this window; `kept` serves until it is closed
      }
    },
  };
}
