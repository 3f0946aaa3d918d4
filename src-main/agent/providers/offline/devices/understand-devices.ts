// Sentences about devices, in the languages that Limpet speaks, whichever of them the app is in.
import { arabic } from './arabic.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import { german } from './german.ts';
import { type Command, wishFor } from './wish.ts';

/** Long texts are no commands. */
const maxChars = 200;

export function understandDevices(text: string): Command | undefined {
  if (text.length > maxChars || text.includes('\n')) return undefined;
  for (const words of [english, german, chinese, arabic]) {
    const found = wishFor(text, words);
    if (found !== undefined) return found;
  }
  return undefined;
}
