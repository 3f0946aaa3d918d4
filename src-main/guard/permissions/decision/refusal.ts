// A deny as a sentence for the model and as facts for the person.
import type { ErrorDetails } from '#main/contract/errors.ts';
import type { Reason } from '#main/contract/policy.ts';
import type { PermissionDecision, TaintVerdict } from '../port.ts';
import type { Decided } from './decide.ts';

type Deny = Extract<PermissionDecision, { type: 'deny' }>;

const deny = (reasons: readonly Reason[], reason: string, details: ErrorDetails): Deny => ({
  ...{ type: 'deny', by: 'policy', stop: false, reason, details, reasons },
});

/** By the voice that weighs most. */
export function refusalOf({ reasons }: Decided, o: { tool: string; taint: TaintVerdict }): Deny {
  const first = reasons.find((reason) => reason.answer === 'deny');
  const target = first?.target ?? o.tool;
  const facts = { tool: o.tool, target };
  switch (first?.voice.type) {
    case 'sandbox':
      return deny(
        reasons,
        'Commands are off on this machine, because its sandbox failed the safety check. Work without commands and say so.',
        { reason: 'sandbox_off' },
      );
    case 'mode':
      return deny(
        reasons,
        'This chat is in the mode Look: it only reads. Say what you would change; the person can choose another mode.',
        { reason: 'mode_look' },
      );
    case 'taint':
      return deny(
        reasons,
        (o.taint.type === 'deny' ? o.taint.reason : undefined) ??
          'What was read in this chat does not allow this. Go on without it.',
        { reason: 'taint_denied' },
      );
    default:
      return deny(
        reasons,
        `A rule forbids this (${target}). Do not try it in another way; go on without it and say so.`,
        {
          reason: 'denied_by_rule',
          facts,
        },
      );
  }
}

const nobodyForTaint =
  'This would send something out of a chat that has read private data and text that is not the person’s, and nobody is here to ask. Go on without it.';

/** Nobody is there to ask. */
export function unaskedRefusal({ reasons, atoms }: Decided, o: { tool: string }): Deny {
  if (reasons.some(({ answer, voice }) => answer === 'ask' && voice.type === 'taint'))
    return deny(reasons, nobodyForTaint, { reason: 'taint_unasked' });
  const asked = new Set(reasons.filter((reason) => reason.answer === 'ask').map((reason) => reason.target));
  const types = [...new Set(atoms.filter((atom) => asked.has(atom.target)).map((atom) => atom.effect.type))];
  const allow = types.filter((type) => type !== 'read').join(',') || types.join(',');
  return deny(reasons, `${o.tool} was not allowed, and nobody is here to ask; use --allow ${allow} to allow it.`, {
    reason: 'denied_unasked',
    facts: { tool: o.tool, allow },
  });
}
