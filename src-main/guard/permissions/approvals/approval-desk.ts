// Open questions: each waits for one answer to exactly what was shown, from whatever surface it comes, or for its time.
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import { AppError, type ErrorData, toErrorData } from '#main/contract/errors.ts';
import type { ApprovalId, CommandId } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { type Clock, cancelled } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { notedGrant, notedRule } from '../account.ts';
import type { PermissionDecision, PermissionRequest } from '../port.ts';
import { exactRule } from './make-approval.ts';

export type ApprovalDeskDeps = {
  readonly store: Pick<Store, 'approvals' | 'sessions'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: Clock;
  readonly log: Log;
  /** An answer wrote a rule or a grant. */
  readonly onTrace: () => void;
};

export type Answer = {
  readonly approvalId: ApprovalId;
  readonly planHash: string;
  readonly decision: ApprovalDecision;
  /** The same command again changes nothing and succeeds. */
  readonly commandId?: CommandId;
};

export type GroupAnswer = {
  readonly approvals: readonly { readonly approvalId: ApprovalId; readonly planHash: string }[];
  readonly decision: ApprovalDecision;
  readonly commandId?: CommandId;
};
export type GroupOutcome = {
  readonly decided: ApprovalId[];
  readonly failed: { approvalId: ApprovalId; error: ErrorData }[];
};

/** Where questions lie open and answers are handed in. */
export interface ApprovalDesk {
  pending(): Promise<Approval[]>;
  /**
   * Single use. `conflict` when it was answered, has expired, or the hash is another one; `unsupported` for "This session" or
   * "Always" on a card that did not offer it.
   */
  answer(answer: Answer): Promise<void>;
  /** One answer for several of one shape; `invalid_input` when they are not. Each stands for itself. */
  answerGroup(answer: GroupAnswer): Promise<GroupOutcome>;
}

export type Question = {
  readonly request: PermissionRequest;
  readonly approval: Approval;
  readonly workspace: string;
  /** Takes it back. */
  readonly signal: AbortSignal;
};
type Waiter = Question & {
  /** It was answered in time: the limit no longer counts. */
  readonly hold: () => void;
  readonly settle: (decision: PermissionDecision) => void;
};

const rememberedCommands = 512;

const deniedByPerson =
  'The person said no to this. Do not try the same again in another way; ask what they would like instead.';
const deniedByTime = 'Nobody answered in time, so this was not done. Go on without it, or say what is still open.';

const unsupported = (reason: string) =>
  new AppError('unsupported', 'This call can only be allowed once. Answer Once or Deny.', { details: { reason } });

