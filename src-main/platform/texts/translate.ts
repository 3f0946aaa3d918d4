// From a key and its parameters to a sentence in the person's language.
import { arabic } from './ar/catalogue.ts';
import { german } from './de/catalogue.ts';
import { isolated, writesRightToLeft } from './direction.ts';
import { english } from './en/catalogue.ts';
import { chinese } from './zh/catalogue.ts';

export type Language = 'en' | 'de' | 'zh' | 'ar';
type Catalogue = typeof english;
/**
 * `domain.key`, e.g. `chat.send`. A plural has a key for each form of its language, from `x_one` to `x_other`, and is asked
 * for as `x` with `count`.
 */
export type TextKey = { [D in keyof Catalogue]: `${D & string}.${keyof Catalogue[D] & string}` }[keyof Catalogue];
export type TextParams = Readonly<Record<string, string | number>>;
export type Translate = (key: string, params?: TextParams) => string;

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;
const catalogues: Record<Language, Texts> = { en: english, de: german, zh: chinese, ar: arabic };

function find(texts: Texts, key: string, plural: string | undefined): string | undefined {
  const dot = key.indexOf('.');
  const domain = key.slice(0, dot);
  const name = key.slice(dot + 1);
  const entries = Object.hasOwn(texts, domain) ? texts[domain] : undefined;
  if (entries === undefined) return undefined;
  const plain = (wanted: string) => (Object.hasOwn(entries, wanted) ? entries[wanted] : undefined);
  return (plural === undefined ? undefined : plain(`${name}_${plural}`)) ?? plain(`${name}_other`) ?? plain(name);
}

const numeral = /^-?\d+(\.\d+)?$/;

/** A number, also one that crossed the wire as text; undefined: something else. */
function numberOf(value: string | number | undefined): number | undefined {
  if (typeof value !== 'string') return value;
  return numeral.test(value) ? Number(value) : undefined;
}

/**
 * `{name}` is replaced by its parameter, `{name, number}` and `{name, money}` by a number written the language's way.
 * A parameter that is itself a sentence travels as `nameKey`, a key of the catalogue that takes the same parameters: what
 * is stored and sent holds no words of one language. An unknown key comes back as it is. Where a parameter may run against
 * the direction of its sentence it is isolated, so that neither turns the other round.
 */
export function createTranslate(language: Language): Translate {
  const rules = new Intl.PluralRules(language);
  const formats = {
    number: new Intl.NumberFormat(language),
    money: new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  };
  const translate: Translate = (key, params = {}) => {
    const own = (name: string) => (Object.hasOwn(params, name) ? params[name] : undefined);
    const count = numberOf(own('count'));
    const plural = count === undefined ? undefined : rules.select(count);
    const text = find(catalogues[language], key, plural) ?? find(catalogues.en, key, plural);
    if (text === undefined) return key;
    return text.replace(/\{(\w+)(?:, (number|money))?\}/g, (whole, name: string, format?: 'number' | 'money') => {
      const value = own(name);
      if (value === undefined) {
        const sentence = own(`${name}Key`);
        return typeof sentence === 'string' ? translate(sentence, { ...params, [`${name}Key`]: whole }) : whole;
      }
      const number = format === undefined && typeof value === 'string' ? undefined : numberOf(value);
      if (number !== undefined) return formats[format ?? 'number'].format(number);
      return isolated(String(value), writesRightToLeft(text) ? 'rtl' : 'ltr');
    });
  };
  return translate;
}

/** The language to use for a list of wishes such as `navigator.languages`; English when none fits. */
export function pickLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const base = wish.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(base)) return base;
  }
  return 'en';
}

const isLanguage = (base: string): base is Language => Object.hasOwn(catalogues, base);
