// What a chat has taken in from outside, and a clean chat to go on in.
import { z } from 'zod';
import { SessionId, Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { Session } from './messages.ts';

/** Worst last. */
export const Trust = z.enum(['owner', 'known', 'untrusted']);
export type Trust = z.infer<typeof Trust>;
/** Worst last. */
export const Secrecy = z.enum(['public', 'private', 'secret']);
export type Secrecy = z.infer<typeof Secrecy>;

export const TaintSource = z.object({
  /** An address, a path, `chats`, the name of a server. */
  source: z.string(),
  trust: Trust,
  secrecy: Secrecy,
  at: Timestamp,
});
export type TaintSource = z.infer<typeof TaintSource>;

/** The worst since the start or the last reset, and who brought it. */
export const TaintLabels = z.object({
  trust: Trust,
  secrecy: Secrecy,
  /** First come first; bounded. */
  sources: z.array(TaintSource),
  /** Sources beyond the list. */
  more: z.number().int().nonnegative(),
});
export type TaintLabels = z.infer<typeof TaintLabels>;

export const taint = {
  watch: stream(z.object({ sessionId: SessionId }), TaintLabels),
  /**
   * What a clean chat could begin with, for the person to check and change: by the chat's model, or, `offline`, put together
   * from the person's own messages.
   */
  draftSummary: query(z.object({ sessionId: SessionId }), z.object({ summary: z.string(), offline: z.boolean() })),
  /** A new chat in the same folder that holds only this text, as the person's own. The old one stays as it is. */
  continueClean: command(z.object({ sessionId: SessionId, summary: z.string().min(1).max(100_000) }), Session),
};
