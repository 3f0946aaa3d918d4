// The one schema: names, texts and changes that are derived from it hold for every entry.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { german } from '#main/platform/texts/de/catalogue.ts';
import { english } from '#main/platform/texts/en/catalogue.ts';
import { checkSetting, listSettings, readSettingText, setting, toSettingValue } from './setting.ts';
import {
  settings as domain,
  findSetting,
  lockOf,
  nestAt,
  Settings,
  SettingsPatch,
  StartPatch,
  settingList,
  valueAt,
} from './settings.ts';

const catalogues: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  english,
  german,
};

describe('the settings', () => {
  it.each(Object.keys(catalogues))('have a label, a help and words for every choice: %s', (name) => {
    const has = (key: string) => {
      const [domainName = '', entry = ''] = key.split('.');
      return (catalogues[name]?.[domainName]?.[entry] ?? '').trim() !== '';
    };
    const wanted = settingList.flatMap((one) => [
      one.labelKey,
      one.helpKey,
      ...(one.control.type === 'choice' ? one.control.options.map((option) => `${one.labelKey}_option_${option}`) : []),
      ...(one.unit === undefined ? [] : [`settings.unit_${one.unit}`]),
      `settings.section_${one.section}`,
    ]);
    expect(wanted.filter((key) => !has(key))).toEqual([]);
    // And nothing is said about what does not exist.
    const known = new Set(wanted.map((key) => key.split('.')[1]));
    expect(Object.keys(catalogues[name]?.setting ?? {}).filter((key) => !known.has(key))).toEqual([]);
  });

  it('derive the names of variables and flags from the path, and keep those from before', () => {
    expect(findSetting('limits.stepsPerTurn')).toMatchObject({
      environment: ['LIMPET_LIMITS_STEPS_PER_TURN'],
      flags: ['limits-steps-per-turn'],
      control: { type: 'number', min: 1, max: 500, whole: true },
      initial: 50,
      needsRestart: false,
      isExported: true,
    });
    const environment = new Set(settingList.flatMap((one) => one.environment));
    const before = ['DATA_DIR', 'HOST', 'PORT', 'TLS_CERT', 'TLS_KEY', 'ALLOW_INSECURE', 'HOST_NAMES', 'LOG'];
    for (const name of [...before, 'WORKSPACE', 'BWRAP']) expect(environment).toContain(`LIMPET_${name}`);
    const flags = new Set(settingList.flatMap((one) => one.flags));
    for (const name of ['host', 'port', 'data-dir', 'workspace', 'host-name', 'tls-cert', 'tls-key', 'allow-insecure'])
      expect(flags).toContain(name);
  });

  it('share no name', () => {
    for (const names of [
      settingList.map((one) => one.path),
      settingList.flatMap((one) => one.environment),
      settingList.flatMap((one) => one.flags),
    ])
      expect(new Set(names).size).toBe(names.length);
    expect(settingList.flatMap((one) => one.environment).filter((name) => name.startsWith('LIMPET_SECRET'))).toEqual(
      [],
    );
  });

  it('have defaults that are allowed, and none where “not set” means something', () => {
    const defaults: unknown = Settings.parse({});
    for (const one of settingList.filter(({ scope }) => scope === 'person')) {
      expect(one.initial).toBeDefined();
      expect(checkSetting(one, one.initial)).toEqual({ type: 'ok', value: one.initial });
      expect(valueAt(defaults, one.path)).toEqual(one.initial);
    }
    expect(findSetting('port')?.initial).toBeUndefined();
  });

  it('refuse to list a value without facts', () => {
    expect(() => listSettings('person', z.object({ colour: z.string() }))).toThrow('colour');
    expect(() => listSettings('person', z.object({ when: setting(z.date(), { section: 'about' }) }))).toThrow('date');
  });
});

describe('a change', () => {
  it('may name one value or none, and fills nothing in', () => {
    expect(SettingsPatch.parse({})).toEqual({});
    expect(SettingsPatch.parse({ limits: { stepsPerTurn: 3 } })).toEqual({ limits: { stepsPerTurn: 3 } });
    expect(SettingsPatch.safeParse({ limits: { stepsPerTurn: 0 } }).success).toBe(false);
    expect(SettingsPatch.safeParse({ theme: 'pink' }).success).toBe(false);
    expect(StartPatch.parse({ port: 1 })).toEqual({ port: 1 });
    // The types are derived as well: these lines would not compile otherwise.
    const typed: SettingsPatch = { theme: 'dark', limits: { costUsdPerTurn: 1 }, api: { enabled: true } };
    expect(domain.set.input.parse({ patch: typed })).toEqual({ patch: typed });
  });

  it('accepts for one path exactly what the whole accepts there', () => {
    const paths = settingList.filter(({ scope }) => scope === 'person').map(({ path }) => path);
    const values = fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constantFrom('dark', 'en', ''));
    fc.assert(
      fc.property(fc.constantFrom(...paths), values, (path, value) => {
        const one = findSetting(path);
        const alone = one === undefined ? undefined : checkSetting(one, value).type === 'ok';
        expect(SettingsPatch.safeParse(nestAt(path, value)).success).toBe(alone);
        expect(Settings.safeParse(nestAt(path, value)).success).toBe(alone);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('text from a variable or a flag', () => {
  it.each([
    { path: 'port', text: '8080', value: 8080 },
    { path: 'limits.costUsdPerTurn', text: '0.5', value: 0.5 },
    { path: 'allowInsecure', text: 'Yes', value: true },
    { path: 'api.enabled', text: 'off', value: false },
    { path: 'hostNames', text: 'a.example, b.example ,', value: ['a.example', 'b.example'] },
    { path: 'theme', text: 'dark', value: 'dark' },
  ])('becomes the value of $path', ({ path, text, value }) => {
    const one = findSetting(path);
    expect(one && readSettingText(one, text)).toEqual({ type: 'ok', value });
  });

  it.each([
    { path: 'port', text: 'many' },
    { path: 'port', text: '' },
    { path: 'port', text: '70000' },
    { path: 'limits.stepsPerTurn', text: '1.5' },
    { path: 'allowInsecure', text: 'perhaps' },
    { path: 'theme', text: 'pink' },
  ])('is refused: $path=$text', ({ path, text }) => {
    const one = findSetting(path);
    expect(one && readSettingText(one, text)).toEqual({ type: 'wrong' });
  });
});

describe('paths', () => {
  it('read what they write, and nothing of an object’s own ancestry', () => {
    expect(valueAt(nestAt('limits.stepsPerTurn', 7), 'limits.stepsPerTurn')).toBe(7);
    for (const path of ['constructor.name', '__proto__.x', 'limits', 'toString']) {
      expect(valueAt(Settings.parse({}), path)).toBeUndefined();
    }
    expect(toSettingValue({})).toBeUndefined();
  });

  it('are locked by what sets them from outside, and the file locks only what the app keeps elsewhere', () => {
    const file = { source: 'file', name: 'config.json' } as const;
    expect(lockOf({ scope: 'person' }, file)).toBe('config.json');
    expect(lockOf({ scope: 'start' }, file)).toBeUndefined();
    expect(lockOf({ scope: 'start' }, { source: 'flag', name: '--port' })).toBe('--port');
    expect(lockOf({ scope: 'person' }, { source: 'database' })).toBeUndefined();
    expect(lockOf({ scope: 'person' }, undefined)).toBeUndefined();
  });
});