export function createApprovalDesk(deps: ApprovalDeskDeps) {
  const { store, bus, clock, log } = deps;
  const waiting = new Map<ApprovalId, Waiter>();
  const answered = new Map<CommandId, GroupOutcome>();

  const remember = (commandId: CommandId, outcome: GroupOutcome) => {
    answered.set(commandId, outcome);
    const oldest = answered.keys().next();
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

  /** Resolves with the person's answer, or with undefined when time ran out; rejects when aborted. */
  const wait = (question: Question) => {
    const { approval, signal } = question;
    let cleanUp = () => {};
    const answer = new Promise<PermissionDecision | undefined>((resolve, reject) => {
      const cancelTimer = clock.after(approval.expiresAt - clock.now(), () => resolve(undefined));
      const abort = () => reject(cancelled());
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      waiting.set(approval.id, { ...question, hold: cancelTimer, settle: resolve });
      cleanUp = () => {
        waiting.delete(approval.id);
        cancelTimer();
        signal.removeEventListener('abort', abort);
      };
    });
    return answer.finally(() => cleanUp());
  };

  /** What the answer leaves behind besides itself. */
  const tracesOf = (decision: ApprovalDecision, waiter: Waiter | undefined) => {
    if (decision === 'session') {
      const key = waiter?.request.sessionGrant?.key;
      const words = waiter?.approval.sessionGrant;
      if (waiter !== undefined && (key === undefined || words === undefined)) throw unsupported('no_session_grant');
      if (waiter === undefined || key === undefined || words === undefined) return {};
      const { sessionId, turnId } = waiter.request;
      return {
        grant: { key, words },
        noted: { ...notedGrant('given', words, { sessionId, at: clock.now() }), turnId },
      };
    }
    if (decision !== 'always' || waiter === undefined) return {};
    if (waiter.approval.always === undefined) throw unsupported('no_always');
    const { sessionId, turnId } = waiter.request;
    const rule = exactRule(waiter.request, { ...waiter, now: clock.now() });
    return { rule, noted: { ...notedRule('added', rule, clock.now()), sessionId, turnId } };
  };

  /** Stores the answer; what it returns lets the call hear it. */
  const answerOne = async ({ approvalId, planHash, decision }: Omit<Answer, 'commandId'>): Promise<() => unknown> => {
    const waiter = waiting.get(approvalId);
    const traces = tracesOf(decision, waiter);
    const decided = await store.approvals.decide({ id: approvalId, planHash, decision, ...traces, now: clock.now() });
    if ('noted' in traces) deps.onTrace();
    log.info('approval decided', { callId: decided.callId, sessionId: decided.sessionId, decision });
    if (waiter === undefined) return () => tell(decided);
    waiter.hold();
    return () => waiter.settle(toDecision(waiter.approval, decision));
  };

  const outcomeOf = async ({ approval, request }: Question, answer: Promise<PermissionDecision | undefined>) => {
    const { callId, sessionId } = request;
    try {
      const decision = await answer;
      if (decision !== undefined) return decision;
      log.info('approval timed out', { callId, sessionId });
      await store.approvals.expire(approval.id, clock.now());
      const details = { reason: 'denied_by_time' };
      const timedOut = { by: 'timeout', approvalId: approval.id, stop: false, reason: deniedByTime, details } as const;
      return { type: 'deny', ...timedOut } as const;
    } catch (error) {
      await store.approvals.expire(approval.id, clock.now());
      throw error;
    } finally {
      await tell(approval);
    }
  };

  return {
    pending: () => store.approvals.pending(),

    /** All of them lie open when the first is shown. One that cannot be stored rejects, and the others go on. */
    ask(questions: readonly Question[]): readonly Promise<PermissionDecision>[] {
      let before: Promise<unknown> = Promise.resolve();
      const laid = questions.map((question) => {
        const { approval, request, signal } = question;
        // Ready before the question is stored: an answer may come as soon as anybody can see it.
        const answer = wait(question);
        answer.catch(() => {}); // handled below; storing the question may fail first
        const stored = before.then(async () => {
          throwIfAborted(signal);
          await store.approvals.ask(approval);
          log.info('approval asked', { callId: request.callId, sessionId: request.sessionId, tool: request.tool });
        });
        before = stored.catch(() => {}); // handled below, by whoever asked
        return { question, answer, stored };
      });
      const [first] = questions;
      const told = before.then(() => (first === undefined ? undefined : tell(first.approval)));
      return laid.map(({ question, answer, stored }) => {
        const outcome = stored.then(() => told).then(() => outcomeOf(question, answer));
        outcome.catch(() => {}); // its reader may come later than its end
        return outcome;
      });
    },

    async answer({ commandId, ...answer }: Answer): Promise<void> {
      if (commandId !== undefined && answered.has(commandId)) return;
      await (await answerOne(answer))();
      if (commandId !== undefined) remember(commandId, { decided: [answer.approvalId], failed: [] });
    },

    async answerGroup({ approvals, decision, commandId }: GroupAnswer): Promise<GroupOutcome> {
      const known = commandId === undefined ? undefined : answered.get(commandId);
      if (known !== undefined) return known;
      const open = new Map((await store.approvals.pending()).map((approval) => [approval.id, approval]));
      const shapes = new Set(
        approvals.map(({ approvalId }) => open.get(approvalId)?.shape).filter((one) => one !== undefined),
      );
      if (shapes.size > 1)
        throw new AppError(
          'invalid_input',
          'These questions differ, so one answer cannot do for all. Answer them one by one.',
          {
            details: { reason: 'mixed_group' },
          },
        );
      const outcome: GroupOutcome = { decided: [], failed: [] };
      const heard: (() => unknown)[] = [];
      for (const { approvalId, planHash } of approvals) {
        try {
          heard.push(await answerOne({ approvalId, planHash, decision }));
          outcome.decided.push(approvalId);
        } catch (error) {
          outcome.failed.push({ approvalId, error: toErrorData(error) });
        }
      }
      // Only once all are stored: the first that hears "Deny and stop" ends the turn, and with it what still lies open.
      await Promise.all(heard.map((hear) => hear()));
      if (commandId !== undefined) remember(commandId, outcome);
      return outcome;
    },
  };
}

function toDecision({ id: approvalId, reasons }: Approval, decision: ApprovalDecision): PermissionDecision {
  const said = reasons === undefined ? {} : { reasons };
  if (decision === 'deny' || decision === 'deny_stop') {
    const details = { reason: 'denied_by_person' };
    const stop = decision === 'deny_stop';
    return { type: 'deny', by: 'person', approvalId, stop, reason: deniedByPerson, details, ...said };
  }
  return { type: 'allow', by: 'person', approvalId, scope: decision, ...said };
}
