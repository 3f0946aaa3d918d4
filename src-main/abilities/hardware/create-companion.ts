// The boards beside the screen: their lamps, the one question that lies open, and the lock of a long press.
import type { CompanionState, Withdrawn } from '#main/contract/companion.ts';
import { AppError, isAppError, isCancelled } from '#main/contract/errors.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import type { Lockdown } from '#main/guard/lockdown/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { DeviceStore } from '#main/platform/store/port/devices.ts';
import type { Store } from '#main/platform/store/port.ts';
import { canAnswerByHand } from './companion/can-answer-by-hand.ts';
import { type CompanionBoard, createCompanionBoard, type Lamp } from './companion/companion-board.ts';
import { createConsents } from './companion/consents.ts';
import { followLamp } from './companion/follow-lamp.ts';
import { createNonces } from './companion/nonces.ts';
import { createNews } from './news.ts';
import type { Attended, Companion } from './port/companion.ts';
import type { OwnedSession } from './session/create-session.ts';

export type ByHandAnswer = Attended & { readonly decision: 'once' | 'deny' };

export type CompanionDeps = {
  readonly approvals: {
    pending(): Promise<readonly Approval[]>;
    /** Errors: `conflict` where it was answered elsewhere, has expired, or is another. */
    answer(answer: ByHandAnswer): Promise<void>;
  };
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
  readonly lockdown: Lockdown;
  readonly devices: Pick<DeviceStore, 'list'>;
  readonly values: Pick<Store['settings'], 'getValue' | 'setValue'>;
  /** As the person calls it. */
  readonly nameOf: (key: string) => Promise<string>;
  /** It has shown that our firmware runs on it. */
  readonly noteSpeaks: (key: string) => Promise<void>;
  /** It has said itself that its outputs are in their safe state. */
  readonly noteSafe: (key: string) => void;
  readonly activity: Activity;
  readonly clock: Clock;
  readonly log: Log;
};

export interface CreatedCompanion extends Companion {
  /** A session began: it is listened to for as long as it lasts. */
  meet(session: OwnedSession): void;
  /** A device that is open now and speaks our firmware's protocol. */
  isOurs(key: string): boolean;
}

/** Shorter than this nobody has read a question; the firmware keeps to it as well. */
const thinkMs = 300;

type Place = {
  readonly board: CompanionBoard;
  readonly session: Pick<OwnedSession, 'isClosed'>;
  name: string;
  mayAnswer: boolean;
  withdrawn?: Withdrawn;
  asked?: Attended & { readonly nonce: string; readonly at: number };
};

