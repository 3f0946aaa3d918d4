// A rule as a person reads it. What others may have written in it is made visible before it stands in a sentence.

import type { Rule, RuleMatch, Words } from './policy.ts';
import { visibleLines } from './shown-text.ts';

type Translate = (key: string, params?: Readonly<Record<string, string | number>>) => string;

const visible = (text: string) => visibleLines(text).join(' ');

/** A word with a space or a quote in it is written the way it has to be typed. */
const typed = (word: string) => (/^[^\s'"]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function paramsOf(match: RuleMatch): { readonly key: string; readonly params: Record<string, string> } {
  switch (match.type) {
    case 'command':
      return { key: 'command', params: { what: match.argv.map(typed).join(' ') } };
    case 'path':
      return { key: `path_${match.access}`, params: { what: match.glob } };
    case 'host':
      return { key: 'host', params: { what: match.port === undefined ? match.host : `${match.host}:${match.port}` } };
    case 'tool':
      return { key: 'tool', params: { what: match.tool } };
    case 'recipient':
      return { key: 'recipient', params: { what: [match.channel, match.peer ?? '*'].join('/') } };
    case 'device':
      return { key: `device_${match.access ?? 'any'}`, params: { what: match.identity } };
    case 'effect':
      return { key: `effect_${match.effect}`, params: {} };
    case 'exact':
      return { key: 'exact', params: { what: match.text } };
  }
}

/** What it matches, for whoever keeps or sends it. */
export function wordsOf(match: RuleMatch): Words {
  const { key, params } = paramsOf(match);
  return { key: `permissions.match_${key}`, params };
}

export const matchWords = (match: RuleMatch, t: Translate): string => sentence(wordsOf(match), t);

export function sentence({ key, params }: Words, t: Translate): string {
  return t(key, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, visible(value)])));
}

export const ruleWords = ({ answer, match }: Pick<Rule, 'answer' | 'match'>, t: Translate): string =>
  `${t(`permissions.answer_${answer}`)}: ${matchWords(match, t)}`;
