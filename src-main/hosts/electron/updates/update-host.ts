// The desktop's part of an update: the feed, the file, and the installer that runs when everything is stored.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { AppError } from '#main/contract/errors.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Offer, UpdateFile, UpdateHost, UpdateTarget } from '#main/platform/updates/port.ts';
import type { BuildFacts } from './build-facts.ts';
import type { PackageUpdater, PackageUpdaterDeps } from './electron-updater.ts';
import { type Fetch, getSmall } from './feed.ts';
import { replaceAppImage } from './replace-app-image.ts';

export type UpdateHostDeps = Omit<PackageUpdaterDeps, 'target' | 'feedUrl' | 'app'> & {
  readonly facts: BuildFacts;
  readonly target: UpdateTarget | undefined;
  readonly appImage: string | undefined;
  readonly fetch: Fetch;
  readonly app: {
    quit(): void;
    /** The same app again, from where it lies then. */
    relaunch(): void;
  };
  readonly log: Log;
};

export interface DesktopUpdates extends UpdateHost {
  /** The last thing before the process ends: installs what is ready. Never throws. */
  atEnd(): void;
}

type Ready = { readonly offer: Offer; readonly path: string };

const chunkBytes = 1024 * 1024;

/** Synchronous, since nothing waits any more at the end of the app. */
function isThatFile(path: string, { sizeBytes, sha512 }: UpdateFile): boolean {
  const hash = createHash('sha512');
  const chunk = Buffer.alloc(chunkBytes);
  let bytes = 0;
  const handle = openSync(path, 'r');
  try {
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      hash.update(chunk.subarray(0, read));
      bytes += read;
    }
  } finally {
    closeSync(handle);
  }
  return bytes === sizeBytes && hash.digest('base64') === sha512;
}

const changed = () =>
  new AppError('forbidden', 'The file that came is not the one that was announced. Nothing was installed.', {
    details: { reason: 'update_damaged' },
  });

export function createUpdateHost(d: UpdateHostDeps): DesktopUpdates {
  const { facts, target, app, log } = d;
  let updater: Promise<PackageUpdater> | undefined;
  let loaded: PackageUpdater | undefined;
  let ready: Ready | undefined;
  let wish: 'quit' | 'now' | undefined;

  const load = async (): Promise<PackageUpdater> => {
    if (target === undefined) throw new AppError('unsupported', 'This copy takes no updates.');
    const { createPackageUpdater } = await import('./electron-updater.ts');
    loaded = createPackageUpdater({ ...d, target, feedUrl: facts.feedUrl });
    return loaded;
  };
  const installReady = ({ offer, path }: Ready) => {
    if (!isThatFile(path, offer.file)) throw changed();
    if (target?.kind === 'AppImage' && d.appImage !== undefined) replaceAppImage(path, d.appImage);
    else if (target?.kind !== 'zip') loaded?.install(wish === 'now'); // macOS has it in its own hands by now
  };

  return {
    keys: facts.keys,
    feedUrl: facts.feedUrl,
    target,
    get: (url, o) => getSmall(d.fetch, url, o),
    async download(offer, o) {
      ready = undefined;
      wish = undefined;
      updater ??= load();
      const path = await (await updater).fetch(offer, o);
      if (!isThatFile(path, offer.file)) throw changed();
      ready = { offer, path };
    },
    async tidy() {
      ready = undefined;
      await rm(d.cacheFolder, { recursive: true, force: true });
    },
    async install(when) {
      if (ready === undefined || !isThatFile(ready.path, ready.offer.file)) throw changed();
      wish = when;
      if (when === 'quit') return;
      log.info('installing', { version: ready.offer.version });
      if (loaded?.quitAndInstall !== undefined) return loaded.quitAndInstall();
      // The installers of Windows, deb and rpm start the app by themselves.
      if (target?.kind === 'AppImage') app.relaunch();
      app.quit();
    },
    atEnd() {
      if (ready === undefined || wish === undefined) return;
      try {
        installReady(ready);
      } catch (error) {
        log.error('update not installed', { error });
      }
      ready = undefined;
    },
  };
}
