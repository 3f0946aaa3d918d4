// The plain commands of offline mode: what a sentence asks for, or nothing at all. Never a guess.
import { understandDevices } from './devices/understand-devices.ts';
import { readTarget, unquote } from './targets.ts';
import type { ToolWish } from './tool-wish.ts';

export type Understood =
  /** `isOfDevice`: of one that the person allowed. `needsConnection`: it has to be open before. */
  | { readonly type: 'tool'; readonly wish: ToolWish; readonly isOfDevice?: true; readonly needsConnection?: boolean }
  | { readonly type: 'help' }
  | { readonly type: 'unknown' };

type Rule = (sentence: string, original: string) => ToolWish | undefined;

const wish = (tool: string, input: Record<string, unknown> = {}): ToolWish => ({
  tool,
  input: Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
});

const helps =
  /^(help( me)?|\/?help|\?|commands|list commands|what can (you|i) (do|ask|say)|what do you (understand|know)|how does this work|how do i (connect|add) a model)$/i;

/** Words that stand for the folder of the session. */
const here =
  /^(here|this (folder|directory|place)|(the )?(current |working )?(folder|directory|workspace)|(my|the|this) workspace|\.|\.\/)$/i;

/** A folder by name, `the folder x`, `x folder`, or the one we are in; undefined: it names none. */
function folder(text: string): { path?: string } | undefined {
  const plain = text.trim();
  if (plain === '' || here.test(plain)) return {};
  const named =
    /^(?:the |my )?(?:folder|directory)\s+(.+)$/i.exec(plain) ??
    /^(?:the |my )?(\S+)\s+(?:folder|directory)$/i.exec(plain);
  const path = readTarget(named?.[1] ?? plain, 'word');
  return path === undefined ? undefined : { path };
}

