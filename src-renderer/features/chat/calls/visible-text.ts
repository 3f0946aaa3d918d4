// Text of a tool or a model as it is drawn in mono: nothing in it may act on the page or hide.
import { visibleLines } from '#main/contract/shown-text.ts';
import { unmarkUntrusted } from '#main/contract/untrusted-text.ts';
import type { TextParams, Translate } from '#main/platform/texts/translate.ts';

const escapeSign = String.fromCharCode(0x1b);
const terminalColors = new RegExp(`${escapeSign}\\[[0-9;]*m`, 'g');

/** Hidden characters become visible; terminal colours and the marks that only the model needs go; lines and tabs stay. */
export function visibleText(text: string): string {
  return visibleLines(unmarkUntrusted(text).replace(terminalColors, '')).join('\n');
}

/** A sentence whose foreign parts are made visible before they stand in it: its own marks of direction stay. */
export function visibleSentence(
  t: Translate,
  { key, params = {} }: { key: string; params?: TextParams | undefined },
): string {
  const shown = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? visibleText(value) : value,
  ]);
  return t(key, Object.fromEntries(shown));
}
