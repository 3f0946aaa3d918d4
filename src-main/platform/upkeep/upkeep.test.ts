// Notices, API keys, background jobs, doctor, diagnostics: the app looking after itself.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Models } from '#main/agent/providers/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { CommandId, RuleId } from '#main/contract/ids.ts';
import type { Ctx } from '#main/contract/kernel.ts';
import type { Connection, ModelsState } from '#main/contract/models.ts';
import { Settings, StartSettings, settingList } from '#main/contract/settings.ts';
import { type SandboxState, SystemState } from '#main/contract/system.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createRedactor, silentLog } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import type { Secrets, SecretsStatus } from '#main/platform/secrets/port.ts';
import { createConfigFile } from '#main/platform/settings/create-config-file.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { createAlarm } from './create-alarm.ts';
import { createApiKeys } from './create-api-keys.ts';
import { createDoctor, type DoctorDeps } from './create-doctor.ts';
import { createNotices } from './create-notices.ts';
import { createUpkeep, upkeepTimes } from './create-upkeep.ts';
import { checkNode } from './doctor/machine-checks.ts';
import { systemHandlers } from './handlers.ts';

function memoryValues() {
  const values = new Map<string, unknown>();
  return {
    values,
    getValue: async (key: string) => values.get(key),
    setValue: async (key: string, value: unknown) => void values.set(key, value),
  };
}
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-upkeep-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const sandboxState: SandboxState = {
  tier: 'bubblewrap',
  reason: 'tools.sandbox',
  probes: [{ id: 'write-etc', refused: true, note: '' }],
};
const offline: Connection = {
  id: 'offline',
  vendor: 'offline',
  label: 'Offline',
  baseUrl: '',
  key: 'none',
  found: true,
  enabled: true,
};
const modelsWith = (connections: Connection[]): Pick<Models, 'state' | 'test'> => ({
  test: async () => ({ ok: true }),
  state: async (): Promise<ModelsState> => ({ connections, models: [], defaultModel: 'offline/commands' }),
});
const secretsIn = (status: SecretsStatus): Pick<Secrets, 'status' | 'get' | 'check'> => ({
  status: () => status,
  check: async () => status,
  get: async () => undefined,
});
const ready: SecretsStatus = { protection: 'os-keychain', state: 'ready', keychainAvailable: true };

const rules = { list: async () => ({ rules: [], damaged: [] }) };

function doctorOf(change: Partial<DoctorDeps> = {}) {
  return createDoctor({
    folder: temporaryFolder(),
    nodeVersion: 'v24.21.0',
    platform: process.platform,
    store: {
      counts: async () => ({ sessions: 2, messages: 9, sizeBytes: 5_000_000, schema: 10 }),
      backup: async () => ({ made: true }),
      rules,
    },
    configFile: createConfigFile({ folder: temporaryFolder() }),
    log: silentLog,
    backups: async () => [Date.UTC(2026, 0, 1)],
    sandbox: { state: () => sandboxState, probe: async () => sandboxState },
    secrets: secretsIn(ready),
    models: modelsWith([offline]),
    clock: createFakeClock(Date.UTC(2026, 0, 3)),
    gatewayPorts: () => [18_789],
    ...change,
  });
}
const statesOf = async (change: Partial<DoctorDeps>) =>
  Object.fromEntries((await doctorOf(change).findings(neverAborts)).map((one) => [one.id, one.state]));