const list: Rule = (sentence) => {
  const shell = /^(?:ls|dir)(?:\s+-\w+)*(?:\s+(.+))?$/i.exec(sentence);
  const words =
    /^(?:list|show|display)(?: me)?(?: all)?(?: of)?(?: the| my)?(?: files?(?: and folders)?| folders?| directory| contents?| everything)(?: (?:are |that are )?(?:in|inside|of|under|at|from))?(?: (.+))?$/i.exec(
      sentence,
    ) ??
    /^(?:list)(?: (?:what is|what's) in)? (.+)$/i.exec(sentence) ??
    /^what(?: files| folders)?(?: is|'s| are)(?: there)? (?:in|inside) (.+)$/i.exec(sentence) ??
    /^(?:what|which) files (?:are|do (?:i|we) have)(?: there)?(?: in)?(?: (here|.+))?$/i.exec(sentence);
  const match = shell ?? words;
  if (match === null) return undefined;
  const target = folder(match[1] ?? '');
  // `what's in notes.txt` asks for the file: a name with an ending, or a pattern, is no folder in such a sentence.
  const isFile = shell === null && /\.\w+$|[*?]/.test(target?.path ?? '');
  if (target === undefined || isFile) return undefined;
  return wish('list_directory', target);
};

const lineRange = (text: string): { from_line?: number; lines?: number; rest: string } => {
  const between = /^(?:the )?lines? (\d+)(?:\s*(?:-|–|to|through|until)\s*(\d+))? (?:of|in|from) (.+)$/i.exec(text);
  if (between?.[3] !== undefined) {
    const first = Number(between[1]);
    const last = Number(between[2] ?? between[1]);
    return last < first ? { rest: '' } : { from_line: first, lines: last - first + 1, rest: between[3] };
  }
  const first = /^(?:the )?first (\d+) lines (?:of|in|from) (.+)$/i.exec(text);
  if (first?.[2] !== undefined) return { from_line: 1, lines: Number(first[1]), rest: first[2] };
  const from = /^(.+?) (?:from|starting at) line (\d+)$/i.exec(text);
  return from?.[1] === undefined ? { rest: text } : { from_line: Number(from[2]), rest: from[1] };
};

const read: Rule = (sentence) => {
  const match =
    /^(cat|type|read|open|show|display|print|view)(?: me)? (.+)$/i.exec(sentence) ??
    /^(what)(?:'s| is| are the contents? of| is written) (?:in |inside )?(.+)$/i.exec(sentence) ??
    /^(what) does (.+) (?:say|contain)$/i.exec(sentence);
  if (match?.[2] === undefined) return undefined;
  const { rest, ...lines } = lineRange(match[2]);
  const plain = rest.replace(/^(?:the )?(?:contents? of )?(?:the )?/i, '');
  const called = /^(?:file|text file)\s+(.+)$/i.exec(plain) ?? /^(.+)\s+file$/i.exec(plain);
  const loose = called !== null || match[1]?.toLowerCase() === 'cat';
  const path = readTarget(called?.[1] ?? plain, loose ? 'word' : 'file');
  return path === undefined ? undefined : wish('read_file', { path, ...lines });
};

/** Splits `… in <folder>` off the end; words that mean "everywhere" are no folder. */
function splitIn(text: string): { text: string; path?: string } {
  const match = /^([\s\S]+) (?:in|inside|under|within) ([^\n]+)$/i.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return { text };
  if (/^(?:all )?(?:the |my )?(?:files?|folders?|everything|text)$/i.test(match[2])) return { text: match[1] };
  const target = folder(match[2]);
  return target === undefined ? { text } : { text: match[1], ...target };
}

const find: Rule = (sentence) => {
  const match =
    /^(?:find|locate|where is|where are)(?: me)?(?: all)?(?: the| my)? (.+)$/i.exec(sentence) ??
    /^list (?:all )?(?:the )?(\S*\*\S*.*)$/i.exec(sentence);
  if (match?.[1] === undefined) return undefined;
  const ending = /^(?:files? )?(?:that )?end(?:ing|s)? (?:in|with) \.?(\w+)(?: in (.+))?$/i.exec(match[1]);
  if (ending !== null) return wish('find_files', { pattern: `*.${ending[1]}`, ...folder(ending[2] ?? '') });
  const { text, path } = splitIn(match[1].replace(/^files? /i, '').replace(/ files?(?= in |$)/i, ''));
  const named = /^(?:named|called|matching|like) (.+)$/i.exec(text);
  const pattern = readTarget(named?.[1] ?? text, named === null ? 'glob' : 'word');
  if (pattern === undefined) return undefined;
  const exact = /[*?./]/.test(pattern);
  return wish('find_files', { pattern: exact ? pattern : `*${pattern}*`, path });
};

const searchChats: Rule = (sentence) => {
  const place = '(?:my |the |our |all )*(?:chats?|conversations?|history|messages|past chats)';
  const match =
    new RegExp(`^(?:search|look|find)(?: (?:in|through))? ${place}(?: for)? (.+)$`, 'i').exec(sentence) ??
    new RegExp(`^(?:search|look|find)(?: for)? (.+?) (?:in|from) ${place}$`, 'i').exec(sentence);
  const text = match?.[1] === undefined ? '' : unquote(match[1]);
  return text === '' ? undefined : wish('search_chats', { text });
};

const search: Rule = (sentence) => {
  const inFolder = /^(?:search|look in|look through) (?:the |my )?(?:files |folder )?(?:in )?(\S+) for (.+)$/i.exec(
    sentence,
  );
  if (inFolder?.[1] !== undefined && inFolder[2] !== undefined && !/^(for|in)$/i.test(inFolder[1])) {
    const path = /^(files|everything|here|all)$/i.test(inFolder[1]) ? undefined : readTarget(inFolder[1], 'word');
    return wish('search_text', { text: unquote(inFolder[2]), path });
  }
  const match =
    /^(?:search|look)(?: for)?(?: the)?(?: (?:text|word|phrase))? (.+)$/i.exec(sentence) ??
    /^find (?:the )?(?:text|word|phrase) (.+)$/i.exec(sentence) ??
    /^(?:which|what) files (?:contain|mention|have) (.+)$/i.exec(sentence);
  const grep = /^grep (?:-\w+ )*("[^"]+"|'[^']+'|\S+)(?: (\S+))?$/i.exec(sentence);
  if (grep?.[1] !== undefined) {
    const path = grep[2] === undefined || here.test(grep[2]) ? undefined : readTarget(grep[2], 'word');
    return wish('search_text', { text: unquote(grep[1]), path });
  }
  if (match?.[1] === undefined) return undefined;
  const { text, path } = splitIn(match[1]);
  return wish('search_text', { text: unquote(text), path });
};

/** Text typed as the content of a file: quotes and a code fence around it are not part of it. */
function content(text: string): string {
  const fenced = /^\s*```[^\n]*\n([\s\S]*?)\n?```\s*$/.exec(text);
  if (fenced?.[1] !== undefined) return `${fenced[1]}\n`;
  return text.includes('\n') ? `${text.replace(/^\n+|\n+$/g, '')}\n` : unquote(text);
}

const write: Rule = (_sentence, original) => {
  const block =
    /^(?:write|save|create|make)(?: (?:this|the following))?(?: (?:to|into|as|in))?(?: (?:a |the )?(?:new )?file)?(?: (?:called|named))? ([^\n:]+?)(?: with(?: the)?(?: following)?(?: content| text)?)?:?[ \t]*\n([\s\S]+)$/i.exec(
      original,
    );
  if (block?.[1] !== undefined && block[2] !== undefined) {
    const path = readTarget(block[1], 'file');
    return path === undefined ? undefined : wish('write_file', { path, content: content(block[2]) });
  }
  const empty =
    /^(?:create|make|touch)(?: an)?(?: empty)?(?: (?:new )?file)?(?: (?:called|named))? (\S+|"[^"]+"|`[^`]+`)$/i.exec(
      original,
    );
  const emptyPath = empty?.[1] === undefined ? undefined : readTarget(empty[1], 'file');
  if (emptyPath !== undefined) return wish('write_file', { path: emptyPath, content: '' });
  const into =
    /^(?:write|save|put)(?: the (?:text|words?))? ([\s\S]+) (?:to|into|in|as)(?: (?:a |the )?(?:new )?file)?(?: (?:called|named))? (\S+|"[^"\n]+"|`[^`\n]+`)$/i.exec(
      original,
    );
  const made =
    /^(?:create|make|write)(?: a)?(?: new)?(?: file)?(?: (?:called|named))? (\S+|"[^"\n]+"|`[^`\n]+`) (?:with|containing|that (?:says|contains))(?: the)?(?: (?:text|content|words?))?:? ([\s\S]+)$/i.exec(
      original,
    );
  const [text, name] = into === null ? [made?.[2], made?.[1]] : [into[1], into[2]];
  const path = name === undefined ? undefined : readTarget(name, 'file');
  return text === undefined || path === undefined ? undefined : wish('write_file', { path, content: content(text) });
};

/** `run the tests` names no command; running `the` would be a guess. */
const notACommand = /^(a|an|the|all|my|our|some|it|this|that|these|those|them|something|commands?)(\s|$)/i;

const run: Rule = (_sentence, original) => {
  const match =
    /^\$\s*([\s\S]+)$/.exec(original) ??
    /^(?:run|execute)(?:(?: the)?(?: shell)? command)?:?\s+([\s\S]+)$/i.exec(original);
  if (match?.[1] === undefined) return undefined;
  const fenced = /^```[^\n]*\n([\s\S]*?)\n?```$/.exec(match[1].trim());
  const quoted = /^`([^`]+)`$|^"([^"]+)"$/.exec(match[1].trim());
  const command = (fenced?.[1] ?? quoted?.[1] ?? quoted?.[2] ?? match[1]).trim();
  const plain = fenced === null && quoted === null && !original.startsWith('$');
  return command === '' || (plain && notACommand.test(command)) ? undefined : wish('run_command', { command });
};

const fetchPage: Rule = (sentence) => {
  const match =
    /^(?:(?:fetch|get|open|read|show|display|visit|load|view|go to|look at)(?: me)?(?: the)?(?: (?:web ?page|page|web ?site|site|url|address))?(?: (?:at|from|of))? )?<?(https?:\/\/[^\s>]+)>?$/i.exec(
      unquote(sentence),
    );
  if (match?.[1] !== undefined) return wish('web_fetch', { url: unquote(match[1]) });
  const bare =
    /^(?:fetch|visit)(?: the)?(?: (?:page|site|web ?page|web ?site))? ((?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/\S*)?)$/i.exec(
      sentence,
    );
  return bare?.[1] === undefined ? undefined : wish('web_fetch', { url: `https://${bare[1]}` });
};

