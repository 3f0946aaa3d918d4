// The sentence of the catalogue for an error, in the person's language; its own English where the catalogue has none.
import { english } from './en/catalogue.ts';
import type { Translate } from './translate.ts';

type SaidError = {
  readonly message: string;
  readonly details?:
    | { readonly reason?: string | undefined; readonly facts?: Readonly<Record<string, unknown>> | undefined }
    | undefined;
};

/**
 * Facts of the error fill the sentence; one that would keep a gap is not used. `clean` is what foreign words go through
 * before they stand in a sentence.
 */
export function errorSentence(
  { message, details }: SaidError,
  t: Translate,
  clean: (text: string) => string = (text) => text,
): string {
  const reason = details?.reason;
  if (reason === undefined) return clean(message);
  const facts = Object.entries(details?.facts ?? {});
  const key = `errors.reason_${reason}`;
  const sentence = t(key, Object.fromEntries(facts.map(([name, value]) => [name, clean(String(value))])));
  return sentence === key || /\{\w+\}/.test(sentence) ? clean(message) : sentence;
}

/**
 * The key of an error's sentence and what fills it: the finest one without a gap, else the one of the code. For what is
 * stored or sent before anybody knows in which language it will be read.
 */
export function errorWords(error: SaidError & { readonly code: string }): {
  key: string;
  params: Record<string, string>;
} {
  const { reason, facts = {} } = error.details ?? {};
  const params = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
  const name = `reason_${reason}`;
  const texts: Readonly<Record<string, string>> = english.errors;
  const text = reason !== undefined && Object.hasOwn(texts, name) ? texts[name] : undefined;
  const holes = [...(text ?? '').matchAll(/\{(\w+)\}/g)].map(([, hole]) => hole ?? '');
  const isWhole = text !== undefined && holes.every((hole) => Object.hasOwn(params, hole));
  return { key: `errors.${isWhole ? name : error.code}`, params };
}
