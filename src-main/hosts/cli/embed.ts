// A core inside this process, for when no other Limpet runs; it also answers other commands while it lives.

import type { LoadedConfig } from '#main/app/config.ts';
import { createApp } from '#main/app/create-app.ts';
import { localSocketCheck } from '#main/app/local-socket-check.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Port } from '#main/contract/frames.ts';
import type { Host } from '#main/hosts/port.ts';
import { createRpc } from '#main/platform/rpc/create-rpc.ts';
import { createMemoryPorts } from '#main/platform/rpc/memory/memory-ports.ts';
import { createLocalService } from '#main/platform/rpc/websocket/local-service.ts';
import type { EmbeddedCore } from './connect.ts';

export type EmbedOptions = {
  readonly loaded: LoadedConfig;
  readonly version: string;
  /** Other commands still use this core when ours is done: told once, while it waits for them. */
  readonly onWaiting: () => void;
  /** Ends the waiting for others. */
  readonly signal: AbortSignal;
};

const unsupported = () => {
  throw new AppError('unsupported', 'The command line has no windows. Use the desktop app.');
};
const cliHost: Host = {
  kind: 'cli',
  capabilities: { pickFolder: false, openExternal: false, reveal: false },
  pickFolder: async () => unsupported(),
  openExternal: async () => unsupported(),
  reveal: async () => unsupported(),
};

/** Rejects as `createApp` does: `conflict` with reason `second_copy` when another process owns the data folder. */
export async function embedCore({ loaded, version, onWaiting, signal }: EmbedOptions): Promise<EmbeddedCore> {
  const app = await createApp({ loaded, host: cliHost, version });
  const { contract, handlers, epoch, log, clock } = app;
  const rpc = createRpc({ contract, handlers, version, epoch, log, clock });
  const life = new AbortController();
  const running = app.run(life.signal);
  const others = new Set<Promise<void>>();
  const serve = (port: Port) =>
    rpc.serve(port, { authenticate: () => ({ access: 'owner', id: 'cli' }), signal: life.signal });
  const listening = new AbortController();
  const local = createLocalService({
    dataFolder: loaded.config.dataFolder,
    signal: listening.signal,
    log,
    onPort(port) {
      const other = serve(port);
      others.add(other);
      other.finally(() => others.delete(other)).catch(() => undefined); // `serve` never rejects
    },
  });
  app.addCheck(localSocketCheck(local));
  await local.open().catch((error: unknown) => log.warn('no local socket', { error })); // some file systems have none
  return {
    connect() {
      const ports = createMemoryPorts();
      void serve(ports.server);
      return ports.client;
    },
    async close() {
      if (others.size > 0 && !signal.aborted) {
        onWaiting();
        const aborted = new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        while (others.size > 0 && !signal.aborted) await Promise.race([...others, aborted]);
      }
      listening.abort();
      life.abort();
      await running;
    },
  };
}
