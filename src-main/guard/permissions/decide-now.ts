// What is decided without asking anybody, from a call's effects and the turn's policy. Deny comes before ask before allow.
import type { ErrorDetails } from '#main/contract/errors.ts';
import type { Effect } from '#main/contract/messages.ts';
import type { SandboxState } from '#main/contract/system.ts';
import type { PermissionDecision, PermissionRequest } from './port.ts';

/** Reading the workspace, one's own chats or the clock is free; only a read that says it lies outside is not. */
const isFree = (effect: Effect) => effect.type === 'read' && effect.insideWorkspace !== false;

const deny = (reason: string, details: ErrorDetails): PermissionDecision => ({
  type: 'deny',
  by: 'policy',
  stop: false,
  reason,
  details,
});

/**
 * A change to Limpet's own rules is never covered in advance. Without a sandbox every command asks, as long as there is
 * somebody to ask.
 */
function isCovered(effect: Effect, { policy }: NowInput['request'], tier: NowInput['tier']): boolean {
  if (effect.type === 'policy') return false;
  if (effect.type === 'execute' && tier !== 'bubblewrap' && policy.interactive) return false;
  return policy.allow.includes(effect.type);
}

export type NowInput = {
  readonly request: Pick<PermissionRequest, 'effects' | 'policy' | 'sessionGrant' | 'tool'>;
  readonly tier: SandboxState['tier'];
  readonly hasGrant: (key: string) => Promise<boolean>;
};

/** A session grant is possible only where a proven sandbox holds the commands that it would cover. */
export function mayGrantForSession(
  request: Pick<PermissionRequest, 'effects' | 'sessionGrant'>,
  tier: NowInput['tier'],
) {
  if (request.sessionGrant === undefined) return false;
  if (request.effects.some((effect) => effect.type === 'policy')) return false;
  return tier === 'bubblewrap' || !request.effects.some((effect) => effect.type === 'execute');
}

/** Undefined: the person must be asked. */
export async function decideNow(input: NowInput): Promise<PermissionDecision | undefined> {
  const { request, tier } = input;
  const open = request.effects.filter((effect) => !isFree(effect));
  if (open.length === 0) return { type: 'allow', by: 'policy' };
  if (tier === 'off' && open.some((effect) => effect.type === 'execute'))
    return deny(
      'Commands are off on this machine, because its sandbox failed the safety check. Work without commands and say so.',
      { reason: 'sandbox_off' },
    );
  const uncovered = open.filter((effect) => !isCovered(effect, request, tier));
  if (uncovered.length === 0) return { type: 'allow', by: 'policy' };
  if (!request.policy.interactive) {
    const types = [...new Set(uncovered.map((effect) => effect.type))].join(',');
    return deny(`${request.tool} was not allowed, and nobody is here to ask; use --allow ${types} to allow it.`, {
      reason: 'denied_unasked',
      facts: { tool: request.tool, allow: types },
    });
  }
  const grant = request.sessionGrant;
  if (grant !== undefined && mayGrantForSession(request, tier) && (await input.hasGrant(grant.key)))
    return { type: 'allow', by: 'session', scope: 'session' };
  return undefined;
}
