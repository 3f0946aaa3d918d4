// The gate of the texts turns red for each kind of gap, and for words that a person reads outside the catalogue.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCatalogues, wantedKeys } from './texts/check-catalogues.mjs';
import { readCatalogues } from './texts/read-catalogues.mjs';
import { scanProject, scanText } from './texts/scan-source.mjs';
import { checkTexts } from './texts.mjs';

type Finding = { rule: string; language?: string; key?: string; message: string; file?: string; line?: number };
const project = join(import.meta.dirname, '../..');

const english = new Map([
  ['chat.send', 'Send'],
  ['chat.read', 'Read {path}'],
  ['chat.found_one', '{count} message'],
  ['chat.found_other', '{count} messages'],
]);
const german = new Map([
  ['chat.send', 'Senden'],
  ['chat.read', '{path} lesen'],
  ['chat.found_one', 'eine Nachricht'],
  ['chat.found_other', '{count} Nachrichten'],
]);
const rules = (others: Record<string, Map<string, string>>) =>
  (checkCatalogues({ en: english, ...others }) as Finding[]).map(({ rule, key }) => `${rule} ${key}`);
const changedTo = (texts: Map<string, string>, changes: Record<string, string | undefined>) => {
  const changed = new Map(texts);
  for (const [key, text] of Object.entries(changes)) {
    if (text === undefined) changed.delete(key);
    else changed.set(key, text);
  }
  return changed;
};

describe('the catalogues', () => {
  it('are whole in this project, and nothing is said outside of them', () => {
    expect(checkTexts(project)).toEqual([]);
    expect(Object.keys(readCatalogues(project)).toSorted()).toEqual(['ar', 'de', 'en', 'zh']);
    expect(readCatalogues(project).en?.size).toBeGreaterThan(1_500);
  });

  it.each([
    ['a text that is missing', { 'chat.send': undefined }, 'missing chat.send'],
    ['a text that is empty', { 'chat.send': ' ' }, 'empty chat.send'],
    ['a text that was left in English', { 'chat.send': 'Send' }, 'untranslated chat.send'],
    ['a parameter that is lost', { 'chat.read': 'Lesen' }, 'parameters chat.read'],
    ['a parameter that is invented', { 'chat.read': '{path} {name}' }, 'parameters chat.read'],
    ['a plural form that is missing', { 'chat.found_one': undefined }, 'missing chat.found_one'],
    ['a plural without its number', { 'chat.found_other': 'Nachrichten' }, 'parameters chat.found_other'],
    ['a text that English has not', { 'chat.extra': 'Mehr' }, 'unknown chat.extra'],
    ['a shout', { 'chat.send': 'Senden!' }, 'loud chat.send'],
  ])('are red for %s', (_name, change, finding) => {
    expect(rules({ de: german })).toEqual([]);
    expect(rules({ de: changedTo(german, change) })).toEqual([finding]);
  });

  it('are red for a number whose word cannot follow it: "1 items"', () => {
    const en = changedTo(english, { 'chat.left': '{count} items are left' });
    expect(rules({ en })).toEqual(['no-plural chat.left']);
  });

  it('are red where one text is taken for the plural of another, and shown in its place', () => {
    const en = changedTo(english, { 'chat.send_other': 'Send something else' });
    expect(rules({ en })).toContain('hidden chat.send');
  });

  it('are red where a command of offline mode is translated, which would not be understood then', () => {
    const offer = { 'chat.offer_list': 'List the files here' };
    const whole = { en: changedTo(english, offer), de: changedTo(german, offer) };
    const of = (catalogues: Record<string, Map<string, string>>) =>
      (checkCatalogues(catalogues as typeof whole) as Finding[]).map(({ rule }) => rule);
    expect(of(whole)).toEqual([]);
    expect(of({ ...whole, de: changedTo(german, { 'chat.offer_list': 'Zeige die Dateien hier' }) })).toEqual([
      'typed-as-it-stands',
    ]);
  });

  it('ask for the plural forms of each grammar', () => {
    const forms = (language: string) =>
      [...wantedKeys(english, language).keys()].flatMap((key: string) => /found_(\w+)/.exec(key)?.[1] ?? []);
    expect(forms('zh')).toEqual(['other']);
    expect(forms('ar').toSorted()).toEqual(['few', 'many', 'one', 'other', 'two', 'zero']);
  });

  it('are red where code would be turned round, or a control character steers the text', () => {
    const arabic = changedTo(english, {
      'chat.send': 'أرسل مع --json',
      'chat.read': 'اقرأ \u202e{path}',
      ...Object.fromEntries(
        ['zero', 'one', 'two', 'few', 'many', 'other'].map((form) => [`chat.found_${form}`, '{count} ر']),
      ),
    });
    expect(rules({ ar: arabic })).toEqual(['bare-code chat.send', 'bidi-control chat.read']);
    expect(
      rules({ ar: changedTo(arabic, { 'chat.send': 'أرسل \u2066--json\u2069', 'chat.read': '\u2066{path}' }) }),
    ).toEqual(['open-isolate chat.read']);
  });
});

describe('the source', () => {
  const page = (text: string) =>
    (scanText('src-renderer/x.tsx', text, english) as Finding[]).map(({ rule, message }) => `${rule}: ${message}`);
  const host = (text: string) =>
    (scanText('src-main/hosts/x.ts', text, english) as Finding[]).map(({ rule, message }) => `${rule}: ${message}`);

  it.each([
    ['<p>Hello there</p>', 'jsx-text: Hello there'],
    ["<p>{isBusy ? 'Working' : t('chat.send')}</p>", 'jsx-text: Working'],
    [`<p>{\`\${name} is away\`}</p>`, 'jsx-text: is away'],
    ['<button aria-label="Close" />', 'attribute: Close'],
    ["<input placeholder={hint ?? 'Search'} />", 'attribute: Search'],
    ['<img alt="A boat" />', 'attribute: A boat'],
    ["toast({ text: 'Was saved.' })", 'property: Was saved.'],
    ["<p>{t('chat.sent')}</p>", 'no-such-text: chat.sent'],
  ])('is red on a page for %s', (text, finding) => {
    expect(page(text)).toEqual([finding]);
  });

  it.each([
    ["terminal.err('Nothing was found.')", 'output: Nothing was found.'],
    [`process.stdout.write(\`Saved to \${path}\`)`, 'output: Saved to'],
    ["const item = { label: 'Quit Limpet' }", 'property: Quit Limpet'],
    ["dialog.showErrorBox('Limpet', 'It broke.')", 'output: It broke.'],
  ])('is red in a host for %s', (text, finding) => {
    expect(host(text)).toEqual([finding]);
  });

  it.each([
    '<p className="text-sm">{t(\'chat.send\')} · {count}</p>',
    '<code>npm start</code>',
    "<Chip tone={isGood ? 'done' : 'stop'} label={t('chat.found', { count })} />",
    "const call = { type: 'text', text: name }",
  ])('is green for %s', (text) => {
    expect(page(text)).toEqual([]);
  });

  it('is read as a whole', () => {
    expect(scanProject(project, readCatalogues(project).en).files.count).toBeGreaterThan(200);
  });
});
