// Changes to memory, instructions and rules that were not made but laid before the person, with what would change.
import { z } from 'zod';
import { CallId, ProposalId, SessionId, Timestamp, TurnId } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { Shown } from './messages.ts';

const Words = z.object({ key: z.string(), params: z.record(z.string(), z.string()) });

export const Proposal = z.object({
  id: ProposalId,
  sessionId: SessionId,
  sessionTitle: z.string(),
  turnId: TurnId,
  callId: CallId,
  tool: z.string(),
  title: Words,
  /** Exactly what accepting does. */
  shown: Shown,
  planHash: z.string().length(64),
  /** Why it was not done at once, and whose words may be behind it. */
  why: Words,
  source: z.string(),
  createdAt: Timestamp,
});
export type Proposal = z.infer<typeof Proposal>;

const pick = z.object({ proposalId: ProposalId, planHash: z.string().length(64) });

export const proposals = {
  list: query(z.object({}), z.object({ proposals: z.array(Proposal) })),
  watch: stream(z.object({}), z.object({ proposals: z.array(Proposal) })),
  /**
   * Does what was shown, once. `conflict` with reason `proposal_decided`, or `changed_meanwhile` when the same call would do
   * something else by now: then it stays open, to be discarded.
   */
  accept: command(pick, z.object({ output: z.string() })),
  discard: command(pick, z.object({ discarded: z.boolean() })),
};
