// The whole room on a desk: values in memory, secrets that can be locked, a server that plays the vendor.

import { AppError } from '#main/contract/errors.ts';
import type { Settings } from '#main/contract/settings.ts';
import { Settings as SettingsSchema } from '#main/contract/settings.ts';
import { unlimitedSpending } from '#main/guard/usage/testing/unlimited-spending.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createRedactor, silentLog } from '#main/platform/base/log.ts';
import type { SecretsStatus } from '#main/platform/secrets/port.ts';
import { createProviders, type ProvidersDeps } from '../create-providers.ts';

export function createDesk(environment: ProvidersDeps['environment'] = {}, more: Partial<ProvidersDeps> = {}) {
  const values = new Map<string, string>();
  const secrets = new Map<string, string>();
  const redactor = createRedactor();
  const redacted: string[] = [];
  const used: string[] = [];
  const secretListeners = new Set<() => void>();
  const settingsListeners = new Set<(settings: Settings) => void>();
  let locked = false;
  let trouble: SecretsStatus['trouble'];
  let settings = SettingsSchema.parse({ findLocalModels: false });
  const status = (): SecretsStatus => ({
    protection: 'passphrase-file',
    state: locked ? 'locked' : trouble === undefined ? 'ready' : 'unreachable',
    keychainAvailable: false,
    ...(trouble === undefined ? {} : { trouble }),
  });
  const guard = () => {
    if (locked)
      throw new AppError('unauthenticated', 'The secrets are locked.', { details: { reason: 'secrets_locked' } });
  };
  const deps: ProvidersDeps = {
    environment,
    clock: systemClock,
    log: silentLog,
    random: () => 0,
    redactor: { add: (secret) => void redacted.push(secret), text: redactor.text },
    spending: unlimitedSpending,
    offline: { language: () => 'en' },
    values: {
      getValue: async (key) => {
        const text = values.get(key);
        return text === undefined ? undefined : (JSON.parse(text) as unknown);
      },
      setValue: async (key, value) => void values.set(key, JSON.stringify(value)),
    },
    secrets: {
      status,
      async get(key) {
        guard();
        used.push(key);
        return secrets.get(key);
      },
      used: (key) => void used.push(key),
      async set(key, value) {
        guard();
        secrets.set(key, value);
      },
      async remove(key) {
        guard();
        secrets.delete(key);
      },
      onChange(listener) {
        secretListeners.add(listener);
        return () => secretListeners.delete(listener);
      },
    },
    settings: {
      current: () => settings,
      onChange(listener) {
        settingsListeners.add(listener);
        return () => settingsListeners.delete(listener);
      },
    },
    ...more,
  };
  return {
    values,
    secrets,
    redacted,
    /** Names of keys, each time they were used. */
    used,
    /** The place of the keys does not answer from now on. */
    fail(next: SecretsStatus['trouble']) {
      trouble = next;
    },
    lock(next: boolean) {
      locked = next;
      for (const listener of secretListeners) listener();
    },
    change(next: Partial<Settings>) {
      settings = { ...settings, ...next };
      for (const listener of settingsListeners) listener(settings);
    },
    /** A fresh start over the same values and secrets. */
    start: () => createProviders(deps),
  };
}
