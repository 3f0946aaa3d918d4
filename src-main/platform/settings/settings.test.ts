// Settings: read from memory, kept before they count, told to everybody who follows them, decided by the right source.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommandId } from '#main/contract/ids.ts';
import type { Ctx } from '#main/contract/kernel.ts';
import { type Settings, StartSettings } from '#main/contract/settings.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import { createConfigFile } from './create-config-file.ts';
import { createSettings } from './create-settings.ts';
import { settingsHandlers } from './handlers.ts';
import type { FileNotice, OutsideLayer, OutsideValue } from './port.ts';

type SetUp = {
  readonly failing?: boolean;
  readonly file?: object;
  readonly environment?: Readonly<Record<string, OutsideValue>>;
  readonly flags?: Readonly<Record<string, OutsideValue>>;
};

async function setUp(o: SetUp = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-settings-'));
  const path = join(folder, 'config.json');
  if (o.file !== undefined) writeFileSync(path, JSON.stringify(o.file));
  const { store } = await openStore({ folder, now: systemClock.now });
  const stop = new AbortController();
  onTestFinished(async () => {
    stop.abort();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const full = () => Promise.reject(new Error('disk full'));
  const bus = createBus({ clock: createFakeClock(), epoch: 'test', log: silentLog });
  const layer = (source: OutsideLayer['source'], values: SetUp['flags']): OutsideLayer => ({
    source,
    values: new Map(Object.entries(values ?? {})),
  });
  const notices: (readonly FileNotice[])[] = [];
  const settings = await createSettings({
    store: o.failing === true ? { ...store.settings, set: full } : store.settings,
    bus,
    file: createConfigFile({ folder }),
    outside: [layer('environment', o.environment), layer('flag', o.flags)],
    start: StartSettings.parse({ dataFolder: folder }),
    clock: systemClock,
    log: silentLog,
    onFileNotices: (news) => void notices.push(news),
  });
  const ctx: Ctx = {
    principal: { access: 'owner', id: 'owner' },
    connectionId: 'c1',
    signal: stop.signal,
    commandId: CommandId.parse('command-1'),
  };
  return { settings, store, stop, ctx, path, notices, handlers: settingsHandlers({ settings, bus }) };
}
const outside = (name: string) => ({ code: 'conflict', details: { reason: 'set_outside', facts: { name } } });

describe('settings', () => {
  it('keep the rest when one value of a group changes, and tell their listeners', async () => {
    const { settings } = await setUp();
    const heard: number[] = [];
    const stop = settings.onChange((next) => heard.push(next.limits.stepsPerTurn));
    await Promise.all([settings.set({ limits: { stepsPerTurn: 7 } }), settings.set({ theme: 'dark' })]);
    stop();
    await settings.set({ theme: 'light' });
    expect(settings.current()).toMatchObject({ theme: 'light', limits: { stepsPerTurn: 7, tokensPerTurn: 1_000_000 } });
    expect(heard).toEqual([7, 7]);
  });
  it('stay as they were when the store refuses', async () => {
    const { settings } = await setUp({ failing: true });
    await expect(settings.set({ theme: 'dark' })).rejects.toThrow('disk full');
    expect(settings.current().theme).toBe('system');
  });
  it('refuse what is out of range, with the path of the field', async () => {
    const { settings } = await setUp();
    await expect(settings.set({ limits: { stepsPerTurn: 0 } })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { path: ['limits', 'stepsPerTurn'] },
    });
  });
  it('reach a window that follows them: first the whole, then the whole after each change', async () => {
    const { handlers, ctx, stop } = await setUp();
    const seen: string[] = [];
    for await (const { data } of handlers.watch({}, ctx)) {
      seen.push(data.theme ?? '');
      if (seen.length === 1) await handlers.set({ patch: { theme: 'dark' } }, ctx);
      else stop.abort();
    }
    expect(seen).toEqual(['system', 'dark']);
  });
});

describe('sources', () => {
  it('go one before the other, and each value tells which one it is from', async () => {
    const { settings } = await setUp({
      file: { theme: 'dark', reasoning: 'low', limits: { stepsPerTurn: 3 }, port: 1_234 },
      environment: { reasoning: { value: 'medium', name: 'LIMPET_REASONING' } },
      flags: {
        'limits.stepsPerTurn': { value: 9, name: '--limits-steps-per-turn' },
        port: { value: 5_678, name: '--port' },
      },
    });
    await settings.set({ language: 'de' });
    expect(settings.current()).toMatchObject({
      theme: 'dark',
      reasoning: 'medium',
      language: 'de',
      limits: { stepsPerTurn: 9, tokensPerTurn: 1_000_000 },
    });
    const { origins, next, start } = settings.sources();
    expect(origins).toMatchObject({
      theme: { source: 'file', name: 'config.json' },
      reasoning: { source: 'environment', name: 'LIMPET_REASONING' },
      'limits.stepsPerTurn': { source: 'flag', name: '--limits-steps-per-turn' },
      language: { source: 'database' },
      findLocalModels: { source: 'default' },
      port: { source: 'flag', name: '--port' },
    });
    expect([start.port, next.port]).toEqual([undefined, 5_678]);
  });

  it('refuse a change of what is set from outside, whole, and say by what', async () => {
    const { settings, store } = await setUp({
      file: { theme: 'dark' },
      environment: { reasoning: { value: 'low', name: 'LIMPET_REASONING' } },
      flags: { port: { value: 1, name: '--port' } },
    });
    await expect(settings.set({ theme: 'light', language: 'de' })).rejects.toMatchObject(outside('config.json'));
    await expect(settings.set({ reasoning: 'high' })).rejects.toMatchObject(outside('LIMPET_REASONING'));
    await expect(settings.reset(['reasoning'])).rejects.toMatchObject(outside('LIMPET_REASONING'));
    await expect(settings.setStart({ port: 2 })).rejects.toMatchObject(outside('--port'));
    expect(await store.settings.stored()).toEqual({});
    // The value that holds anyway is no change, and the rest of the wish is granted.
    await settings.set({ theme: 'dark', language: 'de' });
    expect(settings.current().language).toBe('de');
    expect(await store.settings.stored()).toEqual({ language: 'de' });
  });

  it('give a value back to its default, and keep the others', async () => {
    const { settings, store } = await setUp();
    await settings.set({ theme: 'dark', limits: { stepsPerTurn: 7, minutesPerTurn: 3 } });
    await settings.reset(['limits.stepsPerTurn', 'theme', 'language']);
    expect(settings.current()).toMatchObject({ theme: 'system', limits: { stepsPerTurn: 50, minutesPerTurn: 3 } });
    expect(settings.sources().origins.theme).toEqual({ source: 'default' });
    expect(await store.settings.stored()).toEqual({ limits: { minutesPerTurn: 3 } });
    await expect(settings.reset(['no.such'])).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('keep what is read at the start in the file, beside what nobody knows', async () => {
    const { settings, path } = await setUp({ file: { port: 1, colour: 'red', limits: { depth: 2 } } });
    const { next, start } = await settings.setStart({ port: 9_000, hostNames: ['limpet.example'] });
    expect([start.port, next.port, next.hostNames]).toEqual([undefined, 9_000, ['limpet.example']]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      port: 9_000,
      colour: 'red',
      limits: { depth: 2 },
      hostNames: ['limpet.example'],
    });
    await settings.reset(['port']);
    expect(settings.sources().next.port).toBeUndefined();
    expect(JSON.parse(readFileSync(path, 'utf8'))).not.toHaveProperty('port');
  });

  it('let no page replace the sandbox, open the network or move the data', async () => {
    const { settings, path } = await setUp();
    const refused = { code: 'forbidden', details: { reason: 'set_outside_only' } };
    await expect(settings.setStart({ bwrap: '/tmp/evil' })).rejects.toMatchObject(refused);
    await expect(settings.setStart({ allowInsecure: true, port: 1 })).rejects.toMatchObject(refused);
    await expect(settings.setStart({ dataFolder: '/tmp' })).rejects.toMatchObject(refused);
    await expect(settings.reset(['bwrap'])).rejects.toMatchObject(refused);
    expect(() => readFileSync(path)).toThrow('ENOENT');
  });

  it('follow the file while it changes, and hold on to what was read before while it is damaged', async () => {
    const { settings, stop, path, notices, handlers, ctx } = await setUp({ file: { theme: 'dark' } });
    settings.follow(stop.signal);
    const next = () => new Promise<Settings>((resolve) => void settings.onChange(resolve));
    let changed = next();
    writeFileSync(path, JSON.stringify({ theme: 'light', limits: { stepsPerTurn: 4 } }));
    expect(await changed).toMatchObject({ theme: 'light', limits: { stepsPerTurn: 4 } });

    writeFileSync(path, '{"theme":"da');
    const told = () => notices.at(-1)?.map((one) => one.key);
    await expect.poll(told, { timeout: 10_000 }).toEqual(['system.notice_config_unreadable']);
    expect(settings.current().theme).toBe('light');
    await expect(handlers.setStart({ patch: { port: 1 } }, ctx)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'config_damaged' },
    });
    expect(readFileSync(path, 'utf8')).toBe('{"theme":"da');

    changed = next();
    writeFileSync(path, '{"theme":"system"}');
    expect((await changed).theme).toBe('system');
    expect(notices.at(-1)).toEqual([]);
  }, 30_000);
});
