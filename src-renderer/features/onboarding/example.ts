// The example of the last step: a small file that Limpet asks to write, and how far that has come.
import type { TurnEvent } from '#main/contract/chat.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type { Approval, Message, ToolCall, TurnState } from '#main/contract/messages.ts';

/** Everything that was heard of the chat in which the example runs. */
export type Heard = {
  readonly approval?: Approval | undefined;
  readonly call?: ToolCall | undefined;
  readonly turn?: TurnState | undefined;
  readonly queued: number;
};
export const nothingHeard: Heard = { queued: 0 };

export type ExampleState =
  | { readonly type: 'working' }
  | { readonly type: 'asking'; readonly approval: Approval }
  | { readonly type: 'written'; readonly path: string }
  | { readonly type: 'denied'; readonly isLate: boolean }
  | { readonly type: 'failed'; readonly error: ErrorData | undefined };

const lastCall = (messages: readonly Message[]): ToolCall | undefined =>
  messages
    .flatMap((message) => message.parts)
    .filter((part) => part.type === 'tool_call')
    .at(-1);

export function hear(before: Heard, event: TurnEvent): Heard {
  switch (event.type) {
    case 'snapshot':
      return {
        approval: event.approvals[0],
        call: lastCall(event.tail),
        turn: event.turn,
        queued: event.queue.length,
      };
    case 'approvals':
      return { ...before, approval: event.approvals[0] };
    case 'call':
      return { ...before, call: event.call };
    case 'message':
      return { ...before, call: lastCall([event.message]) ?? before.call };
    case 'part':
      return event.part.type === 'tool_call' ? { ...before, call: event.part } : before;
    case 'turn':
      return { ...before, turn: event.turn };
    case 'queue':
      return { ...before, queued: event.queue.length };
    case 'text':
    case 'call-output':
    case 'session':
    case 'compactions':
      return before;
  }
}

/** The call tells what happened; without one, the turn. */
export function exampleState({ approval, call, turn, queued }: Heard): ExampleState {
  if (approval !== undefined) return { type: 'asking', approval };
  switch (call?.state) {
    case 'done':
      return { type: 'written', path: call.title.params.path ?? '' };
    case 'denied':
      return { type: 'denied', isLate: call.approval?.by === 'timeout' };
    case 'failed':
    case 'stopped':
    case 'unknown':
      return { type: 'failed', error: call.error };
    case 'planning':
    case 'asking':
    case 'running':
    case undefined:
      break;
  }
  const isOver = turn !== undefined && !['running', 'asking', 'stopping'].includes(turn.state);
  return isOver && queued === 0 ? { type: 'failed', error: turn.error } : { type: 'working' };
}

const stem = 'limpet-welcome';

/** A name that no file of the folder has yet; each try leaves the earlier ones alone. */
export function exampleName(taken: readonly string[]): string {
  for (let count = 1; count < 100; count += 1) {
    const name = count === 1 ? `${stem}.txt` : `${stem}-${count}.txt`;
    if (!taken.includes(name)) return name;
  }
  return `${stem}-${Date.now()}.txt`;
}
export const exampleSearch = stem;

/** In the words that Limpet understands without a model, whatever the language of the person. */
export function exampleRequest(name: string, line: string): string {
  return `write "${line}" to ${name}`;
}
