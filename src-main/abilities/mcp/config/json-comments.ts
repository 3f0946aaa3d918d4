// JSON as editors write it: with comments and commas at the end.
import { parseJson } from '#main/platform/base/json.ts';

/** Undefined for text that is not JSON even so. Strings stay as they are. */
export function stripComments(text: string): unknown {
  const plain = text
    .replace(/^\uFEFF/, '')
    .replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_all, kept: string | undefined) => kept ?? '')
    .replace(/("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])/g, (_all, kept: string | undefined) => kept ?? '');
  return parseJson(plain);
}
