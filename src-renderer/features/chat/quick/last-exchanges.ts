// The end of a conversation: what the person said last, and what came of it.
import type { Message } from '#main/contract/messages.ts';
import type { ChatState } from '../live/chat-state.ts';

const mostExchanges = 3;

/** Oldest first, beginning with a message of the person; `earlier` counts what stands before it. */
export function lastExchanges({ messages, total }: Pick<ChatState, 'messages' | 'total'>): {
  messages: readonly Message[];
  earlier: number;
} {
  const shown: Message[] = [];
  let exchanges = 0;
  for (let depth = total - 1; depth >= 0 && exchanges < mostExchanges; depth -= 1) {
    const message = messages.get(depth);
    if (message === undefined) break;
    shown.unshift(message);
    if (message.role === 'user') exchanges += 1;
  }
  // Without its question an answer is not understood.
  while (shown.length > 0 && shown[0]?.role !== 'user' && total > shown.length) shown.shift();
  return { messages: shown, earlier: total - shown.length };
}
