// Settings, models and the machine over values in memory, for component tests.
import type { contract } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { Connection, ConnectionTest, ModelsState, Vendor } from '#main/contract/models.ts';
import type { Finding, LogEntry, SecretsOverview, SecretsState, SystemState } from '#main/contract/system.ts';
import { createLiveValue } from './live-value.ts';
import { sampleModels, sampleSecrets, sampleSystem, sampleVendors } from './sample-data.ts';
import { readSampleLog } from './sample-log.ts';
import { createSampleSettings, type SampleSettingsOptions } from './sample-settings.ts';

export type SampleMachineOptions = SampleSettingsOptions & {
  readonly models?: ModelsState;
  readonly vendors?: readonly Vendor[];
  readonly system?: Partial<SystemState>;
  readonly findings?: readonly Finding[];
  /** What is left after a finding was mended; throws when it cannot be. */
  readonly fix?: (findingId: string) => readonly Finding[];
  /** Lines of the log, oldest first. */
  readonly log?: readonly LogEntry[];
  /** How long a look round the machine takes. */
  readonly look?: (signal: AbortSignal) => Promise<void>;
  /** What a live test of a connection answers. */
  readonly test?: (connectionId: string) => ConnectionTest;
  readonly secrets?: SecretsOverview;
  /** Opens the passphrase file. */
  readonly passphrase?: string;
  /** Fails every change of the settings. */
  readonly refuseSettings?: AppError;
};

