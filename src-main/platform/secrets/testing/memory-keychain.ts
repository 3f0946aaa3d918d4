// A keychain in memory that behaves as keytar on gnome-keyring does, also locked, silent or gone; and a list of names.
import type { Keytar, NameList } from '../keychain/keychain-secrets.ts';

export type MemoryKeychain = {
  readonly keytar: Keytar;
  readonly items: Map<string, string>;
  /** `locked`: reads find nothing and writes are refused, as measured. `silent`: calls never come back until `open`. */
  become(state: 'open' | 'locked' | 'silent' | 'gone'): void;
  /** Calls since the start. */
  readonly calls: string[];
};

export function createMemoryKeychain(): MemoryKeychain {
  const items = new Map<string, string>();
  const calls: string[] = [];
  let state: 'open' | 'locked' | 'silent' | 'gone' = 'open';
  let waiting: (() => void)[] = [];
  const answer = async <T>(what: string, step: () => T, whenLocked: () => T): Promise<T> => {
    calls.push(what);
    if (state === 'silent') await new Promise<void>((resolve) => waiting.push(resolve));
    if (state === 'gone') throw new Error('The connection is closed');
    return state === 'locked' ? whenLocked() : step();
  };
  const refuse = () => {
    throw new Error('Cannot create an item in a locked collection');
  };
  const id = (service: string, account: string) => `${service} ${account}`;
  return {
    items,
    calls,
    become(next) {
      state = next;
      for (const go of waiting) go();
      waiting = [];
    },
    keytar: {
      getPassword: (service, account) =>
        answer(
          'get',
          () => items.get(id(service, account)) ?? null,
          () => null,
        ),
      setPassword: (service, account, password) =>
        answer('set', () => void items.set(id(service, account), password), refuse),
      deletePassword: (service, account) =>
        answer(
          'delete',
          () => items.delete(id(service, account)),
          () => false,
        ),
    },
  };
}

export function createNameList(): NameList {
  const names = new Set<string>();
  return {
    has: (name) => names.has(name),
    list: () => [...names],
    add: async (name) => void names.add(name),
    remove: async (name) => void names.delete(name),
  };
}