describe('doctor', () => {
  it('says everything in sentences, in both languages', async () => {
    const findings = await doctorOf().findings(neverAborts);
    expect(findings.map((one) => one.state)).not.toContain('error');
    for (const language of ['en', 'de'] as const) {
      const translate = createTranslate(language);
      for (const one of findings) {
        const sentence = translate(one.key, one.params);
        expect(sentence).not.toBe(one.key);
        expect(sentence).not.toMatch(/[{}]/);
      }
    }
  });
  it('knows the first Node that Limpet runs on', () => {
    const states = ['v20.20.2', '22.18.0', 'v22.19.0', 'v24.0.0'].map((version) => checkNode(version).state);
    expect(states).toEqual(['error', 'error', 'ok', 'ok']);
  });
  it('sees a data folder that others can open, or that is not there [T35]', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    expect((await statesOf({ folder }))['data-folder']).toBe('warning');
    chmodSync(folder, 0o700);
    expect((await statesOf({ folder }))['data-folder']).toBe('ok');
    expect((await statesOf({ folder: join(folder, 'missing') }))['data-folder']).toBe('error');
  });
  it('names what the sandbox did not refuse', async () => {
    const probes = [
      { id: 'write-etc', refused: true, note: '' },
      { id: 'loopback', refused: false, note: '' },
    ];
    const findings = await doctorOf({
      sandbox: { state: () => ({ ...sandboxState, tier: 'off', probes }), probe: async () => sandboxState },
    }).findings(neverAborts);
    expect(findings).toContainEqual({
      id: 'sandbox-off',
      state: 'error',
      key: 'system.doctor_sandbox_off',
      params: { probes: 'loopback' },
      fix: { type: 'apply', key: 'system.fix_probe_again', isChoice: false },
    });
  });
  it('has the sandbox probed when nobody has done so yet', async () => {
    const sandbox = { state: () => ({ ...sandboxState, tier: 'probing' as const }), probe: async () => sandboxState };
    expect(await statesOf({ sandbox })).toMatchObject({ 'sandbox-ok': 'ok' });
  });
  it('warns about locked secrets, missing models, failing connections and old copies', async () => {
    const locked = await statesOf({ secrets: secretsIn({ ...ready, state: 'locked' }), backups: async () => [1] });
    expect(locked).toMatchObject({ 'secrets-locked': 'warning', 'model-none': 'warning', 'backup-old': 'warning' });
    const missing: Connection = { ...offline, id: 'openai', vendor: 'openai', key: 'missing' };
    expect(await statesOf({ models: modelsWith([offline, missing]) })).toMatchObject({
      'model-failing:openai': 'warning',
    });
    expect(await statesOf({ backups: async () => [] })).toMatchObject({ 'backup-none': 'warning' });
  });
  it('says in a sentence why keys cannot be reached, and that a move was interrupted [T34]', async () => {
    const gone = { ...ready, state: 'unreachable', trouble: 'keychain_gone' } as const;
    const findings = await doctorOf({ secrets: secretsIn(gone) }).findings(neverAborts);
    const told = findings.find(({ id }) => id === 'secrets-unreachable');
    expect(told?.state).toBe('error');
    for (const language of ['en', 'de'] as const)
      expect(createTranslate(language)(told?.key ?? '')).toMatch(/^(The keychain|Der Schlüsselbund).*Limpet/);
    const move = { to: 'os-keychain', moved: 1, total: 3, state: 'stopped' } as const;
    expect(await statesOf({ secrets: secretsIn({ ...ready, move }) })).toMatchObject({ 'secrets-move': 'warning' });
  });
  it('asks the keychain again, and looks whether that helped [T34]', async () => {
    let status: SecretsStatus = { ...ready, state: 'unreachable', trouble: 'keychain_locked' };
    const secrets = {
      get: async () => undefined,
      status: () => status,
      check: async () => {
        status = ready;
        return status;
      },
    };
    const doctor = doctorOf({ secrets });
    const broken = (await doctor.findings(neverAborts)).find(({ id }) => id === 'secrets-unreachable');
    expect(broken).toMatchObject({ state: 'error', fix: { type: 'apply', isChoice: false } });
    const after = await doctor.fix('secrets-unreachable', neverAborts);
    expect(after.map(({ id }) => id)).toContain('secrets-keychain');
    expect(after.map(({ id }) => id)).not.toContain('secrets-unreachable');
  });
  it('names rules that cannot be read any more, and says nothing while all can', async () => {
    const lost = { id: RuleId.parse('r1'), answers: [], matches: [], text: 'den {', why: '', createdAt: 1 };
    const store = {
      counts: async () => ({ sessions: 2, messages: 9, sizeBytes: 5_000_000, schema: 10 }),
      backup: async () => ({ made: true }),
      rules: { list: async () => ({ rules: [], damaged: [lost] }) },
    };
    const damaged = (await doctorOf({ store }).findings(neverAborts)).find(({ id }) => id === 'rules-damaged');
    expect(damaged).toMatchObject({ state: 'error', params: { count: '1', rules: 'den {' }, fix: { type: 'open' } });
    expect((await doctorOf().findings(neverAborts)).map(({ id }) => id)).not.toContain('rules-damaged');
  });
  it('goes on when a check breaks, and says which', async () => {
    const findings = await doctorOf({
      store: {
        counts: () => Promise.reject(new Error('database disk image is malformed')),
        backup: async () => ({ made: false }),
        rules,
      },
    }).findings(neverAborts);
    expect(findings).toContainEqual({
      id: 'database',
      state: 'error',
      key: 'system.doctor_check_failed',
      params: { checkKey: 'system.doctor_name_database', reason: 'database disk image is malformed' },
    });
    expect(findings.map((one) => one.id)).toContain('secrets-keychain');
  });
  it('says in German which check broke, and why, without a word of English', async () => {
    const busy = new AppError('unavailable', 'The database is busy.', { details: { reason: 'database_busy' } });
    const store = { counts: () => Promise.reject(busy), backup: async () => ({ made: false }), rules };
    const findings = await doctorOf({ store }).findings(neverAborts);
    const broken = findings.find((one) => one.key === 'system.doctor_check_failed');
    expect(createTranslate('de')(broken?.key ?? '', broken?.params)).toMatch(
      /^Die Prüfung „Datenbank“ war nicht möglich: Ein anderes Programm .+/,
    );
  });
});