export function createSampleMachine(options: SampleMachineOptions) {
  const { first, ready } = createSampleSettings(options);
  const settings = createLiveValue(first);
  const models = createLiveValue(options.models ?? sampleModels);
  const system = createLiveValue<SystemState>({ ...sampleSystem, ...options.system });
  const log = createLiveValue(options.log ?? []);
  const keys = new Map<string, string>();

  const secrets = createLiveValue<SecretsOverview>(
    options.secrets ?? { ...sampleSecrets, state: system.get().secrets },
  );
  const setSecrets = (state: SecretsState) => {
    system.set({ ...system.get(), secrets: state });
    secrets.set({ ...secrets.get(), state });
    return state;
  };
  const setConnection = (connection: Connection) => {
    const { connections, ...rest } = models.get();
    const others = connections.filter((one) => one.id !== connection.id);
    models.set({ ...rest, connections: [...others, connection] });
    return connection;
  };
  const getConnection = (id: string) => {
    const found = models.get().connections.find((one) => one.id === id);
    if (found === undefined) throw new AppError('not_found', 'This connection is gone.');
    return found;
  };

  const changing = ready.then((real) => {
    real.onChange(settings.set);
    return real;
  });
  const refuse = () => {
    if (options.refuseSettings !== undefined) throw options.refuseSettings;
  };
  const settingsHandlers: Handlers<typeof contract.settings> = {
    watch: (_input, { signal }) => settings.follow(signal),
    set: async ({ patch }) => {
      refuse();
      return (await changing).set(patch);
    },
    reset: async ({ paths }) => {
      refuse();
      return (await changing).reset(paths);
    },
    setStart: async ({ patch }) => {
      refuse();
      return (await changing).setStart(patch);
    },
    async *sources(_input, { signal }) {
      const real = await changing;
      for await (const { cursor } of settings.follow(signal)) yield { cursor, data: real.sources() };
    },
  };
  const modelsHandlers: Handlers<typeof contract.models> = {
    vendors: async () => ({ vendors: [...(options.vendors ?? sampleVendors)] }),
    state: async () => models.get(),
    watch: (_input, { signal }) => models.follow(signal),
    look: async (_input, { signal }) => {
      await options.look?.(signal);
      return models.get();
    },
    connect: async ({ connectionId, vendor, label, baseUrl, apiKey, untilRestart }) => {
      if (apiKey !== undefined && untilRestart !== true) {
        if (system.get().secrets.state !== 'ready') throw new AppError('unavailable', 'Choose where keys are kept.');
        keys.set(connectionId, apiKey);
      }
      const entry = (options.vendors ?? sampleVendors).find((one) => one.id === vendor);
      const state = models.get();
      models.set({
        ...state,
        models: [
          ...state.models.filter((model) => !model.ref.startsWith(`${connectionId}/`)),
          { ref: `${connectionId}/large`, name: 'large', label: 'Large', contextTokens: 200_000, tools: true },
          { ref: `${connectionId}/small`, name: 'small', label: 'Small' },
        ],
      });
      return setConnection({
        id: connectionId,
        vendor,
        label: label ?? entry?.label ?? connectionId,
        baseUrl: baseUrl ?? entry?.baseUrl ?? '',
        key: keys.has(connectionId) || untilRestart === true ? 'stored' : 'none',
        ...(untilRestart === true ? { untilRestart: true } : {}),
        found: false,
        enabled: true,
      });
    },
    disconnect: async ({ connectionId }) => {
      const state = models.get();
      models.set({
        ...state,
        connections: state.connections.filter((one) => one.id !== connectionId),
        models: state.models.filter((model) => !model.ref.startsWith(`${connectionId}/`)),
      });
      return {};
    },
    setEnabled: async ({ connectionId, enabled }) => setConnection({ ...getConnection(connectionId), enabled }),
    test: async ({ connectionId }) =>
      options.test?.(connectionId) ?? { ok: true, firstTokenMs: 312, model: 'small', modelCount: 2 },
    setDefault: async ({ model }) => {
      models.set({ ...models.get(), defaultModel: model });
      return models.get();
    },
    setFallback: async ({ model }) => {
      const { fallbackModel: _before, ...state } = models.get();
      models.set(model === null ? state : { ...state, fallbackModel: model });
      return models.get();
    },
  };
  const systemHandlers: Handlers<typeof contract.system> = {
    watch: (_input, { signal }) => system.follow(signal),
    doctor: async () => ({ findings: [...(options.findings ?? [])] }),
    fix: async ({ findingId }) => ({ findings: [...(options.fix?.(findingId) ?? [])] }),
    diagnostics: async () => ({ text: 'Limpet 0.1.0, test, linux x64\n' }),
    log: async ({ limit, before, after, level, module, text }) =>
      readSampleLog(log.get(), { limit, before, after, level, module, text }),
    followLog: async function* (_input, { signal }) {
      for await (const { cursor } of log.follow(signal)) yield { cursor, data: {} };
    },
    probeSandbox: async () => system.get().sandbox,
    dismissNotice: async ({ id }) => {
      system.set({ ...system.get(), notices: system.get().notices.filter((notice) => notice.id !== id) });
      return {};
    },
    createSecretsFile: async () =>
      setSecrets({ protection: 'passphrase-file', state: 'ready', keychainAvailable: false }),
    unlockSecrets: async ({ passphrase }) => {
      if (passphrase !== (options.passphrase ?? 'right passphrase')) {
        throw new AppError('unauthenticated', 'The passphrase is wrong.', { details: { reason: 'wrong_passphrase' } });
      }
      return setSecrets({ protection: 'passphrase-file', state: 'ready', keychainAvailable: false });
    },
    lockSecrets: async () => setSecrets({ protection: 'passphrase-file', state: 'locked', keychainAvailable: false }),
    watchSecrets: (_input, { signal }) => secrets.follow(signal),
    moveSecrets: async ({ to, passphrase }) => {
      const before = secrets.get();
      if (to === 'passphrase-file' && passphrase === undefined && before.places.every(({ state }) => state !== 'ready'))
        throw new AppError('invalid_input', 'Choose a passphrase.', { details: { reason: 'passphrase_needed' } });
      const state = setSecrets({ protection: to, state: 'ready', keychainAvailable: before.state.keychainAvailable });
      const moved = before.keys.map((key) => (key.at === 'environment' ? key : { ...key, at: to }));
      secrets.set({ state, places: before.places, keys: moved });
      return state;
    },
    checkSecrets: async () => {
      const { trouble: _trouble, ...state } = secrets.get().state;
      return setSecrets({ ...state, state: 'ready' });
    },
    removeSecret: async ({ name }) => {
      const before = secrets.get();
      secrets.set({ ...before, keys: before.keys.filter((key) => key.name !== name) });
      return {};
    },
    createApiKey: async () => ({ key: 'lmp_sample_key' }),
    revokeApiKey: async () => ({}),
  };
  return { settings, models, system, secrets, keys, log, settingsHandlers, modelsHandlers, systemHandlers };
}
