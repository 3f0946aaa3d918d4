// Open questions to the person, across sessions, and their answers.
import { z } from 'zod';
import { ErrorData } from './errors.ts';
import { ApprovalId } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { Approval } from './messages.ts';

/** `always`: writes a rule of the person that allows exactly this call and nothing wider. */
export const ApprovalDecision = z.enum(['once', 'session', 'always', 'deny', 'deny_stop']);
export type ApprovalDecision = z.infer<typeof ApprovalDecision>;

const planHash = z.string().length(64);

export const approvals = {
  pending: query(z.object({}), z.object({ approvals: z.array(Approval) })),
  /**
   * Single use. `planHash` must be the one of the card that the person saw: a different one, an answered or an expired
   * approval is a `conflict`. `unsupported` for `session` or `always` on a card that did not offer it.
   */
  decide: command(
    z.object({ approvalId: ApprovalId, planHash, decision: ApprovalDecision }),
    z.object({ decided: z.boolean() }),
  ),
  /**
   * The same answer for several of one `shape`, each with the hash that was shown. `invalid_input` with reason `mixed_group`
   * when their shapes differ: then none is answered. What was answered or expired meanwhile is left out, and named.
   */
  decideGroup: command(
    z.object({
      approvals: z
        .array(z.object({ approvalId: ApprovalId, planHash }))
        .min(1)
        .max(500),
      decision: ApprovalDecision,
    }),
    z.object({
      decided: z.array(ApprovalId),
      failed: z.array(z.object({ approvalId: ApprovalId, error: ErrorData })),
    }),
  ),
  watch: stream(z.object({}), z.object({ approvals: z.array(Approval) })),
};
