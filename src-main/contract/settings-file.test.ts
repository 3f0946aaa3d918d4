// Settings to take along: what is read back is what was written, and everything odd has a name.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Settings, settingList } from './settings.ts';
import { maxSettingsFileChars, readSettingsFile, writeSettingsFile } from './settings-file.ts';

const here = { settings: Settings.parse({}), lockOf: () => undefined };
const fileOf = (settings: object) => JSON.stringify({ limpet: 'settings', version: 1, settings });

describe('a file of settings', () => {
  it('brings every exported value to another machine, and nothing else', () => {
    const there = Settings.parse({
      theme: 'dark',
      limits: { stepsPerTurn: 7, costUsdPerTurn: 0.25 },
      appearance: { fontScale: 1.25 },
      workspace: '/home/mina/Secret project',
      onboarded: true,
      findLocalModels: false,
    });
    const text = writeSettingsFile(there, Date.UTC(2026, 0, 15));
    expect(text).toContain('"exportedAt": "2026-01-15T00:00:00.000Z"');
    for (const word of ['mina', 'workspace', 'onboarded', 'dataFolder', 'tlsKey']) expect(text).not.toContain(word);
    const read = readSettingsFile(text, here);
    expect(read).toMatchObject({ type: 'read', locked: [], unknown: [], invalid: [], local: [] });
    const changes = read.type === 'read' ? read.changes.map(({ one, from, to }) => [one.path, from, to]) : [];
    expect(changes).toEqual([
      ['theme', 'system', 'dark'],
      ['appearance.fontScale', 1, 1.25],
      ['limits.stepsPerTurn', 50, 7],
      ['limits.costUsdPerTurn', 2, 0.25],
      ['findLocalModels', true, false],
    ]);
    expect(readSettingsFile(text, { ...here, settings: { ...there, workspace: '' } })).toMatchObject({ changes: [] });
    // Every setting that may leave is in it.
    for (const { path, isExported } of settingList)
      if (isExported) expect(text).toContain(`"${path.split('.').at(-1)}"`);
  });

  it('names what it cannot use, and what is not for this machine, and skips it', () => {
    const text = fileOf({
      theme: 'dark',
      language: 'de',
      colour: 'red',
      limits: { stepsPerTurn: 0, depth: 3, minutesPerTurn: 5 },
      reasoning: ['high'],
      workspace: '/elsewhere',
      port: 80,
      constructor: 1,
    });
    const lockOf = (one: { path: string }) => (one.path === 'theme' ? 'LIMPET_THEME' : undefined);
    expect(readSettingsFile(text, { ...here, lockOf })).toMatchObject({
      changes: [
        { one: { path: 'language' }, to: 'de' },
        { one: { path: 'limits.minutesPerTurn' }, to: 5 },
      ],
      locked: [{ one: { path: 'theme' }, name: 'LIMPET_THEME' }],
      unknown: ['colour', 'limits.depth', 'constructor'],
      invalid: ['limits.stepsPerTurn', 'reasoning'],
      local: ['workspace', 'port'],
    });
  });

  it.each([
    '',
    'x',
    '[]',
    '{}',
    '{"limpet":"backup","version":1,"settings":{}}',
    '{"limpet":"settings","settings":{}}',
  ])('is refused as none of ours: %j', (text) => expect(readSettingsFile(text, here)).toEqual({ type: 'foreign' }));

  it('is refused when it is far too large, and no file breaks the reader', () => {
    expect(readSettingsFile(fileOf({ x: 'x'.repeat(maxSettingsFileChars) }), here)).toEqual({ type: 'foreign' });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (settings) => {
        const read = readSettingsFile(fileOf(settings), here);
        expect(read.type).toBe('read');
      }),
      { numRuns: 500 },
    );
  });
});
