// The live tests of a page, one per connection, each to be seen until the page is left.
import { useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { TestState } from './test-result.tsx';

export type ConnectionTests = {
  readonly of: (connectionId: string) => TestState | undefined;
  readonly start: (connectionId: string) => void;
  /** What was found no longer holds: the key or the address changed. */
  readonly forget: (connectionId: string) => void;
};

export function useConnectionTests(client: LimpetClient): ConnectionTests {
  const [states, setStates] = useState<ReadonlyMap<string, TestState>>(new Map());
  const stop = useRef(new AbortController());
  useEffect(() => {
    // A fresh one for every mount: React mounts twice in development.
    const controller = new AbortController();
    stop.current = controller;
    return () => controller.abort();
  }, []);
  const put = (id: string, state: TestState | undefined) =>
    setStates((all) => {
      const next = new Map(all);
      if (state === undefined) next.delete(id);
      else next.set(id, state);
      return next;
    });
  const run = async (connectionId: string) => {
    put(connectionId, { type: 'running' });
    try {
      const test = await client.models.test({ connectionId }, { signal: stop.current.signal });
      put(connectionId, { type: 'done', test });
    } catch (error) {
      put(connectionId, isCancelled(error) ? undefined : { type: 'failed', error: toErrorData(error) });
    }
  };
  return {
    of: (id) => states.get(id),
    start: (id) => void run(id),
    forget: (id) => put(id, undefined),
  };
}
