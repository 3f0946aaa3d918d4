// What a reflex does at a moment: on record before the first output is switched, and with what came of it afterwards.
import type { BoardProtocol } from '#main/abilities/hardware/port/buses.ts';
import { boardProtocols } from '#main/abilities/hardware/port/buses.ts';
import type { OutputOrder, Outputs } from '#main/abilities/hardware/port/outputs.ts';
import { AppError, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { ReflexAction, ReflexMoment, ReflexRule } from '#main/contract/reflexes.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { ReflexOutcome, ReflexStore, StoredReflex } from '#main/platform/store/port/reflexes.ts';
import { noted } from '../noted.ts';

export type CarryOutDeps = {
  readonly store: Pick<ReflexStore, 'begin' | 'end'>;
  readonly outputs: Pick<Outputs, 'set'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: () => void;
};

export type Happened = {
  readonly reflex: Pick<StoredReflex, 'id' | 'rule'>;
  readonly state: unknown;
  readonly moment: ReflexMoment;
  readonly tellAt: number;
};

/** Of what came of each reflex. */
const keptEvents = 200;
/** An output that is not switched by then is told as not switched. */
const mostMs = 10_000;

type SetAction = Extract<ReflexAction, { type: 'set' }>;

function orderOf({ deviceKey, via, pin, value }: SetAction): OutputOrder {
  const known: BoardProtocol | undefined = boardProtocols.find((one) => one === via);
  if (known !== undefined) return { device: deviceKey, via: known, pin, value };
  throw new AppError('invalid_input', 'Limpet does not know what runs on this board. Choose it from the list.', {
    details: { reason: 'reflex_board' },
  });
}

const setActions = (actions: readonly ReflexAction[]): readonly SetAction[] =>
  actions.filter((action) => action.type === 'set');
/** All that it may switch. `invalid_input` (`reflex_board`) */
export const ordersOf = ({ onStart, onEnd }: ReflexRule): readonly OutputOrder[] =>
  setActions([...onStart, ...onEnd]).map(orderOf);
const textsOf = (actions: readonly ReflexAction[]) =>
  actions.flatMap((action) => (action.type === 'tell' ? [action.text] : []));

function actionsAt(rule: ReflexRule, { type }: ReflexMoment): readonly ReflexAction[] {
  switch (type) {
    case 'fired':
      return rule.onStart;
    case 'ended':
      return rule.onEnd;
    case 'repeated':
      return setActions(rule.onStart);
    case 'stale':
    case 'back':
      return [];
  }
}

export function createCarryOut({ store, outputs, clock, log, changed }: CarryOutDeps) {
  const set = async (action: SetAction, signal: AbortSignal) => {
    const limit = new AbortController();
    const cancel = clock.after(mostMs, () => limit.abort());
    try {
      await outputs.set(orderOf(action), { by: 'limpet' }, AbortSignal.any([signal, limit.signal]));
    } catch (error) {
      if (!limit.signal.aborted || !isCancelled(error)) throw error;
      throw new AppError('timeout', 'The board did not switch the output in time. Check whether it answers.', {
        details: { reason: 'board_silent' },
      });
    } finally {
      cancel();
    }
  };
  const setAll = async (actions: readonly SetAction[], signal: AbortSignal): Promise<ReflexOutcome> => {
    let failed: unknown;
    for (const action of actions) {
      try {
        await set(action, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        failed ??= error; // the others are switched all the same
      }
    }
    return failed === undefined ? { outcome: 'done' } : { outcome: 'failed', error: toErrorData(failed) };
  };
  /** Never rejects. */
  return async ({ reflex, state, moment, tellAt }: Happened, signal: AbortSignal): Promise<void> => {
    const { id, rule } = reflex;
    try {
      const actions = actionsAt(rule, moment);
      const texts = textsOf(actions);
      const isTold = texts.length > 0 || moment.type === 'stale';
      const event = await store.begin({
        ...{ id, state, keep: keptEvents, noted: noted(clock.now(), moment.type, { by: 'limpet', rule }) },
        event: { ...moment, texts, ...(isTold ? { tellAt } : {}) },
      });
      if (event === undefined) return; // switched off meanwhile
      changed();
      const outcome = await setAll(setActions(actions), signal);
      await store.end(event.n, outcome.outcome === 'failed' ? { ...outcome, tellAt } : outcome);
      log.info('reflex', { reflex: id, type: moment.type, outcome: outcome.outcome });
    } catch (error) {
      if (!signal.aborted) log.error('a reflex was not carried out', { reflex: id, type: moment.type, error });
    } finally {
      changed();
    }
  };
}
export type CarryOut = ReturnType<typeof createCarryOut>;