export function createCompanion(d: CompanionDeps): CreatedCompanion {
  const { clock, lockdown } = d;
  const log = d.log.child('companion');
  const news = createNews(clock);
  const consents = createConsents(d);
  const nonces = createNonces();
  const places = new Map<string, Place>();
  const attended = new Map<symbol, Attended>();
  let pending: readonly Approval[] = [];
  let lamp: Lamp = 'idle';

  /** The one that lies open, if it is one for a button and stands on a screen. */
  const wanted = (): Attended | undefined => {
    const [only, other] = pending;
    if (only === undefined || other !== undefined || lockdown.isOn || only.expiresAt <= clock.now()) return undefined;
    const { id: approvalId, planHash } = only;
    const isSeen = [...attended.values()].some((one) => one.approvalId === approvalId && one.planHash === planHash);
    return isSeen && canAnswerByHand(only) ? { approvalId, planHash } : undefined;
  };
  const close = (place: Place) => {
    if (place.asked !== undefined) nonces.close(place.board.key, place.asked.nonce);
    delete place.asked;
    place.board.ask(undefined);
  };
  const settle = (place: Place) => {
    const { board } = place;
    const question = board.isOurs && !board.isLocked && place.mayAnswer ? wanted() : undefined;
    const { asked } = place;
    if (asked?.approvalId === question?.approvalId && asked?.planHash === question?.planHash) return;
    close(place);
    if (question === undefined) return;
    place.asked = { ...question, nonce: nonces.give(board.key), at: clock.monotonic() };
    board.ask(place.asked.nonce);
  };
  const settleAll = () => {
    for (const place of places.values()) {
      place.board.show(lockdown.isOn ? 'error' : lamp);
      settle(place);
    }
    news.tell();
  };
  const noted = (key: string, params: Readonly<Record<string, string>>, by: 'person' | 'limpet') =>
    d.activity.note({ by, title: { key: `companion.${key}`, params } });
  /** From here on it answers nothing, until the person says so again. */
  const withdraw = async (place: Place, why: Withdrawn) => {
    if (!place.mayAnswer) return;
    place.mayAnswer = false;
    place.withdrawn = why;
    log.warn('a board may not answer any more', { op: why });
    settleAll();
    await consents.set(place.board.key, false);
    await noted(`noted_withdrawn_${why}`, { device: place.name }, 'limpet');
  };
  const safely = (what: string, work: () => Promise<unknown>) => {
    void work().catch((error: unknown) => {
      if (!isCancelled(error)) log.error(what, { error });
    });
  };

  const heard = async (place: Place, answer: 'approve' | 'deny', nonce: string) => {
    const { asked, board } = place;
    if (!place.mayAnswer || lockdown.isOn) return;
    if (asked === undefined || asked.nonce !== nonce) {
      // One that was closed a moment before its button was pressed is no lie; every other is.
      if (nonces.stateOf(board.key, nonce) !== 'late') await withdraw(place, 'lied');
      return;
    }
    nonces.use(board.key, nonce);
    delete place.asked;
    board.ask(undefined);
    if (answer === 'approve' && clock.monotonic() - asked.at < thinkMs) return withdraw(place, 'lied');
    // What lies at other boards is closed before anything is done.
    const { approvalId, planHash } = asked;
    for (const other of places.values()) if (other.asked?.approvalId === approvalId) close(other);
    try {
      await d.approvals.answer({ approvalId, planHash, decision: answer === 'approve' ? 'once' : 'deny' });
    } catch (error) {
      if (!isAppError(error) || error.code !== 'conflict') throw error;
      log.info('answered elsewhere before the button', { error });
      return;
    } finally {
      news.tell();
    }
    await noted(answer === 'approve' ? 'noted_approved' : 'noted_denied', { device: place.name }, 'person');
  };

  const meet = (session: OwnedSession) => {
    const { key } = session;
    places.get(key)?.board.end();
    const board = createCompanionBoard({
      ...{ session, clock, log },
      note: async () => {
        place.name = await d.nameOf(key);
        await noted('noted_alive', { device: place.name, key }, 'limpet');
      },
      onSafe: () => d.noteSafe(key),
      onRecognised: () => {
        safely('consent not read', async () => {
          await d.noteSpeaks(key);
          place.mayAnswer = await consents.holds(key);
          settleAll();
        });
      },
      onChange: () => {
        if (session.isClosed && !board.isOurs) {
          board.end();
          if (places.get(key) === place) places.delete(key);
        }
        settleAll();
      },
      onAnswer: (answer, nonce) => safely('answer by hand not taken', () => heard(place, answer, nonce)),
      onLost: () => {
        close(place);
        settle(place);
      },
      onLockdown: () => safely('not locked down', () => lockdown.begin({ board: place.name })),
      onForeign: () => safely('consent not withdrawn', () => withdraw(place, 'foreign')),
    });
    const place: Place = { board, session, name: key, mayAnswer: false };
    places.set(key, place);
    board.show(lamp);
  };

  const state = (): CompanionState => {
    const locked = lockdown.state();
    return {
      boards: [...places.values()]
        .filter(({ board }) => board.isOurs)
        .map(({ board, mayAnswer, withdrawn, asked }) => ({
          ...{ key: board.key, mayAnswer, isLocked: board.isLocked, isAsked: asked !== undefined },
          ...(withdrawn === undefined ? {} : { withdrawn }),
        })),
      ...(locked === undefined ? {} : { lockdown: locked }),
    };
  };
  async function* watched<T>(read: () => T, signal: AbortSignal): AsyncGenerator<T> {
    try {
      for (let last: string | undefined; ; ) {
        const seen = news.count;
        const now = read();
        const text = JSON.stringify(now);
        if (text !== last) yield now;
        last = text;
        await news.next(seen, signal);
      }
    } catch (error) {
      if (!isCancelled(error)) throw error;
    }
  }

  return {
    meet,
    isOurs: (key) => places.get(key)?.board.isOurs === true,
    follow: (signal) => watched(state, signal),
    async letAnswer(key, mayAnswer) {
      const place = places.get(key);
      if (place === undefined || !place.board.isOurs)
        throw new AppError('not_found', 'No board with the firmware of Limpet is connected here. Connect it first.', {
          details: { reason: 'no_companion' },
        });
      await consents.set(key, mayAnswer);
      place.mayAnswer = mayAnswer && (await consents.holds(key));
      delete place.withdrawn;
      await noted(mayAnswer ? 'noted_may' : 'noted_may_not', { device: place.name }, 'person');
      settleAll();
    },
    async *attend(question, signal) {
      const mine = Symbol('attended');
      attended.set(mine, question);
      settleAll();
      try {
        const names = () =>
          [...places.values()].flatMap(({ asked, name }) =>
            asked?.approvalId === question.approvalId && asked.planHash === question.planHash ? [name] : [],
          );
        yield* watched(names, signal);
      } finally {
        attended.delete(mine);
        settleAll();
      }
    },
    async run(signal) {
      const endLock = lockdown.onChange(settleAll);
      const followQuestions = async () => {
        const after = d.bus.cursor('approvals', '');
        pending = await d.approvals.pending();
        settleAll();
        for await (const item of d.bus.subscribe('approvals', '', { after, signal })) {
          pending = 'lost' in item ? await d.approvals.pending() : item.event.approvals;
          settleAll();
        }
      };
      const onLamp = (next: Lamp) => {
        lamp = next;
        settleAll();
      };
      try {
        await Promise.all([
          followQuestions().catch((error: unknown) => {
            if (!isCancelled(error)) throw error;
          }),
          followLamp({ ...d, log, onLamp }, signal),
        ]);
      } finally {
        endLock();
        for (const { board } of places.values()) board.end();
      }
    },
  };
}
