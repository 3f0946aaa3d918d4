// The permissions' decision and what the chat's labels say to it. Deny goes before proposal, before ask, before allow.
import type { PermissionDecision, PermissionRequest, Permissions } from '#main/guard/permissions/port.ts';
import type { Taint, TaintVerdict } from '#main/guard/taint/port.ts';

type Decided = {
  readonly decision: PermissionDecision | undefined;
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
  if (decision?.type === 'deny') return { decision, proposed: undefined };
  switch (verdict.type) {
    case 'free':
      return { decision, proposed: undefined };
    case 'deny':
      return { decision: deny(verdict.reason, { reason: 'taint_denied' }), proposed: undefined };
    case 'propose':
      return { decision, proposed: verdict };
    case 'ask': {
      const isAlone = !request.policy.interactive;
      return { decision: isAlone ? deny(nobodyToAsk, { reason: 'taint_unasked' }) : undefined, proposed: undefined };
    }
  }
}
