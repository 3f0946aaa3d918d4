// The core as the desktop app runs it: handlers behind the wire, and the local socket for the command line.

import type { LoadedConfig } from '#main/app/config.ts';
import { createApp } from '#main/app/create-app.ts';
import { localSocketCheck } from '#main/app/local-socket-check.ts';
import type { Host } from '#main/hosts/port.ts';
import { createRpc } from '#main/platform/rpc/create-rpc.ts';
import { createLocalService } from '#main/platform/rpc/websocket/local-service.ts';
import type { SafeStorageSlice } from '#main/platform/secrets/port.ts';
import type { UpdateHost } from '#main/platform/updates/port.ts';
import type { DesktopCore } from './desktop-deps.ts';
import type { Repair } from './slices.ts';

export type OpenCoreOptions = {
  readonly loaded: LoadedConfig;
  readonly host: Host;
  readonly version: string;
  readonly repair: Repair | undefined;
  readonly safeStorage: SafeStorageSlice;
  readonly updates: UpdateHost;
};

/** Rejects as `createApp` does; nothing is left open then. */
export async function openCore({ repair, ...o }: OpenCoreOptions): Promise<DesktopCore> {
  const { loaded, version } = o;
  const app = await createApp({ ...o, ...(repair === undefined ? {} : { repair }) });
  const { contract, handlers, epoch, log, clock } = app;
  const rpc = createRpc({ contract, handlers, version, epoch, log, clock });
  return {
    blobs: app.store.blobs,
    power: app.power,
    restartWanted: app.restartWanted,
    serve: (port, signal) =>
      rpc.serve(port, {
        authenticate: () => ({ access: 'owner', id: 'desktop' }),
        signal: AbortSignal.any([signal, app.restartWanted]),
      }),
    async run(signal) {
      const local = createLocalService({
        dataFolder: loaded.config.dataFolder,
        signal,
        log,
        onPort: (port) => void rpc.serve(port, { authenticate: () => ({ access: 'owner', id: 'local' }), signal }),
      });
      app.addCheck(localSocketCheck(local));
      // Some file systems have no sockets.
      const opened = local.open().catch((error: unknown) => log.warn('no local socket', { error }));
      await Promise.all([opened, app.run(signal)]);
    },
  };
}
