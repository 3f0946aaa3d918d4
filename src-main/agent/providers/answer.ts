// An answer as it grows: parts in the order of their first piece, usage, and how it ended. Vendor-neutral.
import type { TokenUsage } from '#main/guard/usage/port.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { ModelEvent, ModelStop, OutputPart } from './port.ts';
import { readPrintedCalls } from './text-calls.ts';

export type Delta = Extract<ModelEvent, { type: 'text-delta' | 'reasoning-delta' | 'tool-input-delta' }>;
export type Finish = Extract<ModelEvent, { type: 'finish' }>;

export const noUsage: TokenUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
};

/** More than any model writes; a server that never ends must not fill the memory. */
const longestAnswer = 16 * 1024 * 1024;

type GrowingText = { readonly type: 'text' | 'reasoning'; pieces: string[]; signature?: string };
type GrowingCall = {
  readonly type: 'tool_call';
  callId: string;
  name: string;
  pieces: string[];
  readonly index: number;
};
type Growing = GrowingText | GrowingCall;

export interface Answer {
  /** Appends to the last part of that kind, or starts one; empty pieces give no event. */
  text(text: string): Delta[];
  reasoning(text: string): Delta[];
  /** Closes the reasoning part that is open (or an empty one) with what the vendor wants back. */
  sign(signature: string): void;
  /** Starts a call, or names one that has started under this key. */
  call(key: string, o: { callId: string; name: string }): void;
  callInput(key: string, text: string): Delta[];
  hasCall(key: string): boolean;
  usage(usage: Partial<TokenUsage>): void;
  stop(reason: ModelStop): void;
  readonly stopped: ModelStop | undefined;
  readonly totals: TokenUsage;
  /** Parts that are whole: a call whose JSON is not complete is not among them. */
  parts(): OutputPart[];
  readonly brokenCalls: number;
  /** The last event. Printed tool calls are looked for when names are given. */
  finish(printed?: { toolNames: readonly string[]; newCallId: () => string }): Finish;
}

/**
 * Parsed input of a call; undefined while it is not whole. No text at all means no arguments, but only once the vendor has
 * ended the answer in peace: before that the arguments may just not have come. Some models wrap JSON in a string once more.
 */
function inputOf(pieces: readonly string[], ended: boolean): unknown {
  const text = pieces.join('').trim();
  if (text === '') return ended ? {} : undefined;
  const value = parseJson(text);
  const inner = typeof value === 'string' ? parseJson(value) : value;
  return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : undefined;
}

function partsOf(growing: readonly Growing[], ended: boolean): OutputPart[] {
  const parts: OutputPart[] = [];
  for (const part of growing) {
    if (part.type === 'tool_call') {
      const input = inputOf(part.pieces, ended);
      if (part.name !== '' && input !== undefined)
        parts.push({ type: 'tool_call', callId: part.callId, name: part.name, input });
      continue;
    }
    const text = part.pieces.join('');
    if (part.type === 'text' && text !== '') parts.push({ type: 'text', text });
    if (part.type === 'reasoning' && (text !== '' || part.signature !== undefined))
      parts.push({ type: 'reasoning', text, ...(part.signature === undefined ? {} : { signature: part.signature }) });
  }
  return parts;
}

export function createAnswer(): Answer {
  const growing: Growing[] = [];
  const calls = new Map<string, GrowingCall>();
  let totals = noUsage;
  let stopped: ModelStop | undefined;

  const inPeace = () => stopped !== undefined && stopped !== 'cancelled' && stopped !== 'max_output';

  let length = 0;
  const measured = (text: string): string => {
    length += text.length;
    if (length > longestAnswer) throw new SyntaxError('The answer has no end.');
    return text;
  };
  const open = (type: GrowingText['type']): GrowingText => {
    const last = growing.at(-1);
    if (last?.type === type && last.signature === undefined) return last;
    const fresh: GrowingText = { type, pieces: [] };
    growing.push(fresh);
    return fresh;
  };
  const grow = (type: GrowingText['type'], text: string): Delta[] => {
    if (text === '') return [];
    open(type).pieces.push(measured(text));
    return [{ type: type === 'text' ? 'text-delta' : 'reasoning-delta', text }];
  };

  return {
    text: (text) => grow('text', text),
    reasoning: (text) => grow('reasoning', text),
    sign(signature) {
      open('reasoning').signature = signature;
    },
    call(key, { callId, name }) {
      const known = calls.get(key);
      if (known !== undefined) {
        if (known.name === '') known.name = name;
        return;
      }
      const fresh: GrowingCall = { type: 'tool_call', callId, name, pieces: [], index: calls.size };
      calls.set(key, fresh);
      growing.push(fresh);
    },
    callInput(key, text) {
      const call = calls.get(key);
      if (call === undefined || text === '') return [];
      call.pieces.push(measured(text));
      return [{ type: 'tool-input-delta', index: call.index, callId: call.callId, name: call.name, text }];
    },
    hasCall: (key) => calls.has(key),
    usage(usage) {
      totals = { ...totals, ...usage };
    },
    stop(reason) {
      stopped = reason;
    },
    get stopped() {
      return stopped;
    },
    get totals() {
      return totals;
    },
    parts: () => partsOf(growing, inPeace()),
    get brokenCalls() {
      return [...calls.values()].filter((call) => call.name === '' || inputOf(call.pieces, inPeace()) === undefined)
        .length;
    },
    finish(printed) {
      const parts = partsOf(growing, inPeace());
      const native = parts.some((part) => part.type === 'tool_call');
      // A call that is whole is carried out even where the vendor says `stop`; without one there is nothing to carry out.
      const honest = native ? 'tool_calls' : stopped === 'tool_calls' || stopped === undefined ? 'end' : stopped;
      const stopReason =
        stopped === 'cancelled' || stopped === 'max_output' || stopped === 'refused' ? stopped : honest;
      const plain: Finish = { type: 'finish', parts, stopReason, usage: totals };
      if (printed === undefined || native || stopReason !== 'end') return plain;
      return withPrintedCalls(plain, printed);
    },
  };
}

function withPrintedCalls(plain: Finish, printed: { toolNames: readonly string[]; newCallId: () => string }): Finish {
  const texts = plain.parts.filter((part) => part.type === 'text');
  const reading = readPrintedCalls(texts.map((part) => part.text).join(''), printed.toolNames);
  if (reading.type === 'plain') return plain;
  if (reading.type === 'suspected') return { ...plain, suspectedToolText: true };
  const calls = reading.calls.map(({ name, input }) => ({
    type: 'tool_call' as const,
    callId: printed.newCallId(),
    name,
    input,
    fromText: true,
  }));
  const before = plain.parts.filter((part) => part.type === 'reasoning');
  const text = reading.text === '' ? [] : [{ type: 'text' as const, text: reading.text }];
  return { ...plain, parts: [...before, ...text, ...calls], stopReason: 'tool_calls' };
}
