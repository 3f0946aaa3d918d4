// What the doctor asks the rooms: database and its copies, sandbox, secrets, models, config.json, gateway.
import type { Models } from '#main/agent/providers/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import type { ConfigFile } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { DoctorCheck } from '../port.ts';
import { chosenFix, found, safeFix } from './find.ts';

export type DatabaseDeps = {
  readonly store: Pick<Store, 'counts' | 'backup'>;
  /** When the copies of the database were made. */
  readonly backups: () => Promise<readonly number[]>;
  readonly clock: Pick<Clock, 'now'>;
};
const oldAfterDays = 7;

export function databaseCheck({ store, backups, clock }: DatabaseDeps): DoctorCheck {
  return {
    id: 'database',
    async run() {
      const counts = await store.counts();
      const newest = Math.max(0, ...(await backups()));
      const days = Math.floor((clock.now() - newest) / 86_400_000);
      const params = {
        sessions: String(counts.sessions),
        messages: String(counts.messages),
        megabytes: String(Math.ceil(counts.sizeBytes / 1_048_576)),
      };
      const database = found('database-ok', 'ok', { params });
      const fix = safeFix('backup_now');
      if (newest === 0) return [database, found('backup-none', counts.messages === 0 ? 'ok' : 'warning', { fix })];
      const age = { params: { days: String(days) } };
      if (days > oldAfterDays) return [database, found('backup-old', 'warning', { ...age, fix })];
      return [database, found('backup-ok', 'ok', age)];
    },
    async fix(_id, signal) {
      const { made } = await store.backup(signal);
      if (!made)
        throw new AppError('conflict', 'A copy is being made already, or one of today is there.', {
          details: { reason: 'backup_not_due' },
        });
    },
  };
}

/** Whole rules are not worth a line. */
export function rulesCheck({ rules }: { readonly rules: Pick<Store['rules'], 'list'> }): DoctorCheck {
  return {
    id: 'rules',
    async run() {
      const { damaged } = await rules.list();
      if (damaged.length === 0) return [];
      const params = { count: String(damaged.length), rules: damaged.map(({ text }) => text.slice(0, 100)).join(', ') };
      return found('rules-damaged', 'error', { params, fix: { type: 'open', section: 'permissions' } });
    },
  };
}

const chosen = /^tools\.sandbox_none_(bubblewrap|sandbox_runtime|docker|blocked)$/;

/** Right after a start nobody has probed yet: the doctor's question is reason enough. */
export function sandboxCheck(sandbox: Pick<Sandbox, 'state' | 'probe'>): DoctorCheck {
  return {
    id: 'sandbox',
    async run(signal) {
      const known = sandbox.state();
      const {
        tier,
        probes,
        reason,
        version = '',
        limits,
      } = known.tier === 'probing' ? await sandbox.probe(signal) : known;
      const passed = probes.filter((probe) => !probe.refused).map((probe) => probe.id);
      const fix = safeFix('probe_again');
      switch (tier) {
        case 'bubblewrap':
        case 'sandbox-runtime':
        case 'docker':
          return found('sandbox-ok', 'ok', {
            params: {
              ...{ name: tier, version, probes: String(probes.length) },
              processes: String(limits?.processes ?? '–'),
              memory: limits === undefined ? '–' : `${Math.round(limits.memoryBytes / 1024 ** 3)} GiB`,
            },
          });
        case 'probing':
          return found('sandbox-probing', 'ok');
        case 'none':
          // What was chosen and is not there has a sentence of its own.
          return { ...found('sandbox-none', 'warning', { fix }), ...(chosen.test(reason) ? { key: reason } : {}) };
        case 'off':
          return found('sandbox-off', 'error', { params: { probes: passed.join(', ') || '–' }, fix });
      }
    },
    fix: (_id, signal) => sandbox.probe(signal),
  };
}

export function secretsCheck(secrets: Pick<Secrets, 'status' | 'get' | 'check'>): DoctorCheck {
  return {
    id: 'secrets',
    async run() {
      await secrets.get('doctor').catch(() => undefined); // makes it look for a keychain; how it went is in its status
      const { state, protection, trouble = 'keychain_failed', move } = secrets.status();
      const fix = { type: 'open', section: 'secrets' } as const;
      if (state === 'unset') return found('secrets-unset', 'warning', { fix });
      if (state === 'locked') return found('secrets-locked', 'warning', { fix });
      if (state === 'unreachable') {
        const why = found('secrets-unreachable', 'error', { fix: safeFix('ask_secrets') });
        return { ...why, key: `errors.reason_${trouble}` };
      }
      if (move !== undefined && move.state !== 'running') return found('secrets-move', 'warning', { fix });
      if (protection === 'safe-storage') return found('secrets-safe-storage', 'ok');
      return found(protection === 'passphrase-file' ? 'secrets-file' : 'secrets-keychain', 'ok');
    },
    fix: () => secrets.check(),
  };
}

const aboutConnection = /^model-failing:(.+)$/s;

export function modelsCheck(models: Pick<Models, 'state' | 'test'>): DoctorCheck {
  return {
    id: 'models',
    async run(signal) {
      const { connections, defaultModel } = await models.state({ refresh: false, signal });
      const usable = connections.filter((one) => one.enabled && one.vendor !== 'offline');
      const open = { type: 'open', section: 'models' } as const;
      if (usable.length === 0) return [found('model-none', 'warning', { fix: open })];
      const failing = usable
        .filter((one) => one.lastError !== undefined || one.key === 'missing')
        .map((one) => {
          // A test asks the vendor for a word, which may cost something.
          const fix = one.key === 'missing' ? open : chosenFix('test_connection');
          return found('model-failing', 'warning', { params: { connection: one.label }, about: one.id, fix });
        });
      const params = { model: defaultModel, connections: String(usable.length) };
      return [...failing, found('model-ok', 'ok', { params })];
    },
    async fix(id, signal) {
      const connectionId = aboutConnection.exec(id)?.[1] ?? '';
      const { ok, error } = await models.test({ connectionId }, signal);
      if (!ok) throw error === undefined ? new AppError('provider_failed', 'The test failed.') : fromTest(error);
    },
  };
}

const fromTest = (error: NonNullable<Awaited<ReturnType<Models['test']>>['error']>) =>
  new AppError(error.code, error.message, error.details === undefined ? {} : { details: error.details });

export function configCheck(file: Pick<ConfigFile, 'path' | 'state' | 'settle' | 'dropWrong'>): DoctorCheck {
  return {
    id: 'config',
    async run() {
      const { condition, wrong } = file.state();
      const params = { file: file.path };
      if (condition === 'damaged') return found('config-damaged', 'error', { params, fix: safeFix('config_restore') });
      if (wrong.length === 0) return [];
      const names = { ...params, names: wrong.join(', ') };
      return found('config-wrong', 'warning', { params: names, fix: chosenFix('config_drop_wrong') });
    },
    fix: (id) => (id === 'config-damaged' ? file.settle() : file.dropWrong()),
  };
}

export function gatewayCheck(ports: () => readonly number[]): DoctorCheck {
  return {
    id: 'gateway',
    run: async () => ports().map((port) => found('gateway-ok', 'ok', { params: { address: `127.0.0.1:${port}` } })),
  };
}
