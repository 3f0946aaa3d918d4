// Precedence of the sources at the start, and the names of variables and flags.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { defaultDataFolder, flagOptions, loadConfig } from './config.ts';

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'limpet-config-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};
const flagsOf = (...argv: string[]) => parseArgs({ args: argv, options: flagOptions, allowNegative: true }).values;

describe('config', () => {
  it('puts flags before environment before file before defaults', () => {
    const dataFolder = folder();
    const file = { port: 1111, allowInsecure: 'yes', host: '::1', hostNames: 'a.example,b.example' };
    writeFileSync(join(dataFolder, 'config.json'), JSON.stringify(file));
    const environment = { LIMPET_DATA_DIR: dataFolder, LIMPET_PORT: '2222', LIMPET_HOST: '127.0.0.2' };
    const { config } = loadConfig({ environment, flags: flagsOf('--port', '3333') });
    expect(config).toMatchObject({ port: 3333, host: '127.0.0.2', allowInsecure: true, dataFolder });
    expect(config.hostNames).toEqual(['a.example', 'b.example']);
    expect(config.tlsKey).toBeUndefined();
  });

  it('reads every setting from variables and flags, under its name by the rule or its older one', () => {
    const environment = {
      LIMPET_DATA_DIR: folder(),
      LIMPET_LOG: 'error',
      LIMPET_THEME: 'dark',
      LIMPET_LIMITS_STEPS_PER_TURN: '7',
      LIMPET_LANGUAGE: '',
    };
    const flags = flagsOf(
      '--no-find-local-models',
      '--limits-cost-usd-per-turn=0.5',
      '--host-name',
      'a',
      '--host-name',
      'b',
    );
    const [fromEnvironment, fromFlags] = loadConfig({ environment, flags }).outside;
    expect(Object.fromEntries(fromEnvironment?.values ?? [])).toMatchObject({
      logLevel: { value: 'error', name: 'LIMPET_LOG' },
      theme: { value: 'dark', name: 'LIMPET_THEME' },
      'limits.stepsPerTurn': { value: 7, name: 'LIMPET_LIMITS_STEPS_PER_TURN' },
    });
    expect(fromEnvironment?.values.has('language')).toBe(false);
    expect(Object.fromEntries(fromFlags?.values ?? [])).toEqual({
      findLocalModels: { value: false, name: '--no-find-local-models' },
      'limits.costUsdPerTurn': { value: 0.5, name: '--limits-cost-usd-per-turn' },
      hostNames: { value: ['a', 'b'], name: '--host-name' },
    });
  });

  it('names the variable or the flag that is wrong', () => {
    const flags = { 'data-dir': folder() };
    const reasonOf = (load: () => unknown) => {
      try {
        return load();
      } catch (error) {
        return error;
      }
    };
    const wrong = [
      { name: 'LIMPET_PORT', load: () => loadConfig({ environment: { LIMPET_PORT: 'many' }, flags }) },
      { name: 'LIMPET_THEME', load: () => loadConfig({ environment: { LIMPET_THEME: 'pink' }, flags }) },
      { name: '--port', load: () => loadConfig({ environment: {}, flags: { ...flags, port: '70000' } }) },
      { name: '--tls-key', load: () => loadConfig({ environment: {}, flags: { ...flags, 'tls-key': true } }) },
    ];
    for (const { name, load } of wrong) {
      expect(reasonOf(load)).toMatchObject({
        code: 'invalid_input',
        details: { reason: 'setting_not_usable', facts: { name } },
      });
      for (const language of ['en', 'de'] as const)
        expect(createTranslate(language)('errors.reason_setting_not_usable', { name })).toContain(name);
    }
  });

  it('knows the folder of each system', () => {
    expect(defaultDataFolder('linux', {}, '/home/a')).toBe('/home/a/.local/share/limpet');
    expect(defaultDataFolder('linux', { XDG_DATA_HOME: '/x' }, '/home/a')).toBe('/x/limpet');
    expect(defaultDataFolder('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/Limpet');
  });
});