describe('notices about one thing', () => {
  it('are replaced together, and what was dismissed comes back only as news', () => {
    const bus = createBus({ clock: systemClock, epoch: 'test', log: silentLog });
    const notice = (id: string, file = 'f') => ({ id, key: 'system.notice_config_damaged', params: { file } });
    const notices = createNotices([notice('database')], bus);
    const ids = () => notices.list().map((one) => one.id);
    notices.renew('config-', [notice('config-damaged'), notice('config-unknown')]);
    expect(ids()).toEqual(['database', 'config-damaged', 'config-unknown']);
    notices.dismiss('config-damaged');
    notices.renew('config-', [notice('config-damaged'), notice('config-unknown')]);
    expect(ids()).toEqual(['database', 'config-unknown']);
    notices.renew('config-', [notice('config-damaged', 'another')]);
    expect(ids()).toEqual(['database', 'config-damaged']);
    notices.renew('config-', []);
    expect(ids()).toEqual(['database']);
  });
});

describe('the key of the OpenAI-compatible address', () => {
  it('is kept as a hash, replaced by a new one, and gone when revoked [T33]', async () => {
    const store = memoryValues();
    const keys = createApiKeys(store);
    expect(await keys.check('limpet_anything')).toBe(false);
    const first = await keys.create();
    expect(await keys.check(first)).toBe(true);
    expect(JSON.stringify([...store.values])).not.toContain(first);
    expect(createRedactor().text(`key ${first}`)).toBe('key [redacted]');
    const second = await keys.create();
    expect([await keys.check(first), await keys.check(second), await keys.check('')]).toEqual([false, true, false]);
    await keys.revoke();
    expect(await keys.check(second)).toBe(false);
  });
});

describe('background jobs', () => {
  it('run a minute after the start and then daily, ask no model, and survive a failure', async () => {
    const clock = createFakeClock();
    const ran: string[] = [];
    const upkeep = createUpkeep({
      alarm: createAlarm(clock),
      sessions: {
        purge: async (before) => {
          ran.push(`purge ${clock.now() - before}`);
          if (ran.length === 1) throw new Error('busy');
          return 1;
        },
      },
      notes: {
        purge: async (before) => {
          ran.push(`notes ${clock.now() - before}`);
          return 1;
        },
      },
      backup: async () => void ran.push('backup'),
      clock,
      log: silentLog,
    });
    const stop = new AbortController();
    const running = upkeep.run(stop.signal);
    await clock.advance(upkeepTimes.firstAfterMs - 1);
    expect(ran).toEqual([]);
    await clock.advance(1);
    const kept = upkeepTimes.keepDeletedMs;
    expect(ran).toEqual([`purge ${kept}`, `notes ${kept}`, 'backup']);
    await clock.advance(upkeepTimes.everyMs);
    expect(ran).toHaveLength(6);
    stop.abort();
    await running;
    expect(clock.pending()).toBe(0);
  });
});

