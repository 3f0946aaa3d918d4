// Tool calls that a small model prints as text: recognised strictly, or honestly flagged. Never guessed.
import { parseJson } from '#main/platform/base/json.ts';

export type PrintedCall = { readonly name: string; readonly input: Readonly<Record<string, unknown>> };
export type TextReading =
  | { readonly type: 'calls'; readonly text: string; readonly calls: readonly PrintedCall[] }
  | { readonly type: 'suspected' }
  | { readonly type: 'plain' };

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const argumentKeys = ['arguments', 'parameters', 'args', 'input'] as const;

function callFrom(value: unknown, offered: ReadonlySet<string>): PrintedCall | undefined {
  if (!isFields(value)) return undefined;
  const inner = isFields(value.function) ? value.function : value;
  const name = typeof inner.name === 'string' ? inner.name : undefined;
  if (name === undefined || !offered.has(name)) return undefined;
  const given = argumentKeys.map((key) => inner[key]).find((found) => found !== undefined);
  const input = typeof given === 'string' ? parseJson(given) : (given ?? {});
  return isFields(input) ? { name, input } : undefined;
}

/** One JSON value or a list of them, all of them calls; undefined when anything else is in it. */
function callsFrom(json: string, offered: ReadonlySet<string>): PrintedCall[] | undefined {
  const parsed = parseJson(json.trim());
  const values = Array.isArray(parsed) ? parsed : [parsed];
  const calls = values.map((value) => callFrom(value, offered));
  return calls.length > 0 && calls.every((call) => call !== undefined) ? calls : undefined;
}

type Shape = {
  /** Ends at the end of the answer; group 1 is what came before, group 2 the calls. */
  readonly tail: RegExp;
  readonly read: (body: string, offered: ReadonlySet<string>) => PrintedCall[] | undefined;
};

/** Several blocks one after the other, each a call. */
const blocks =
  (block: RegExp, readOne: Shape['read']): Shape['read'] =>
  (body, offered) => {
    const rest = body.replaceAll(block, '').trim();
    const found = [...body.matchAll(block)].map((match) => readOne(match.slice(1).join('\n'), offered));
    return rest === '' && found.length > 0 && found.every((calls) => calls !== undefined) ? found.flat() : undefined;
  };

function functionTag(body: string, offered: ReadonlySet<string>): PrintedCall[] | undefined {
  const newline = body.indexOf('\n');
  const name = body.slice(0, newline).trim();
  const rest = body.slice(newline + 1).trim();
  if (!offered.has(name)) return undefined;
  if (!rest.startsWith('<parameter=')) {
    const input = parseJson(rest === '' ? '{}' : rest);
    return isFields(input) ? [{ name, input }] : undefined;
  }
  const parameter = /<parameter=([\w-]+)>\n?([\s\S]*?)\n?<\/parameter>/g;
  if (rest.replaceAll(parameter, '').trim() !== '') return undefined;
  return [{ name, input: Object.fromEntries([...rest.matchAll(parameter)].map(([, key, value]) => [key, value])) }];
}

const shapes: readonly Shape[] = [
  {
    tail: /^([\s\S]*?)((?:<tool_call>[\s\S]*?<\/tool_call>\s*)+)$/,
    read: blocks(/<tool_call>([\s\S]*?)<\/tool_call>/g, (body, offered) =>
      body.trim().startsWith('<function=')
        ? blocks(/<function=([\w-]+)>([\s\S]*?)<\/function>/g, functionTag)(body.trim(), offered)
        : callsFrom(body, offered),
    ),
  },
  {
    tail: /^([\s\S]*?)((?:<function=[\w-]+>[\s\S]*?<\/function>\s*)+)$/,
    read: blocks(/<function=([\w-]+)>([\s\S]*?)<\/function>/g, functionTag),
  },
  { tail: /^([\s\S]*?)<\|python_tag\|>([\s\S]*?)(?:<\|e(?:om|ot)_id\|>)?\s*$/, read: callsFrom },
  { tail: /^([\s\S]*?)\[TOOL_CALLS\]\s*(\[[\s\S]*\])\s*$/, read: callsFrom },
  {
    tail: /^([\s\S]*?)\[TOOL_CALLS\]\s*([\w-]+(?:\[ARGS\])?\s*\{[\s\S]*\})\s*$/,
    read: (body, offered) => {
      const found = /^([\w-]+)(?:\[ARGS\])?\s*(\{[\s\S]*\})$/.exec(body.trim());
      return found === null ? undefined : functionTag(`${found[1]}\n${found[2]}`, offered);
    },
  },
  { tail: /^([\s\S]*?)```(?:json|tool_call|tool_code)?\s*\n([\s\S]*?)\n?```\s*$/, read: callsFrom },
  // Bare JSON has no mark of its own, so it must be the whole answer.
  { tail: /^(\s*)([[{][\s\S]*[\]}])\s*$/, read: callsFrom },
];

const marks = /<tool_call>|<function=|<\|python_tag\|>|\[TOOL_CALLS\]/;

/** Something that looks like a call to an offered tool but could not be read as one. */
function looksLikeCall(text: string, offered: ReadonlySet<string>): boolean {
  if (marks.test(text)) return true;
  const named = /"name"\s*:\s*"([\w-]+)"/.exec(text)?.[1];
  return named !== undefined && offered.has(named) && /"(arguments|parameters)"\s*:/.test(text);
}

/** A printed call is short; a longer answer is not searched for one, since its marks may be anywhere in it. */
const longestRead = 100_000;

/** Reads a finished answer without native calls. `text` of the result is what stands before the calls. */
export function readPrintedCalls(text: string, toolNames: Iterable<string>): TextReading {
  const offered = new Set(toolNames);
  if (offered.size === 0 || !/[{<[]/.test(text)) return { type: 'plain' };
  for (const shape of text.length > longestRead ? [] : shapes) {
    const match = shape.tail.exec(text);
    const calls = match?.[2] === undefined ? undefined : shape.read(match[2], offered);
    if (calls !== undefined) return { type: 'calls', text: (match?.[1] ?? '').trimEnd(), calls };
  }
  return looksLikeCall(text, offered) ? { type: 'suspected' } : { type: 'plain' };
}
