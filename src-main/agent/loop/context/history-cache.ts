// The messages of sessions that were just talked in: the next turn of one does not read them from the disk again.
import { cutForModel } from '#main/agent/loop/call-output.ts';
import type { MessageId, SessionId } from '#main/contract/ids.ts';
import type { Message, Part } from '#main/contract/messages.ts';
import type { BranchContext } from '#main/platform/store/port.ts';

export type HistoryLimits = { readonly sessions: number; readonly chars: number };
const defaultLimits: HistoryLimits = { sessions: 64, chars: 16_000_000 };

export interface HistoryCache {
  /**
   * The path that ends at `headId`. A path never changes once its messages have ended, so the id of its last message is
   * all that must be the same; edits, switches and other instances lead to another id.
   */
  take(sessionId: SessionId, headId: MessageId): BranchContext | undefined;
  put(sessionId: SessionId, stored: BranchContext): void;
  drop(sessionId: SessionId): void;
}

export function createHistoryCache(limits: HistoryLimits = defaultLimits): HistoryCache {
  const entries = new Map<SessionId, { stored: BranchContext; chars: number }>();
  let chars = 0;
  const drop = (sessionId: SessionId) => {
    chars -= entries.get(sessionId)?.chars ?? 0;
    entries.delete(sessionId);
  };
  return {
    take(sessionId, headId) {
      const known = entries.get(sessionId)?.stored;
      return known?.messages.at(-1)?.id === headId ? known : undefined;
    },
    put(sessionId, stored) {
      drop(sessionId);
      const messages = stored.messages.map(withCutOutputs);
      const size = [...stored.pinned, ...messages].reduce((sum, message) => sum + charsOf(message), 0);
      if (size > limits.chars / 4) return;
      entries.set(sessionId, { stored: { ...stored, messages }, chars: size });
      chars += size;
      for (const [oldest] of entries) {
        if (entries.size <= limits.sessions && chars <= limits.chars) break;
        drop(oldest);
      }
    },
    drop,
  };
}

const messageChars = 500;

function charsOf(message: Message): number {
  return message.parts.reduce((sum, part) => sum + partChars(part), messageChars);
}

function partChars(part: Part): number {
  if (part.type === 'text' || part.type === 'reasoning') return part.text.length;
  if (part.type !== 'tool_call') return messageChars;
  return (part.output?.length ?? 0) + (JSON.stringify([part.input, part.shown])?.length ?? 0);
}

/** The store hands out whole outputs; a model only ever sees them cut, and cutting twice changes nothing. */
function withCutOutputs(message: Message): Message {
  const isLong = (part: Part) => part.type === 'tool_call' && cutForModel(part.output ?? '') !== (part.output ?? '');
  if (!message.parts.some(isLong)) return message;
  const parts = message.parts.map((part) =>
    part.type === 'tool_call' && part.output !== undefined ? { ...part, output: cutForModel(part.output) } : part,
  );
  return { ...message, parts };
}
