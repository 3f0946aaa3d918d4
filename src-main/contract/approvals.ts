// Open questions to the person, across sessions, and their answers.
import { z } from 'zod';
import { ApprovalId } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { Approval } from './messages.ts';

export const ApprovalDecision = z.enum(['once', 'session', 'deny', 'deny_stop']);
export type ApprovalDecision = z.infer<typeof ApprovalDecision>;

export const approvals = {
  pending: query(z.object({}), z.object({ approvals: z.array(Approval) })),
  /**
   * Single use. `planHash` must be the one of the card that the person saw: a different one, an answered or an expired
   * approval is a `conflict`.
   */
  decide: command(
    z.object({ approvalId: ApprovalId, planHash: z.string().length(64), decision: ApprovalDecision }),
    z.object({ decided: z.boolean() }),
  ),
  watch: stream(z.object({}), z.object({ approvals: z.array(Approval) })),
};
