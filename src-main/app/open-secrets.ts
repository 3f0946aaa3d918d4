// The secret store of this installation, under one name for ever.
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log, Redactor } from '#main/platform/base/log.ts';
import { createSecrets } from '#main/platform/secrets/create-secrets.ts';
import type { SafeStorageSlice, Secrets } from '#main/platform/secrets/port.ts';
import type { LoadedConfig } from './config.ts';

export type OpenSecretsOptions = {
  readonly loaded: LoadedConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly redactor: Redactor;
  readonly safeStorage: SafeStorageSlice | undefined;
};

export function openSecrets(o: OpenSecretsOptions): Secrets {
  return createSecrets({
    folder: o.loaded.config.dataFolder,
    environment: o.loaded.environment,
    service: 'limpet',
    clock: o.clock,
    log: o.log,
    redactor: o.redactor,
    safeStorage: o.safeStorage,
  });
}
