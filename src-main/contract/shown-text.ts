// What a person must be able to read before they say yes: every character visible, nothing left out, nothing disguised.
import type { FileChange, ShellStep, Shown } from './messages.ts';

/** `mixed_scripts`: a word mixes alphabets that look alike. `hidden_characters`: characters that show nothing were made visible. */
export type ShownWarning = 'mixed_scripts' | 'hidden_characters';
export type ShownText = { readonly lines: readonly string[]; readonly warnings: readonly ShownWarning[] };

// Everything that prints nothing, moves the cursor, turns the direction of text, or exists only to be mistaken for a
// space: controls, format characters (zero width, bidi, tags), line separators, private use, lone surrogates, fillers,
// variation selectors, blank braille.
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0', '\x1b': '\\e' };
/** Stands at the start of a line that goes on the argument before it; escaped inside arguments. */
const goesOn = '↳ ';

const escapeOne = (character: string): string =>
  named[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** One line: every hidden character as an escape, also line breaks. A backslash stays, so that plain text reads as it is. */
export function visibleLine(text: string): string {
  return text.replace(hidden, escapeOne);
}

type Say = (key: string, params?: Readonly<Record<string, string | number>>) => string;

/**
 * The same catalogue, with what is hidden in a parameter made visible first: the sentence itself may hold marks that keep
 * two directions of writing apart, a foreign text may not.
 */
export function visibly(t: Say): Say {
  return (key, params = {}) =>
    t(
      key,
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? visibleLine(value) : value]),
      ),
    );
}

/** Several lines: breaks and tabs stay, a lone carriage return does not. */
export function visibleLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.split('\t').map(visibleLine).join('\t'));
}

/** True where `visibleLine` has something to escape besides breaks and tabs. */
export function hasHidden(text: string): boolean {
  return text.replace(/\r?\n|\t/g, '').search(hidden) !== -1;
}

const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];

/** A word with letters of two alphabets that look alike, as in `pаypal` with a Cyrillic а. */
export function hasMixedScripts(text: string): boolean {
  return text.split(/[^\p{L}\p{M}\p{N}]+/u).some((word) => scripts.filter((script) => script.test(word)).length > 1);
}

function argumentLines(argument: string): string[] {
  if (argument === '') return ["''"];
  return visibleLines(argument).map((line, index) => {
    const safe = line.replaceAll('↳', '\\u{21b3}');
    return index === 0 ? safe : goesOn + safe;
  });
}

const changeSigns = { created: '+', changed: '~', deleted: '−', moved: '→' } as const;

/** The path of a change as one line, with the place that it came from. */
export function changePlace(file: Pick<FileChange, 'path' | 'from'>): string {
  return file.from === undefined ? visibleLine(file.path) : `${visibleLine(file.from)} → ${visibleLine(file.path)}`;
}

const signs = { first: [], after: [';'], and: ['&&'], or: ['||'], pipe: ['|'] } as const;

/** What joins it to the command before, on a line of its own; a word that reads like such a sign stands in quotes. */
function stepLines({ when, argv }: ShellStep): string[] {
  const isSign = (word: string) => /^(;|&&|\|\|?)$/.test(word);
  return [...signs[when], ...argv.flatMap((word) => (isSign(word) ? [`'${word}'`] : argumentLines(word)))];
}

type Request = Extract<Shown, { type: 'request' }>;

function requestParts({ method, url, headers = {}, body }: Request): string[] {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...head, ...(body === undefined ? [] : ['', body])];
}

/** Each header is one line whatever it holds; only the body has breaks of its own. */
function requestLines(request: Request): string[] {
  const { body } = request;
  const head = requestParts({ ...request, body: undefined }).map(visibleLine);
  return body === undefined ? head : [...head, '', ...visibleLines(body)];
}

function linesOf(shown: Shown): string[] {
  switch (shown.type) {
    case 'argv':
      return shown.commands === undefined || shown.commands.length < 2
        ? shown.argv.flatMap(argumentLines)
        : shown.commands.flatMap(stepLines);
    case 'diff':
      return visibleLines(shown.diff);
    case 'changes':
      return shown.files.flatMap((file) => [
        `${changeSigns[file.change]} ${changePlace(file)}`,
        ...visibleLines(file.diff),
      ]);
    case 'request':
      return requestLines(shown);
    case 'text':
      return visibleLines(shown.text);
  }
}

function rawOf(shown: Shown): string {
  switch (shown.type) {
    case 'argv':
      return shown.argv.join(' ');
    case 'diff':
      return `${shown.path} ${shown.diff}`;
    case 'changes':
      return shown.files.map((file) => `${file.from ?? ''} ${file.path} ${file.diff}`).join('\n');
    case 'request':
      return requestParts(shown).join('\n');
    case 'text':
      return shown.text;
  }
}

/**
 * The whole of what an approval binds to, as lines: one argument a line (a line that goes on the argument before it begins
 * with an arrow), a diff as it is, method and address. Never cut: a surface that cannot show all lines must say how many
 * are missing and let the person reach them.
 */
export function shownText(shown: Shown): ShownText {
  const raw = rawOf(shown);
  const warnings: ShownWarning[] = [];
  if (hasHidden(raw)) warnings.push('hidden_characters');
  if (hasMixedScripts(raw)) warnings.push('mixed_scripts');
  return { lines: linesOf(shown), warnings };
}
