// Keeps the SDK clients of a connection: making one takes longer than everything else before a request leaves.
export interface ClientCache<C> {
  get(key: string, make: () => Promise<C>): Promise<C>;
}

const bound = 20;

export function createClientCache<C>(): ClientCache<C> {
  const clients = new Map<string, Promise<C>>();
  return {
    get(key, make) {
      const known = clients.get(key);
      if (known !== undefined) return known;
      const oldest = clients.keys().next().value;
      if (clients.size >= bound && oldest !== undefined) clients.delete(oldest);
      const made = make();
      clients.set(key, made);
      // A failed import is tried again by the next request.
      made.catch(() => clients.delete(key));
      return made;
    },
  };
}
