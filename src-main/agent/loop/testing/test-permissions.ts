// The person at the keyboard, for tests: reads pass, effects ask, and the test answers.
import type { Asking, PermissionDecision, PermissionRequest, Permissions } from '#main/guard/permissions/port.ts';
import { cancelled } from '#main/platform/base/clock.ts';

export interface TestPermissions extends Pick<Permissions, 'decideNow' | 'weigh' | 'askTogether'> {
  /** Questions that are open, oldest first. */
  readonly open: readonly PermissionRequest[];
  answer(decision: PermissionDecision): void;
  /** Answers this one, wherever it stands. */
  answerTo(request: PermissionRequest | undefined, decision: PermissionDecision): void;
}

export const allowOnce: PermissionDecision = { type: 'allow', by: 'person', scope: 'once' };
export const denyOnce: Extract<PermissionDecision, { type: 'deny' }> = {
  type: 'deny',
  by: 'person',
  stop: false,
  reason: 'The person denied this. Go on without it.',
  details: { reason: 'denied_by_person' },
};

const isAllowed = ({ effects, policy }: PermissionRequest) =>
  effects.every((effect) => effect.type === 'read' || policy.allow.includes(effect.type));

export function createTestPermissions(): TestPermissions {
  const open: PermissionRequest[] = [];
  const waiting: ((decision: PermissionDecision) => void)[] = [];
  const answerAt = (at: number, decision: PermissionDecision) => {
    if (at < 0) return;
    open.splice(at, 1);
    for (const settle of waiting.splice(at, 1)) settle(decision);
  };
  const ask = ({ request, signal }: Asking) =>
    new Promise<PermissionDecision>((resolve, reject) => {
      open.push(request);
      waiting.push(resolve);
      const abort = () => {
        const at = open.indexOf(request);
        if (at < 0) return;
        open.splice(at, 1);
        waiting.splice(at, 1);
        reject(cancelled());
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });
  return {
    open,
    answer: (decision) => answerAt(0, decision),
    answerTo: (request, decision) => answerAt(request === undefined ? -1 : open.indexOf(request), decision),
    async decideNow(request) {
      if (isAllowed(request)) return { type: 'allow', by: 'policy' };
      return request.policy.interactive
        ? undefined
        : { type: 'deny', by: 'policy', stop: false, reason: 'Nobody is there to ask.', details: {} };
    },
    weigh: async (request) => ({ answer: isAllowed(request) ? 'allow' : 'ask' }),
    askTogether: async (asked) => asked.map(ask),
  };
}