const time: Rule = (sentence) =>
  /^(what('s| is) the (current )?(time|date|day)( now| today)?|what (time|date|day) is it( now| today)?|what day is today|(the )?current (time|date)|time|date|today'?s date|tell me the (time|date)|what is today's date|what's today's date)$/i.test(
    sentence,
  )
    ? wish('current_time')
    : undefined;

/** In this order: a rule that names its object precisely comes before one that takes any words. */
const rules: readonly Rule[] = [run, write, time, fetchPage, searchChats, list, read, search, find];

function polite(text: string): string {
  return text
    .replace(/^(?:hey |hi |ok(?:ay)? )?(?:limpet)[,:]? /i, '')
    .replace(/^(?:please|could you|can you|would you|will you|i want you to|i'd like you to)(?: please)? /i, '')
    .replace(/,? (?:please|for me|thanks|thank you)$/i, '');
}

/** What the text asks for. */
export function understand(text: string): Understood {
  const original = polite(text.trim().replaceAll('\r\n', '\n').replaceAll(/[“”]/g, '"').replaceAll('’', "'"));
  const sentence = polite(original.replace(/[.!?]+$/, ''))
    .replace(/\s+/g, ' ')
    .trim();
  if (helps.test(original) || helps.test(sentence)) return { type: 'help' };
  const device = understandDevices(original);
  if (device !== undefined) return { type: 'tool', ...device, isOfDevice: true };
  const several = original.includes('\n');
  for (const rule of several ? [run, write] : rules) {
    const found = rule(sentence, original);
    if (found !== undefined) return { type: 'tool', wish: found };
  }
  return { type: 'unknown' };
}
