// Which key lies where, and what is known about it without its value: one small file beside the secrets.
// No place is asked to list its keys: keytar crashes the process on a locked keyring, or on an item that is not ours.
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { SecretsPlace } from '#main/contract/system.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { Log } from '#main/platform/base/log.ts';
import { createInOrder } from './in-order.ts';
import { replaceFile } from './replace-file.ts';

const KeyEntry = z.object({
  /** Holds the value that counts. */
  at: SecretsPlace,
  /** May hold it too: a move is on its way from or to there. */
  copy: SecretsPlace.optional(),
  /** What `copy` holds was replaced since. */
  outdated: z.literal(true).optional(),
  setAt: z.number().optional(),
  usedAt: z.number().optional(),
});
export type KeyEntry = z.infer<typeof KeyEntry>;

const IndexFile = z.object({
  version: z.literal(1),
  /** Tells this data folder's items in the keychain from those of another one. */
  installation: z.string().regex(/^[0-9a-f]{12}$/),
  /** Where new keys go; undefined while nothing was chosen. */
  place: SecretsPlace.optional(),
  /** A move to there has begun and not ended. */
  moveTo: SecretsPlace.optional(),
  keys: z.record(z.string(), KeyEntry),
});
type IndexFile = z.infer<typeof IndexFile>;

export type IndexState = Omit<IndexFile, 'version' | 'keys'> & { readonly keys: ReadonlyMap<string, KeyEntry> };

export interface SecretsIndex {
  state(): IndexState;
  get(name: string): KeyEntry | undefined;
  /** Names that may be in this place, in order. */
  namesAt(place: SecretsPlace): string[];
  /** On the disk when it resolves; the state of before when it rejects. */
  change(edit: (state: IndexState) => Partial<IndexState>): Promise<void>;
  /** Undefined takes the entry away. */
  set(name: string, entry: KeyEntry | undefined): Promise<void>;
}

/** The same for the same folder, so that a lost index finds its keys again. */
function installationOf(folder: string): string {
  const path = (() => {
    try {
      return realpathSync(folder);
    } catch {
      return resolve(folder); // not made yet
    }
  })();
  return createHash('sha256').update(path).digest('hex').slice(0, 12);
}

function read(path: string, log: Log): IndexFile | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined; // none yet
  }
  const parsed = IndexFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  log.error('the index of secrets is damaged and was put aside', { file: `${path}.damaged` });
  try {
    renameSync(path, `${path}.damaged`);
  } catch {
    // A read-only folder: it is read as empty, and nothing is written over it.
  }
  return undefined;
}

const inNameOrder = ([one]: [string, KeyEntry], [other]: [string, KeyEntry]) => (one < other ? -1 : 1);

export function openSecretsIndex(folder: string, log: Log): SecretsIndex {
  const path = join(folder, 'secrets-index.json');
  const inOrder = createInOrder();
  const { keys, version: _version, ...rest } = read(path, log) ?? { version: 1, installation: '', keys: {} };
  let state: IndexState = {
    ...rest,
    installation: rest.installation === '' ? installationOf(folder) : rest.installation,
    keys: new Map(Object.entries(keys)),
  };
  const change: SecretsIndex['change'] = (edit) =>
    inOrder(async () => {
      const next = { ...state, ...edit(state) };
      const file = { version: 1, ...next, keys: Object.fromEntries([...next.keys].sort(inNameOrder)) };
      await replaceFile(path, `${JSON.stringify(file, null, 2)}\n`);
      state = next;
    });
  return {
    state: () => state,
    get: (name) => state.keys.get(name),
    namesAt: (place) =>
      [...state.keys]
        .filter(([, entry]) => entry.at === place || entry.copy === place)
        .map(([name]) => name)
        .sort(),
    change,
    set: (name, entry) =>
      change((before) => {
        const next = new Map(before.keys);
        if (entry === undefined) next.delete(name);
        else next.set(name, entry);
        return { keys: next };
      }),
  };
}
