// What a stored turn was: the person's words, what the model said step by step, and how each call ended.
import type { OutputPart } from '#main/agent/providers/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import type { Message, Part, ToolCall } from '#main/contract/messages.ts';
import type { MessagePlace, Store } from '#main/platform/store/port.ts';

export type RecordedTurn = {
  readonly sessionId: SessionId;
  readonly question: string;
  readonly steps: readonly (readonly OutputPart[])[];
  readonly calls: readonly ToolCall[];
  /** All text of the answer, in order. */
  readonly answer: string;
};

const toOutput = (part: Part): OutputPart[] => {
  if (part.type === 'text') return [{ type: 'text', text: part.text }];
  if (part.type === 'reasoning') return [{ type: 'reasoning', text: part.text }];
  return part.type === 'tool_call'
    ? [{ type: 'tool_call', callId: part.callId, name: part.tool, input: part.input }]
    : [];
};

/** A new step begins with the first words after a call, or with a call that says so. */
export function stepsOf(parts: readonly Part[]): OutputPart[][] {
  const steps: OutputPart[][] = [];
  let calledIn: number | undefined;
  let isCalling = false;
  for (const part of parts) {
    const output = toOutput(part);
    if (output.length === 0) continue;
    const ofOtherStep = part.type === 'tool_call' && isCalling && part.step !== calledIn;
    if (steps.length === 0 || (isCalling && part.type !== 'tool_call') || ofOtherStep) steps.push([]);
    steps.at(-1)?.push(...output);
    isCalling = part.type === 'tool_call';
    if (part.type === 'tool_call') calledIn = part.step;
  }
  return steps;
}

export const textOf = (parts: readonly Part[]): string =>
  parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');

async function messagesOf(store: Pick<Store, 'messages'>, o: { sessionId: SessionId; turnId: TurnId }) {
  const mine: Message[] = [];
  let after: MessagePlace | undefined;
  do {
    const page = await store.messages.every({
      sessionId: o.sessionId,
      limit: 200,
      ...(after === undefined ? {} : { after }),
    });
    mine.push(...page.messages.filter((message) => message.turnId === o.turnId));
    after = page.next;
  } while (after !== undefined);
  return mine;
}

/** `not_found` when nothing of the turn is stored; `conflict` while it runs. */
export async function readTurn(
  store: Pick<Store, 'messages'>,
  o: { sessionId: SessionId; turnId: TurnId },
): Promise<RecordedTurn> {
  const mine = await messagesOf(store, o);
  const answers = mine.filter(({ role }) => role === 'assistant');
  if (answers.length === 0)
    throw new AppError('not_found', 'This answer is not stored any more. Choose another one.', {
      details: { reason: 'no_trace' },
    });
  if (answers.some(({ status }) => status === 'streaming'))
    throw new AppError('conflict', 'This answer is still being written. Try again when it has ended.');
  const parts = answers.flatMap((message) => message.parts);
  return {
    sessionId: o.sessionId,
    question: mine
      .filter(({ role }) => role === 'user')
      .map((message) => textOf(message.parts))
      .join('\n\n'),
    steps: stepsOf(parts),
    calls: parts.flatMap((part) => (part.type === 'tool_call' ? [part] : [])),
    answer: textOf(parts),
  };
}
