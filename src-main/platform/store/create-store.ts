// The store that the app uses.
import { migrations } from './migrations/list.ts';
import type { OpenStore } from './port.ts';

/** See `OpenStore`. SQLite is loaded by the first call. */
export const openStore: OpenStore = async (o) => {
  const { openSqliteStore } = await import('./sqlite/open-store.ts');
  return openSqliteStore({ ...o, migrations });
};
