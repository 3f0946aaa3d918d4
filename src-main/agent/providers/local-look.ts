// One look round this machine: who answers the knock, and which of them are model servers.
import type { Connections } from './connections.ts';
import type { Environment } from './environment.ts';
import { doorsOf, type FoundServer, findLocalServers } from './find-local.ts';
import type { ModelLists } from './model-lists.ts';

export type LocalLookDeps = {
  readonly environment: Environment;
  /** Whether the usual doors are tried too. */
  readonly isSearching: () => boolean;
  readonly connections: Pick<Connections, 'setFound' | 'ofServer' | 'list'>;
  readonly lists: Pick<ModelLists, 'isListed' | 'refresh'>;
  /** Something was found or has gone. */
  readonly onChange: () => void;
};

/**
 * Something else may listen at a usual door, so only what lists models is taken for a server, each as soon as it has: one
 * that keeps silent holds up no other. The signal ends the wait; what was found until then stays.
 */
export function createLocalLook(deps: LocalLookDeps): (signal: AbortSignal) => Promise<void> {
  const { connections, lists } = deps;
  const isKnown = (server: FoundServer) => lists.isListed(connections.ofServer(server));
  return async (signal) => {
    const ids = () =>
      connections
        .list()
        .map(({ id, baseUrl }) => `${id} ${baseUrl}`)
        .join();
    let shown = ids();
    const doors = doorsOf({ environment: deps.environment, search: deps.isSearching() });
    const servers = await findLocalServers(doors, signal);
    // A knock that was cut short says nothing about who is there.
    if (signal.aborted) return;
    const take = () => {
      connections.setFound(servers.filter(isKnown));
      const now = ids();
      if (now !== shown) deps.onChange();
      shown = now;
    };
    take();
    const strangers = servers.filter((server) => !isKnown(server));
    await Promise.all(
      strangers.map(async (server) => {
        await lists.refresh([connections.ofServer(server)], signal);
        take();
      }),
    );
  };
}