describe('domain system', () => {
  function setUp() {
    const bus = createBus({ clock: systemClock, epoch: 'test', log: silentLog });
    const redactor = createRedactor();
    const secrets: Secrets = {
      protection: 'passphrase-file',
      status: () => ({ protection: 'passphrase-file', state: 'locked', keychainAvailable: false }),
      get: async () => undefined,
      set: async () => undefined,
      remove: async () => undefined,
      keys: async () => [],
      createFile: async () => ready,
      unlock: async () => ready,
      lock: async () => ready,
      overview: async () => ({ state: ready, places: [], keys: [] }),
      move: async () => ready,
      check: async () => ready,
      used: () => undefined,
      settle: async () => undefined,
      onChange: () => () => undefined,
    };
    const logPath = join(temporaryFolder(), 'limpet.jsonl');
    const logged = { file: '/home/mina/secret-plans.txt', key: 'sk-ant-api03-abcdefghijkl', text: 'dear diary' };
    writeFileSync(
      logPath,
      `${JSON.stringify({ at: 1, level: 'info', module: 'app', message: 'opened', ...logged })}\n`,
    );
    let sandboxChanged: () => void = () => undefined;
    const notices = createNotices([{ id: 'n1', key: 'system.notice_config_damaged', params: { file: 'f' } }], bus);
    const handlers = systemHandlers({
      version: '0.1.0',
      host: 'test',
      platform: 'linux',
      versions: { node: '24.21.0' },
      home: '/home/mina',
      dataFolder: '/home/mina/.local/share/limpet',
      defaultWorkspace: () => '/home/mina/Documents/Limpet',
      sandbox: {
        state: () => sandboxState,
        probe: async () => sandboxState,
        onChange: (listener) => {
          sandboxChanged = listener;
          return () => undefined;
        },
      },
      secrets,
      notices,
      doctor: doctorOf(),
      apiKeys: createApiKeys(memoryValues()),
      store: { counts: async () => ({ sessions: 2, messages: 9, sizeBytes: 5_000_000, schema: 10 }) },
      settings: {
        current: () => Settings.parse({ workspace: '/home/mina/Work' }),
        sources: () => ({
          file: '/home/mina/.local/share/limpet/config.json',
          origins: { port: { source: 'flag', name: '--port' }, workspace: { source: 'file', name: 'config.json' } },
          start: StartSettings.parse({ dataFolder: '/home/mina/.local/share/limpet', port: 1 }),
          next: StartSettings.parse({ dataFolder: '/home/mina/.local/share/limpet', port: 2 }),
        }),
      },
      clock: createFakeClock(Date.UTC(2026, 0, 15)),
      logFile: {
        files: () => [logPath],
        modules: () => [],
        onGrow: () => () => undefined,
      },
      redactor,
      bus,
    });
    const stop = new AbortController();
    const ctx: Ctx = {
      principal: { access: 'owner', id: 'owner' },
      connectionId: 'c1',
      signal: stop.signal,
      commandId: CommandId.parse('command-1'),
    };
    return { handlers, ctx, stop, redactor, changeSandbox: () => sandboxChanged() };
  }

  it('is followed live: dismissed notices and changes of the sandbox arrive', async () => {
    const { handlers, ctx, stop, changeSandbox } = setUp();
    const seen: number[] = [];
    for await (const { data } of handlers.watch({}, ctx)) {
      seen.push(SystemState.parse(data).notices.length);
      if (seen.length === 1) await handlers.dismissNotice({ id: 'n1' }, ctx);
      else if (seen.length === 2) changeSandbox();
      else stop.abort();
    }
    expect(seen).toEqual([1, 0, 0]);
  });
  it('gives a text for helpers without secrets, message text or the name of the person [T33]', async () => {
    const { handlers, ctx, redactor } = setUp();
    redactor.add('value of a secret');
    const { text } = await handlers.diagnostics({}, ctx);
    expect(text).toContain('Limpet 0.1.0, test, linux');
    expect(text).toContain('9 messages');
    expect(text).toContain('data folder ~/.local/share/limpet');
    expect(text).toContain('made 2026-01-15T00:00:00.000Z');
    expect(text).toContain('port 1 (flag --port), after a restart 2\n');
    expect(text).toContain('workspace "~/Work" (file config.json)\n');
    expect(text).toContain('limits.stepsPerTurn 50 (default)\n');
    expect(text).toContain('refused write-etc\n');
    // Every setting that there is, so that none is forgotten.
    for (const { path } of settingList) expect(text).toContain(`\n${path} `);
    expect(text).toContain('1970-01-01T00:00:00.001Z info app opened file=~/secret-plans.txt');
    for (const secret of ['mina', 'sk-ant', 'diary']) expect(text).not.toContain(secret);
  });
});
