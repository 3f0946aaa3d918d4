// Where a session works when nobody has named a folder.
import { join } from 'node:path';

/** The setting, else `Limpet` in the person's documents. */
export function defaultWorkspace(o: { setting: string; home: string }): string {
  return o.setting === '' ? join(o.home, 'Documents', 'Limpet') : o.setting;
}
