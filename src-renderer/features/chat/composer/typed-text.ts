// What the letters at the caret mean: a slash command, a file name after `@`, or just text. Pure.
import type { SlashCommand } from '#main/contract/commands.ts';

/** A word that is being completed, from `start` (its sign) to the caret. */
export type Completion =
  | { readonly type: 'command'; readonly start: number; readonly query: string }
  | { readonly type: 'file'; readonly start: number; readonly query: string };

/** A command stands at the very start; a file name after `@` at a word's start, without blanks (or inside quotes). */
export function completionAt(text: string, caret: number): Completion | undefined {
  const before = text.slice(0, caret);
  const command = /^\/([\w-]*)$/.exec(before);
  if (command !== null) return { type: 'command', start: 0, query: command[1] ?? '' };
  const file = /(?:^|[\s([{])@("[^"\n]*|[^\s"@]*)$/.exec(before);
  if (file === null) return undefined;
  const typed = file[1] ?? '';
  return { type: 'file', start: caret - typed.length - 1, query: typed.replace(/^"/, '') };
}

/** The text with the completed word in place, and where the caret goes. */
export function complete(text: string, caret: number, word: { readonly start: number; readonly with: string }) {
  const head = text.slice(0, word.start) + word.with;
  const tail = text.slice(caret);
  const gap = tail.startsWith(' ') ? '' : ' ';
  return { text: head + gap + tail, caret: head.length + 1 };
}

/** A path with blanks is quoted, so that its end is clear. */
export function fileMention(path: string): string {
  return /\s/.test(path) ? `@"${path}"` : `@${path}`;
}

/** The command a whole text asks for, with its argument; undefined for text that merely starts with a slash. */
export function slashCall(text: string, commands: readonly SlashCommand[]) {
  const match = /^\/([\w-]+)(?:\s+([\s\S]*))?$/.exec(text.trim());
  const command = commands.find((each) => each.name === match?.[1]);
  if (match === null || command === undefined) return undefined;
  return { command, argument: (match[2] ?? '').trim() };
}

/** Commands whose name starts with the typed letters first, then those that contain them. */
export function matchCommands(commands: readonly SlashCommand[], query: string): readonly SlashCommand[] {
  const wanted = query.toLowerCase();
  const starts = commands.filter((each) => each.name.startsWith(wanted));
  const holds = commands.filter((each) => !each.name.startsWith(wanted) && each.name.includes(wanted));
  return [...starts, ...holds];
}
