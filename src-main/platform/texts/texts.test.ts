// Every language has a sentence for what is asked of it, keeps the direction of what stands in it, and speaks its own grammar.
import { describe, expect, it } from 'vitest';
import { Settings } from '#main/contract/settings.ts';
import { directionOf, isolated, languageTag, withoutIsolates } from './direction.ts';
import { english } from './en/catalogue.ts';
import { errorSentence } from './error-sentence.ts';
import { createTranslate, type Language, pickLanguage } from './translate.ts';

const languages = Settings.shape.language.unwrap().options.filter((one) => one !== 'system');

describe('translate', () => {
  const translate = createTranslate('en');

  it('gives an unknown key back as it is, also a property of Object', () => {
    expect(translate('nowhere.key')).toBe('nowhere.key');
    expect(translate('constructor.name')).toBe('constructor.name');
    expect(translate('chat.constructor')).toBe('chat.constructor');
  });

  it('picks the first language that it has', () => {
    expect(pickLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(pickLanguage(['zh-Hans-CN', 'en'])).toBe('zh');
    expect(pickLanguage(['ar-EG'])).toBe('ar');
    expect(pickLanguage(['constructor', 'fr'])).toBe('en');
  });

  it.each(languages)('speaks %s, which can be chosen in the settings, from its own catalogue', (language) => {
    const said = createTranslate(language)('chat.news_done');
    expect(said).not.toBe('chat.news_done');
    if (language !== 'en') expect(said).not.toBe(english.chat.news_done);
  });

  it('says how many in the forms of the language', () => {
    const messages = (language: Language, count: number) =>
      createTranslate(language)('sessions.search_found', { count });
    expect([1, 2].map((count) => messages('en', count))).toEqual(['1 message found', '2 messages found']);
    expect([1, 2].map((count) => messages('zh', count))).toEqual(['找到 1 条消息', '找到 2 条消息']);
    const inArabic = [0, 1, 2, 3, 11, 100].map((count) => messages('ar', count));
    expect(new Set(inArabic).size).toBe(6);
    expect(inArabic[2]).toBe('عُثر على رسالتين');
  });
});

describe('two directions in one sentence', () => {
  const arabic = createTranslate('ar');

  it('keeps a path in Arabic, and an Arabic name in English, from turning what stands around them', () => {
    expect(arabic('tools.read_file', { path: '../a b.txt' })).toBe('قراءة \u2068../a b.txt\u2069');
    expect(createTranslate('en')('tools.read_file', { path: 'تقرير.txt' })).toBe('Read \u2068تقرير.txt\u2069');
  });

  it('leaves a word, a number, and text of the same direction alone', () => {
    expect(arabic('chat.model_is', { name: 'limpet' })).not.toContain('\u2068');
    expect(arabic('chat.tokens', { count: 1_200 })).toBe('1,200 رمز');
    expect(isolated('مجلد العمل', 'rtl')).toBe('مجلد العمل');
    expect(isolated('../a.txt', 'ltr')).toBe('../a.txt');
  });

  it('takes its marks out of what is sent on', () => {
    expect(withoutIsolates(arabic('chat.offer_read', { file: 'تقرير.md' }))).toBe('Read تقرير.md');
  });

  it('names direction and script for the page', () => {
    expect(languages.map(directionOf)).toEqual(['ltr', 'ltr', 'ltr', 'rtl']);
    expect(languageTag('zh')).toBe('zh-Hans');
    expect(languageTag('de')).toBe('de');
  });
});

describe('the sentence of an error', () => {
  const t = createTranslate('de');
  it('is the catalogue’s, with the facts of the error', () => {
    const details = { reason: 'read_only_secrets', facts: { variable: 'LIMPET_SECRET_X' } };
    expect(errorSentence({ message: 'English', details }, t)).toContain('LIMPET_SECRET_X');
  });
  it('is the error’s own where the catalogue has none, or would show a gap', () => {
    expect(errorSentence({ message: 'English' }, t)).toBe('English');
    expect(errorSentence({ message: 'English', details: { reason: 'never_heard_of' } }, t)).toBe('English');
    expect(errorSentence({ message: 'English', details: { reason: 'read_only_secrets' } }, t)).toBe('English');
  });
  it('cleans the foreign words alone, whichever sentence they stand in', () => {
    const clean = (text: string) => `<${text}>`;
    const details = { reason: 'read_only_secrets', facts: { variable: 'X' } };
    expect(errorSentence({ message: 'English', details }, t, clean)).toContain('<X>');
    expect(errorSentence({ message: 'English' }, t, clean)).toBe('<English>');
  });
});
