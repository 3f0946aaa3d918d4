// Keys over several places: the index says where each one is, and is written before the places are.
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { SecretsPlace } from '#main/contract/system.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { createInOrder } from './in-order.ts';
import type { Places } from './places.ts';
import type { SecretStore } from './port.ts';
import { trialName } from './secret-name.ts';
import type { KeyEntry, SecretsIndex } from './secrets-index.ts';

export interface Vault {
  read(name: string): Promise<string | undefined>;
  write(name: string, value: string, to: SecretsPlace): Promise<void>;
  remove(name: string): Promise<void>;
  /** Moves one key. Whatever stands of an earlier try is used or put right; nothing happens when it is there already. */
  relocate(name: string, to: SecretsPlace): Promise<void>;
  /** Takes in the names that a place lists by itself, and forgets those it no longer has. */
  reconcile(place: Exclude<SecretsPlace, 'os-keychain'>): Promise<void>;
  /** Names that the index knows but whose place had nothing when it was last asked. */
  missing(): ReadonlySet<string>;
}

export type VaultDeps = {
  readonly index: SecretsIndex;
  readonly places: Places;
  readonly clock: Pick<Clock, 'now'>;
  /** Where a name that the index does not know may be, e.g. after the index was lost. */
  readonly fallback: () => Promise<SecretsPlace | undefined>;
};

const withoutCopy = ({ copy: _copy, outdated: _outdated, ...entry }: KeyEntry): KeyEntry => entry;

/** A call may time out and still come to its end later: then nobody knows what the place holds. */
const isUnsure = (error: unknown) => isAppError(error) && error.details?.reason === 'keychain_silent';

const differs = () =>
  new AppError('unavailable', 'The copied key did not read back the same, so the move stopped. Nothing was lost.', {
    details: { reason: 'secret_copy_differs' },
    retryable: false,
  });

export function createVault({ index, places, clock, fallback }: VaultDeps): Vault {
  const inOrder = createInOrder();
  const missing = new Set<string>();
  /** Every call of a place goes through here, so that its troubles are known. */
  const at = async <T>(place: SecretsPlace, step: (store: SecretStore) => Promise<T>): Promise<T> => {
    try {
      const result = await step(await places.of(place).open());
      places.note(place, undefined);
      return result;
    } catch (error) {
      places.note(place, error);
      throw error;
    }
  };
  const readAt = (place: SecretsPlace, name: string) => at(place, (store) => store.get(name));
  const removeAt = (place: SecretsPlace, name: string) => at(place, (store) => store.remove(name));

  const readUnknown = async (name: string): Promise<string | undefined> => {
    const place = await fallback();
    if (place === undefined) return undefined;
    const value = await readAt(place, name);
    if (value !== undefined && index.get(name) === undefined) await index.set(name, { at: place });
    return value;
  };
  const readEntry = async (name: string, entry: KeyEntry): Promise<string | undefined> => {
    const { copy } = entry;
    try {
      const value = await readAt(entry.at, name);
      if (value !== undefined || copy === undefined) return value;
    } catch (error) {
      // A copy made by a move is the same value; one that was replaced since is not.
      if (copy === undefined || entry.outdated === true) throw error;
      return (await readAt(copy, name).catch(() => undefined)) ?? Promise.reject(error);
    }
    return readAt(copy, name);
  };
  const dropCopy = async (name: string, entry: KeyEntry): Promise<KeyEntry> => {
    if (entry.copy === undefined) return entry;
    await removeAt(entry.copy, name);
    const clean = withoutCopy(entry);
    await index.set(name, clean);
    return clean;
  };
  const writeNow = async (name: string, value: string, to: SecretsPlace) => {
    const before = index.get(name);
    // Two stale copies are never on record: the older one goes first.
    const stale = before !== undefined && before.at !== to && before.copy !== undefined && before.copy !== to;
    const known = stale ? await dropCopy(name, before) : before;
    const other = known === undefined || known.at === to ? known?.copy : known.at;
    const mark = other === undefined || other === to ? {} : { copy: other, outdated: true as const };
    const next: KeyEntry = { ...(known?.usedAt === undefined ? {} : { usedAt: known.usedAt }), at: to, ...mark };
    await index.set(name, { ...next, setAt: clock.now() });
    try {
      await at(to, (store) => store.set(name, value));
    } catch (error) {
      if (!isUnsure(error)) await index.set(name, known);
      throw error;
    }
    missing.delete(name);
    const entry = index.get(name);
    // What cannot be removed now stays on record as outdated; a later move or removal takes it along.
    if (entry?.copy !== undefined) await dropCopy(name, entry).catch(() => undefined);
  };
  const copyTo = async (name: string, entry: KeyEntry, to: SecretsPlace): Promise<KeyEntry | undefined> => {
    const clean = entry.copy === to && entry.outdated !== true ? entry : await dropCopy(name, entry);
    const value = await readAt(clean.at, name);
    if (value === undefined) {
      // Taken away behind our back; a copy that an earlier try made is all there is.
      const copied = await readAt(to, name);
      const found = copied === undefined ? undefined : { ...withoutCopy(clean), at: to };
      await index.set(name, found);
      return found;
    }
    await index.set(name, { ...clean, copy: to });
    await at(to, (store) => store.set(name, value));
    const readBack = await at(to, (store) => (store.stored ?? store.get).call(store, name));
    if (readBack !== value) throw differs();
    const moved: KeyEntry = { ...withoutCopy(clean), at: to, copy: clean.at };
    await index.set(name, moved);
    return moved;
  };
  const forget = async (name: string, entry: KeyEntry) => {
    await removeAt(entry.at, name);
    // Where another copy cannot be reached now, it stays on record as a key that nothing uses.
    const rest = entry.copy === undefined ? undefined : { at: entry.copy };
    await index.set(name, rest);
    missing.delete(name);
    if (rest === undefined) return;
    const isGone = await removeAt(rest.at, name).then(
      () => true,
      () => false,
    );
    if (isGone) await index.set(name, undefined);
  };

  return {
    async read(name) {
      for (;;) {
        const entry = index.get(name);
        const value = entry === undefined ? await readUnknown(name) : await readEntry(name, entry);
        if (value === undefined && index.get(name) !== entry) continue; // moved meanwhile
        if (value !== undefined || entry === undefined) missing.delete(name);
        else missing.add(name);
        return value;
      }
    },
    write: (name, value, to) => inOrder(() => writeNow(name, value, to)),
    remove: (name) =>
      inOrder(async () => {
        const entry = index.get(name);
        if (entry !== undefined) return forget(name, entry);
        const place = await fallback();
        if (place !== undefined) await removeAt(place, name);
      }),
    relocate: (name, to) =>
      inOrder(async () => {
        const entry = index.get(name);
        if (entry === undefined) return;
        const arrived = entry.at === to ? entry : await copyTo(name, entry, to);
        if (arrived !== undefined) await dropCopy(name, arrived);
      }),
    reconcile: (place) =>
      inOrder(async () => {
        const listed = new Set((await at(place, (store) => store.keys())).filter((name) => name !== trialName));
        for (const name of listed) if (index.get(name) === undefined) await index.set(name, { at: place });
        for (const name of index.namesAt(place)) {
          const entry = index.get(name);
          if (listed.has(name) || entry === undefined || entry.at !== place) continue;
          await index.set(name, entry.copy === undefined ? undefined : { ...withoutCopy(entry), at: entry.copy });
        }
      }),
    missing: () => missing,
  };
}
