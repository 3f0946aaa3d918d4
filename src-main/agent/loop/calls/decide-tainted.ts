// The permissions' decision and what the chat's labels say to it. Deny goes before proposal, before ask, before allow.
import type { PermissionDecision, PermissionRequest, Permissions } from '#main/guard/permissions/port.ts';
import type { Taint, TaintVerdict } from '#main/guard/taint/port.ts';

type Decided = {
  readonly decision: PermissionDecision | undefined;
  readonly verdict: TaintVerdict;
  readonly proposed: Extract<TaintVerdict, { type: 'propose' }> | undefined;
};

const deny = (reason: string, details: { reason: string }): PermissionDecision => ({
  type: 'deny',
  by: 'policy',
  stop: false,
  reason,
  details,
});

const nobodyToAsk =
  'This would send something out of a chat that has read private data and text that is not the person’s, and nobody is here to ask. Go on without it.';

export async function decideTainted(
  request: PermissionRequest,
  d: { readonly permissions: Pick<Permissions, 'decideNow'>; readonly taint: Pick<Taint, 'judge'> },
): Promise<Decided> {
  const verdict = await d.taint.judge(request);
  const decision = await d.permissions.decideNow(request);
  if (decision?.type === 'deny') return { decision, verdict, proposed: undefined };
  switch (verdict.type) {
    case 'free':
      return { decision, verdict, proposed: undefined };
    case 'deny':
      return { decision: deny(verdict.reason, { reason: 'taint_denied' }), verdict, proposed: undefined };
    case 'propose':
      return { decision, verdict, proposed: verdict };
    case 'ask': {
      const isAlone = !request.policy.interactive;
      return {
        decision: isAlone ? deny(nobodyToAsk, { reason: 'taint_unasked' }) : undefined,
        verdict,
        proposed: undefined,
      };
    }
  }
}

/** Whether the person would be asked, without counting it: for a question that is put before the call's turn has come. */
export async function wouldAsk(
  request: PermissionRequest,
  d: { readonly permissions: Pick<Permissions, 'weigh'>; readonly taint: Pick<Taint, 'judge'> },
): Promise<TaintVerdict | undefined> {
  const verdict = await d.taint.judge(request);
  if (verdict.type === 'deny' || verdict.type === 'propose') return undefined;
  const { answer } = await d.permissions.weigh(request);
  return answer === 'ask' || (answer === 'allow' && verdict.type === 'ask') ? verdict : undefined;
}
