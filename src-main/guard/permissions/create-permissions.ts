// Asks the person about a planned call, waits for the answer, and takes answers from whatever surface they come.
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import { AppError } from '#main/contract/errors.ts';
import type { ApprovalId, CommandId } from '#main/contract/ids.ts';
import { ApprovalId as ApprovalIdSchema } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { type Clock, cancelled } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { decideNow, mayGrantForSession } from './decide-now.ts';
import type { PermissionDecision, PermissionRequest, Permissions } from './port.ts';

export type PermissionsDeps = {
  readonly store: Pick<Store, 'approvals' | 'sessions'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly sandbox: Pick<Sandbox, 'state'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly clock: Clock;
  readonly log: Log;
};

export type Answer = {
  readonly approvalId: ApprovalId;
  readonly planHash: string;
  readonly decision: ApprovalDecision;
  /** The same command again changes nothing and succeeds. */
  readonly commandId?: CommandId;
};

/** Where questions lie open and answers are handed in. */
export interface ApprovalDesk {
  pending(): Promise<Approval[]>;
  /**
   * Single use. `conflict` when it was answered, has expired, or the hash is another one; `unsupported` for "This session"
   * on a card that did not offer it.
   */
  answer(answer: Answer): Promise<void>;
}

type Waiter = {
  readonly approval: Approval;
  readonly grantKey: string | undefined;
  readonly settle: (decision: PermissionDecision) => void;
};

const rememberedCommands = 512;

const deniedByPerson =
  'The person said no to this. Do not try the same again in another way; ask what they would like instead.';
const deniedByTime = 'Nobody answered in time, so this was not done. Go on without it, or say what is still open.';

export function createPermissions(deps: PermissionsDeps): Permissions & ApprovalDesk {
  const { store, bus, clock } = deps;
  const log = deps.log.child('permissions');
  const waiting = new Map<ApprovalId, Waiter>();
  const answered = new Set<CommandId>();

  const remember = (commandId: CommandId) => {
    answered.add(commandId);
    const oldest = answered.values().next();
    if (answered.size > rememberedCommands && oldest.done !== true) answered.delete(oldest.value);
  };

  const tell = async (approval: Approval) => {
    const pending = await store.approvals.pending();
    const session = await store.sessions.get(approval.sessionId);
    bus.publish('approvals', '', { approvals: pending });
    const ofSession = pending.filter((other) => other.sessionId === approval.sessionId);
    bus.publish('turn', approval.sessionId, { type: 'approvals', approvals: ofSession });
    bus.publish('turn', approval.sessionId, { type: 'session', session });
    bus.publish('sessions', '', { type: 'changed', session });
  };

  const makeApproval = async (request: PermissionRequest): Promise<Approval> => {
    const session = await store.sessions.get(request.sessionId);
    const now = clock.now();
    const offersSession = mayGrantForSession(request, deps.sandbox.state().tier);
    const grantTitle = offersSession ? request.sessionGrant?.title : undefined;
    return {
      id: ApprovalIdSchema.parse(newId(now)),
      sessionId: request.sessionId,
      sessionTitle: session.title,
      turnId: request.turnId,
      callId: request.callId,
      tool: request.tool,
      title: { key: request.title.key, params: { ...request.title.params } },
      effects: [...request.effects],
      shown: request.shown,
      planHash: request.planHash,
      ...(grantTitle === undefined ? {} : { sessionGrant: { key: grantTitle.key, params: { ...grantTitle.params } } }),
      canUndo: request.canUndo,
      createdAt: now,
      expiresAt: now + Math.round(deps.settings.current().approvalMinutes * 60_000),
    };
  };

  /** Resolves with the person's answer, or with undefined when time ran out; rejects when aborted. */
  const wait = (approval: Approval, grantKey: string | undefined, signal: AbortSignal) => {
    let cleanUp = () => {};
    const answer = new Promise<PermissionDecision | undefined>((resolve, reject) => {
      const cancelTimer = clock.after(approval.expiresAt - clock.now(), () => resolve(undefined));
      const abort = () => reject(cancelled());
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      waiting.set(approval.id, { approval, grantKey, settle: resolve });
      cleanUp = () => {
        waiting.delete(approval.id);
        cancelTimer();
        signal.removeEventListener('abort', abort);
      };
    });
    return answer.finally(() => cleanUp());
  };

  return {
    pending: () => store.approvals.pending(),

    decideNow: (request) =>
      decideNow({
        request,
        tier: deps.sandbox.state().tier,
        hasGrant: (key) => store.approvals.hasGrant(request.sessionId, key),
      }),

    async ask(request, signal) {
      throwIfAborted(signal);
      const approval = await makeApproval(request);
      const { callId, sessionId } = request;
      // Ready before the question is stored: an answer may come as soon as anybody can see it.
      const answer = wait(
        approval,
        approval.sessionGrant === undefined ? undefined : request.sessionGrant?.key,
        signal,
      );
      answer.catch(() => {}); // handled below; storing the question may fail first
      await store.approvals.ask(approval);
      log.info('approval asked', { callId, sessionId, tool: request.tool });
      await tell(approval);
      try {
        const decision = await answer;
        if (decision !== undefined) return decision;
        log.info('approval timed out', { callId, sessionId });
        await store.approvals.expire(approval.id, clock.now());
        const details = { reason: 'denied_by_time' };
        return { type: 'deny', by: 'timeout', approvalId: approval.id, stop: false, reason: deniedByTime, details };
      } catch (error) {
        await store.approvals.expire(approval.id, clock.now());
        throw error;
      } finally {
        await tell(approval);
      }
    },

    async answer({ approvalId, planHash, decision, commandId }) {
      if (commandId !== undefined && answered.has(commandId)) return;
      const waiter = waiting.get(approvalId);
      if (decision === 'session' && waiter !== undefined && waiter.grantKey === undefined)
        throw new AppError('unsupported', 'This call can only be allowed once. Answer Once or Deny.', {
          details: { reason: 'no_session_grant' },
        });
      const grantKey = decision === 'session' ? waiter?.grantKey : undefined;
      const decided = await store.approvals.decide({
        id: approvalId,
        planHash,
        decision,
        ...(grantKey === undefined ? {} : { grantKey }),
        now: clock.now(),
      });
      if (commandId !== undefined) remember(commandId);
      log.info('approval decided', { callId: decided.callId, sessionId: decided.sessionId, decision });
      if (waiter === undefined) await tell(decided);
      else waiter.settle(toDecision(approvalId, decision));
    },
  };
}

function toDecision(approvalId: ApprovalId, decision: ApprovalDecision): PermissionDecision {
  if (decision === 'once' || decision === 'session')
    return { type: 'allow', by: 'person', approvalId, scope: decision };
  const details = { reason: 'denied_by_person' };
  return { type: 'deny', by: 'person', approvalId, stop: decision === 'deny_stop', reason: deniedByPerson, details };
}
