// What one step of the model asks the person: where several of its calls need an answer, their questions lie open together.
//
// An answer counts for exactly what was shown. So each call is planned and judged anew when its turn comes, and its answer is
// taken only when the same question would be put again; otherwise it is asked anew. A no of the person holds whatever became
// of the call, or of the rules, meanwhile.
import type { CallId } from '#main/contract/ids.ts';
import type { ToolCall } from '#main/contract/messages.ts';
import type { PermissionDecision } from '#main/guard/permissions/port.ts';
import { abortable } from '#main/platform/base/abort.ts';
import { hashOf } from '#main/platform/base/json.ts';
import { type Asking, lookAhead } from './look-ahead.ts';
import type { CallSlot, PlannedCall, RunCallDeps } from './run-call.ts';
import type { CallsTask } from './run-calls.ts';

type Denial = Extract<PermissionDecision, { type: 'deny' }>;
type Asked = {
  /** As it was shown. */
  readonly call: ToolCall;
  readonly question: string;
  readonly answer: Promise<PermissionDecision>;
  decision: PermissionDecision | undefined;
  withdraw(): void;
};

export interface AskAhead {
  /** The call as the person saw it, and their no to it. */
  seen(callId: CallId): { readonly call: ToolCall; readonly refused: Denial | undefined } | undefined;
  /** Asks where the policy did not decide, and with it for what comes after. `cancelled` when the turn is aborted meanwhile. */
  decide(planned: PlannedCall, later: readonly CallSlot[]): Promise<PermissionDecision>;
  /** Nobody needs the answer any more. */
  withdraw(callId: CallId): void;
  /** Closes what still lies open; resolves when that is stored. Never rejects. */
  close(): Promise<void>;
}

/** Equal when the person would be shown the same card. */
const questionOf = ({ request, verdict }: Asking): string => {
  const { planHash, title, canUndo, cannotUndo, sessionGrant } = request;
  return hashOf({ planHash, title, canUndo, cannotUndo, sessionGrant, verdict });
};

export function createAskAhead(task: CallsTask, d: RunCallDeps): AskAhead {
  const { run } = task;
  const asked = new Map<CallId, Asked>();
  const unsettled = new Set<Promise<unknown>>();
  const withdrawAll = () => {
    for (const one of asked.values()) one.withdraw();
  };
  run.signal.addEventListener('abort', withdrawAll, { once: true });

  const ask = async (calls: readonly Asking[]): Promise<void> => {
    await run.nameSession();
    const controllers = calls.map(() => new AbortController());
    if (run.signal.aborted) for (const own of controllers) own.abort();
    for (const { slot } of calls) {
      run.asking(true);
      run.answer.setCall(slot.index, { ...slot.call, state: 'asking' });
    }
    const together = d.permissions.askTogether(
      calls.map(({ request }, n) => ({ request, signal: controllers[n]?.signal ?? run.signal })),
    );
    for (const [n, planned] of calls.entries()) {
      const own = controllers[n] ?? new AbortController();
      const settled = together.then((answers) => answers[n] ?? Promise.reject(new Error('A question was left out.')));
      const entry: Asked = {
        call: planned.slot.call,
        question: questionOf(planned),
        decision: undefined,
        withdraw: () => own.abort(),
        answer: abortable(settled, own.signal)
          .then((decision) => noted(entry, decision))
          .finally(() => run.asking(false)),
      };
      entry.answer.catch(() => {}); // read when its turn comes, which may never be
      asked.set(planned.request.callId, entry);
      unsettled.add(settled.catch(() => {})); // its outcome is read above
    }
  };
  const noted = (entry: Asked, decision: PermissionDecision): PermissionDecision => {
    entry.decision = decision;
    // "Deny and stop" means everything, also the call of this step that runs at this moment.
    if (decision.type === 'deny' && decision.stop) run.halt();
    return decision;
  };
  const refused = ({ decision }: Asked): Denial | undefined =>
    decision?.type === 'deny' && decision.by === 'person' ? decision : undefined;

  return {
    seen(callId) {
      const entry = asked.get(callId);
      return entry === undefined ? undefined : { call: entry.call, refused: refused(entry) };
    },
    async decide(planned, later) {
      const { callId } = planned.request;
      const before = asked.get(callId);
      const no = before === undefined ? undefined : refused(before);
      if (no !== undefined) return no;
      if (planned.decision !== undefined) {
        before?.withdraw();
        return planned.decision;
      }
      planned.timer.clear();
      if (before?.question === questionOf(planned)) return before.answer;
      before?.withdraw();
      const fresh = later.findIndex((slot) => asked.has(slot.call.callId));
      const others = await lookAhead(
        { ...task, first: planned, later: later.slice(0, fresh < 0 ? undefined : fresh) },
        d,
      );
      await ask([planned, ...others]);
      const now = asked.get(callId);
      if (now === undefined) throw new Error('It was not asked.');
      return now.answer;
    },
    withdraw: (callId) => asked.get(callId)?.withdraw(),
    async close() {
      run.signal.removeEventListener('abort', withdrawAll);
      withdrawAll();
      await Promise.all(unsettled);
    },
  };
}
