// Domain `system` of the contract: the app looks at itself.
import type { z } from 'zod';
import type { Handlers } from '#main/contract/kernel.ts';
import { type system as domain, LogQuery, type SystemState } from '#main/contract/system.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import type { Host } from '#main/hosts/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Redactor } from '#main/platform/base/log.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { ApiKeys } from './create-api-keys.ts';
import type { Doctor } from './create-doctor.ts';
import type { LogFile } from './create-log-file.ts';
import type { Notices } from './create-notices.ts';
import { writeDiagnostics } from './diagnostics.ts';
import { followLog } from './follow-log.ts';
import { readLogPage } from './log-pages.ts';

export type SystemHandlersDeps = {
  readonly version: string;
  readonly host: Host['kind'];
  readonly platform: NodeJS.Platform;
  /** Names and versions for diagnostics, e.g. `process.versions` of Node, SQLite, Electron. */
  readonly versions: Readonly<Record<string, string>>;
  readonly home: string;
  readonly dataFolder: string;
  readonly defaultWorkspace: () => string;
  readonly sandbox: Pick<Sandbox, 'state' | 'probe' | 'onChange'>;
  readonly secrets: Secrets;
  readonly notices: Notices;
  readonly doctor: Doctor;
  readonly apiKeys: ApiKeys;
  readonly store: Pick<Store, 'counts'>;
  readonly settings: Pick<SettingsSource, 'current' | 'sources'>;
  readonly logFile: Pick<LogFile, 'files' | 'modules' | 'onGrow'>;
  readonly redactor: Redactor;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly bus: Pick<Bus, 'publish' | 'cursor' | 'subscribe'>;
};

const diagnosticLogLines = 200;

function readState(deps: SystemHandlersDeps): SystemState {
  return {
    version: deps.version,
    host: deps.host,
    platform: deps.platform,
    dataFolder: deps.dataFolder,
    defaultWorkspace: deps.defaultWorkspace(),
    sandbox: deps.sandbox.state(),
    secrets: deps.secrets.status(),
    notices: deps.notices.list(),
  };
}

/** Also publishes every change of sandbox and secrets on the bus, for as long as the process lives. */
export function systemHandlers(deps: SystemHandlersDeps): Handlers<typeof domain> {
  const { bus, doctor, secrets } = deps;
  const publish = () => bus.publish('system', '', { type: 'changed' });
  deps.sandbox.onChange(publish);
  secrets.onChange(publish);
  const readLog = (query: z.input<typeof LogQuery>) =>
    readLogPage(LogQuery.parse(query), { paths: deps.logFile.files(), redactor: deps.redactor });
  return {
    watch: (_input, { signal }) => watchState({ facts: bus, topic: 'system', state: () => readState(deps), signal }),
    doctor: async (_input, { signal }) => ({ findings: await doctor.findings(signal) }),
    fix: async ({ findingId }, { signal }) => ({ findings: await doctor.fix(findingId, signal) }),
    diagnostics: async (_input, { signal }) => {
      const parts = {
        madeAt: deps.clock.now(),
        state: readState(deps),
        settings: deps.settings.current(),
        sources: deps.settings.sources(),
        versions: deps.versions,
        counts: await deps.store.counts().catch(() => undefined), // unreadable is a finding of its own
        findings: await doctor.findings(signal),
        log: (await readLog({ limit: diagnosticLogLines })).entries,
      };
      return { text: writeDiagnostics(parts, deps) };
    },
    log: async (query) => ({
      ...(await readLog(query)),
      modules: [...deps.logFile.modules()],
    }),
    followLog: (_input, { signal }) => followLog({ logFile: deps.logFile, clock: deps.clock, signal }),
    probeSandbox: (_input, { signal }) => deps.sandbox.probe(signal),
    dismissNotice: async ({ id }) => {
      deps.notices.dismiss(id);
      return {};
    },
    createSecretsFile: ({ passphrase }) => secrets.createFile(passphrase),
    unlockSecrets: ({ passphrase }) => secrets.unlock(passphrase),
    lockSecrets: () => secrets.lock(),
    watchSecrets: (_input, { signal }) =>
      watchState({ facts: bus, topic: 'system', state: () => secrets.overview(), signal }),
    moveSecrets: ({ to, passphrase }, { signal }) =>
      secrets.move({ to, signal, ...(passphrase === undefined ? {} : { passphrase }) }),
    checkSecrets: () => secrets.check(),
    removeSecret: async ({ name }) => {
      await secrets.remove(name);
      return {};
    },
    createApiKey: async () => ({ key: await deps.apiKeys.create() }),
    revokeApiKey: async () => {
      await deps.apiKeys.revoke();
      return {};
    },
  };
}
