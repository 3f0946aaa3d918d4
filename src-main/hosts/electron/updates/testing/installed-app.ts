// An installed copy as a test has it: an AppImage in a folder, the updater and its host as in the app, and an end.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Settings } from '#main/contract/settings.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createUpdater } from '#main/platform/updates/create-updater.ts';
import { createUpdateHost } from '../update-host.ts';

export type InstalledOptions = {
  readonly folder: string;
  readonly feedUrl: string;
  readonly keys: readonly string[];
  readonly version?: string;
  readonly channel?: 'stable' | 'beta';
  readonly automatic?: boolean;
  readonly clock?: Clock;
  /** Kept over restarts, as the database keeps it. */
  readonly values?: Map<string, unknown>;
};

export const oldProgram = Buffer.from('#!/bin/sh\necho old\n');

export function installApp(o: InstalledOptions) {
  const appImage = join(o.folder, 'Limpet.AppImage');
  const cacheFolder = join(o.folder, 'data/updates');
  const configFile = join(o.folder, 'app-update.yml');
  mkdirSync(cacheFolder, { recursive: true });
  if (!existsSync(appImage)) writeFileSync(appImage, oldProgram, { mode: 0o755 });
  writeFileSync(configFile, 'updaterCacheDirName: limpet-updater\n');
  // biome-ignore lint/style/noProcessEnv: electron-updater asks the environment which file the app is.
  process.env.APPIMAGE = appImage;
  const asked: string[] = [];
  const values = o.values ?? new Map<string, unknown>();
  const host = createUpdateHost({
    facts: { feedUrl: o.feedUrl, keys: o.keys },
    target: { system: 'linux', arch: 'x64', kind: 'AppImage' },
    version: o.version ?? '1.0.0',
    ...{ appImage, configFile, cacheFolder },
    fetch: (url, init) => fetch(url, init),
    app: { quit: () => void asked.push('quit'), relaunch: () => void asked.push('relaunch') },
    log: silentLog,
  });
  const states: string[] = [];
  const found: string[] = [];
  const settings = Settings.parse({ update: { channel: o.channel ?? 'stable', automatic: o.automatic ?? true } });
  const updater = createUpdater({
    host,
    version: o.version ?? '1.0.0',
    settings: { current: () => settings },
    values: {
      getValue: async (key) => values.get(key),
      setValue: async (key, value) => void values.set(key, value),
    },
    clock: o.clock ?? createFakeClock(Date.parse('2026-08-01T00:00:00.000Z')),
    log: silentLog,
    onChange: () => void states.push(updater.state().type),
    onFound: (version) => void found.push(version),
  });
  return {
    updater,
    host,
    asked,
    states,
    found,
    values,
    appImage,
    pending: join(cacheFolder, 'limpet-updater/pending'),
    program: () => readFileSync(appImage),
    programHash: () => createHash('sha256').update(readFileSync(appImage)).digest('hex'),
    mode: () => statSync(appImage).mode & 0o777,
    check: () => updater.check(neverAborts),
    download: () => updater.download(neverAborts),
  };
}
export type InstalledApp = ReturnType<typeof installApp>;
