// The steps of a turn, from begin to finish; each is refused to a holder whose fence is old.

import type { NewActivity } from '#main/platform/store/port/activity.ts';
import type { StepEnd, TurnStore } from '#main/platform/store/port.ts';
import { createActivityWrites } from '../activity/activity-writes.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Shared } from '../shared.ts';
import { createBeginTurn } from './begin-turn.ts';
import { createCallJournal, cutOutput, storedCall } from './calls.ts';
import { createFinish, createSteering } from './finish-turn.ts';
import { createOpenApprovals } from './open-approvals.ts';
import { createRecover } from './recover.ts';
import { createTurnGate, selectTurn, type TurnRow, toTurnState } from './turn-rows.ts';
import { createUsageReads, createUsageWrites } from './usage.ts';

type CallEnd = Parameters<TurnStore['endCall']>[0];
type UsageOptions = Parameters<TurnStore['addUsage']>[0];

export function createTurns(shared: Shared, blobs: Blobs): TurnStore {
  const { writer, reader, own, seen, writes, run } = shared;
  const gate = createTurnGate(writer, own);
  const begin = createBeginTurn(shared);
  const journal = createCallJournal(writer);
  const usage = createUsageWrites(writer);
  const approvals = createOpenApprovals(writer);
  const steer = createSteering(shared, { gate, begin });
  const activity = createActivityWrites(writer);
  const recover = createRecover(shared, { journal, approvals, activity });
  const asking = createOpenApprovals(reader);
  const usageReads = createUsageReads(reader);
  const streaming = writer.query<[string], { n: number }>(
    "SELECT n FROM messages WHERE id = ? AND status = 'streaming'",
  );
  const setStep = writer.query<[{ n: number; step: number; model: string }]>(
    'UPDATE turns SET step = @step, model = @model WHERE n = @n',
  );
  const runningOf = reader.query<[number], TurnRow>(
    `${selectTurn} WHERE t.session_n = (SELECT ?) AND t.state = 'running'`,
  );

  const flush: (...rows: Parameters<TurnStore['flushText']>) => void = (rows) => {
    for (const { messageId, parts } of rows) {
      const open = streaming.get(messageId);
      // A late flush must not open an ended message again.
      if (open !== undefined) writes.update(own.messages.byN(open.n), { parts, status: 'streaming' });
    }
  };
  const account = (turn: TurnRow, entries: readonly NewActivity[] = []) =>
    activity.append({ sessionId: turn.session_id, turnId: turn.id }, entries);
  const finish = createFinish(shared, { gate, journal, approvals, account });
  const endStep = (end: StepEnd) => {
    const { turn, message } = gate.held(end);
    const { parts, model, step, now } = end;
    writes.update(message, { parts, status: 'streaming', model });
    setStep.run({ n: turn.n, step, model });
    account(turn, end.activity);
    if (end.usage === undefined) return;
    usage.record({ sessionN: turn.session_n, messageN: message.n, step, model, usage: end.usage, now });
  };
  const endCall = async (o: CallEnd): Promise<void> => {
    const staged = cutOutput(o.output) === o.output ? undefined : await blobs.stageText(o.output);
    const end = () => {
      const { turn, message } = gate.held(o);
      const place = { sessionN: turn.session_n, now: o.now };
      const blobId = staged === undefined ? undefined : blobs.settleText(staged, place);
      journal.end({ turn, messageN: message.n }, storedCall(o.call, o.output, blobId), o.now);
      account(turn, o.activity);
    };
    try {
      await run(() => writer.step('full', end));
    } finally {
      if (staged !== undefined) await blobs.discard(staged);
    }
  };
  const addUsage = ({ messageId, step, model, usage: used, now }: UsageOptions) => {
    const message = own.messages.byId(messageId);
    usage.record({ sessionN: message.session_n, messageN: message.n, step, model, usage: used, now });
  };
  // begin, steering and the end of a step have no effect outside: should power loss take them, the turn starts again
  // from rows that are on the disk. The journal and finish, which the outside hears of, carry everything before them.
  return {
    begin: (o) =>
      run(() =>
        writer.step('relaxed', () => {
          const begun = begin.begin(o);
          if (begun !== undefined) {
            const { channelId: channel, model, turn, userMessages } = begun;
            const fact = {
              type: 'turn_begun' as const,
              channel,
              model: model ?? turn.model,
              messages: userMessages.length,
            };
            activity.append({ sessionId: o.sessionId, turnId: o.turnId }, [{ at: o.now, fact }]);
          }
          return begun;
        }),
      ),
    flushText: (rows) => run(() => (rows.length === 0 ? undefined : writer.step('relaxed', () => flush(rows)))),
    endStep: (step) => run(() => writer.step('relaxed', () => endStep(step))),
    beginCall: (o) =>
      run(() =>
        writer.step('full', () => {
          const { turn, message } = gate.held(o);
          journal.begin({ turn, messageN: message.n }, o.call, o);
          account(turn, o.activity);
        }),
      ),
    endCall,
    takeSteering: (o) => run(() => writer.step('relaxed', () => steer(o))),
    finish: (o) => run(() => writer.step('full', () => finish(o))),
    recover: (now) => run(() => writer.step('full', () => recover(now))),
    running: (sessionId) =>
      run(() => {
        const session = seen.sessions.byId(sessionId);
        const row = runningOf.get(session.n);
        return row === undefined ? undefined : toTurnState(row, asking.countOf(session.n) > 0);
      }),
    addUsage: (o) => run(() => writer.step('relaxed', () => addUsage(o))),
    usage: (o) => run(() => usageReads.sums(o)),
  };
}
