// The person at the keyboard, for tests: reads pass, effects ask, and the test answers.
import type { PermissionDecision, PermissionRequest, Permissions } from '#main/guard/permissions/port.ts';
import { cancelled } from '#main/platform/base/clock.ts';

export interface TestPermissions extends Pick<Permissions, 'decideNow' | 'ask'> {
  /** Questions that are open, oldest first. */
  readonly open: readonly PermissionRequest[];
  answer(decision: PermissionDecision): void;
}

export const allowOnce: PermissionDecision = { type: 'allow', by: 'person', scope: 'once' };
export const denyOnce: Extract<PermissionDecision, { type: 'deny' }> = {
  type: 'deny',
  by: 'person',
  stop: false,
  reason: 'The person denied this. Go on without it.',
  details: { reason: 'denied_by_person' },
};

export function createTestPermissions(): TestPermissions {
  const open: PermissionRequest[] = [];
  const waiting: ((decision: PermissionDecision) => void)[] = [];
  return {
    open,
    answer(decision) {
      open.shift();
      waiting.shift()?.(decision);
    },
    async decideNow(request) {
      const isAllowed = request.effects.every(
        (effect) => effect.type === 'read' || request.policy.allow.includes(effect.type),
      );
      if (isAllowed) return { type: 'allow', by: 'policy' };
      return request.policy.interactive
        ? undefined
        : { type: 'deny', by: 'policy', stop: false, reason: 'Nobody is there to ask.', details: {} };
    },
    ask: (request, signal) =>
      new Promise((resolve, reject) => {
        open.push(request);
        waiting.push(resolve);
        const abort = () => {
          open.splice(open.indexOf(request), 1);
          waiting.splice(waiting.indexOf(resolve), 1);
          reject(cancelled());
        };
        if (signal.aborted) abort();
        else signal.addEventListener('abort', abort, { once: true });
      }),
  };
}
