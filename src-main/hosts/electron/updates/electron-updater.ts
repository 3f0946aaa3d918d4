// electron-updater, told what to fetch: our signed list stands in for its own, and our requests for those that carry an id.
import {
  AppImageUpdater,
  type AppUpdater,
  type BaseUpdater,
  DebUpdater,
  MacUpdater,
  NsisUpdater,
  Provider,
  type ResolvedUpdateFileInfo,
  RpmUpdater,
  type UpdateInfo,
} from 'electron-updater';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { AppError } from '#main/contract/errors.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { DownloadProgress, Offer, UpdateTarget } from '#main/platform/updates/port.ts';
import { type Fetch, fetchFile } from './feed.ts';

export type PackageUpdaterDeps = {
  readonly target: UpdateTarget;
  readonly version: string;
  readonly feedUrl: string;
  readonly fetch: Fetch;
  /** `app-update.yml`, which the packer leaves beside the app. */
  readonly configFile: string;
  /** Ours alone, in the data folder: what was fetched lies below it. */
  readonly cacheFolder: string;
  readonly app: { quit(): void; relaunch(): void };
  readonly log: Log;
};

export interface PackageUpdater {
  /** Resolves to the path of the file, whole and checked. */
  fetch(offer: Offer, o: { signal: AbortSignal; onProgress: (progress: DownloadProgress) => void }): Promise<string>;
  /** Starts the system's installer for what was fetched last; synchronous, for the very end of the app. */
  install(restarts: boolean): void;
  /** macOS alone: its own updater ends the app. */
  readonly quitAndInstall?: () => void;
}

type Adapter = ConstructorParameters<typeof DebUpdater>[1];

function makeUpdater({ kind }: UpdateTarget, adapter: Adapter): AppUpdater {
  switch (kind) {
    case 'AppImage':
      return new AppImageUpdater(null, adapter);
    case 'deb':
      return new DebUpdater(null, adapter);
    case 'rpm':
      return new RpmUpdater(null, adapter);
    case 'nsis':
      return new NsisUpdater(null, adapter);
    case 'zip':
      return new MacUpdater(undefined, adapter);
    default:
      throw new AppError('unsupported', 'This kind of package does not update itself. Install the new one by hand.', {
        details: { reason: 'update_no_file', facts: { version: '' } },
      });
  }
}

function infoOf({ version, releasedAt, file }: Offer): UpdateInfo {
  const { name, sha512, sizeBytes } = file;
  return {
    version,
    releaseDate: releasedAt,
    files: [{ url: name, sha512, size: sizeBytes }],
    path: name,
    sha512,
  };
}

export function createPackageUpdater(d: PackageUpdaterDeps): PackageUpdater {
  let wanted: Offer | undefined;
  let now: { signal: AbortSignal; onProgress: (progress: DownloadProgress) => void } | undefined;
  const must = (): Offer => {
    if (wanted === undefined) throw new Error('nothing is to be fetched');
    return wanted;
  };
  class SignedList extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime);
    }
    async getLatestVersion() {
      return infoOf(must());
    }
    resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
      return info.files.map((file) => ({ url: new URL(`${d.feedUrl}/${file.url}`), info: file }));
    }
  }
  const updater = makeUpdater(d.target, {
    version: d.version,
    name: 'limpet',
    isPackaged: true,
    appUpdateConfigPath: d.configFile,
    userDataPath: d.cacheFolder,
    baseCachePath: d.cacheFolder,
    whenReady: async () => undefined,
    relaunch: () => d.app.relaunch(),
    quit: () => d.app.quit(),
    // The host installs at the end, when everything is stored; electron-updater by itself would do it sooner.
    onQuit: () => undefined,
  });
  const executor = {
    async download(url: URL, destination: string): Promise<string> {
      const o = now;
      if (o === undefined) throw new Error('nothing is to be fetched');
      await fetchFile(d.fetch, url.href, { ...o, file: must().file, destination });
      return destination;
    },
  };
  Object.assign(updater, { httpExecutor: executor });
  const say = (text: unknown) => d.log.debug('electron-updater', { text: String(text).slice(0, 500) });
  updater.logger = { info: say, warn: say, error: say, debug: say };
  updater.autoDownload = false;
  updater.disableDifferentialDownload = true;
  updater.autoInstallOnAppQuit = d.target.kind === 'zip';
  // Who is early and who is late was decided with the signed list.
  updater.isUserWithinRollout = () => true;
  updater.setFeedURL({ provider: 'custom', updateProvider: SignedList });
  return {
    async fetch(offer, o) {
      wanted = offer;
      now = o;
      try {
        const found = await updater.checkForUpdates();
        if (found?.isUpdateAvailable !== true) throw new Error('electron-updater takes no update here');
        const [path] = await updater.downloadUpdate(found.cancellationToken);
        if (path === undefined) throw new Error('electron-updater fetched nothing');
        return path;
      } finally {
        now = undefined;
      }
    },
    install: (restarts) => void (updater as BaseUpdater).install(true, restarts),
    ...(updater instanceof MacUpdater ? { quitAndInstall: () => updater.quitAndInstall() } : {}),
  };
}
