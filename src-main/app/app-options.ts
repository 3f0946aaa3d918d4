// What a host starts the app with.
import type { Host } from '#main/hosts/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { SafeStorageSlice } from '#main/platform/secrets/port.ts';
import type { UpdateHost } from '#main/platform/updates/port.ts';
import type { LoadedConfig } from './config.ts';
import type { GuardsDeps } from './create-guards.ts';

export type AppOptions = {
  readonly loaded: LoadedConfig;
  readonly host: Host;
  readonly version: string;
  readonly clock?: Clock;
  /** What to do about a damaged database; asked of the person by the host. */
  readonly repair?: 'restore' | 'salvage';
  /** Of the desktop shell. */
  readonly safeStorage?: SafeStorageSlice;
  readonly updates?: UpdateHost;
  /** Tests only: a server of this machine stands for the internet. Production leaves it out. */
  readonly internet?: GuardsDeps['internet'];
};
