// One board with our firmware: it is given a sign of life, shown what Limpet does, and asked what waits for an answer.
import type { Clock } from '#main/platform/base/clock.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Voice } from '../session/beside.ts';
import type { OwnedSession } from '../session/create-session.ts';
import { createQuietLines, firstQuietId, quietIds } from './quiet-lines.ts';

export type Lamp = 'idle' | 'working' | 'needs-you' | 'error';

export type CompanionBoardDeps = {
  readonly session: Pick<OwnedSession, 'key' | 'join' | 'write'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Durable before the first sign of life of a connection. */
  readonly note: () => Promise<void>;
  readonly onRecognised: () => void;
  /** What it is, or whether it can be asked, has changed. */
  readonly onChange: () => void;
  readonly onAnswer: (answer: 'approve' | 'deny', nonce: string) => void;
  /** It has forgotten the question that it was asked. */
  readonly onLost: () => void;
  /** It says by itself that its outputs went to their safe state: its timer ran out, it was reset or locked. */
  readonly onSafe: () => void;
  readonly onLockdown: () => void;
  /** Its program may have been changed. */
  readonly onForeign: () => void;
};

export interface CompanionBoard {
  readonly key: string;
  /** Open, and our firmware answers. */
  readonly isOurs: boolean;
  /** Its button has locked it, and it was not reset since. */
  readonly isLocked: boolean;
  show(lamp: Lamp): void;
  /** Asks this; undefined: nothing any more. */
  ask(nonce: string | undefined): void;
  end(): void;
}

/** Faster than the board's timer needs while something is on or asked; slower while only the lamp hangs on it. */
const aliveMs = 100;
const calmMs = 250;
/** A board that says nothing by itself for so long after it was opened is asked who it is. */
const quietMs = 1_500;
const maxAsks = 3;
const lookEvery = 8;
const maxUnanswered = 30;
const ourName = /^LIMPET,BOARD,[^,]*,1\.\d+$/;

type Message = Readonly<Record<string, unknown>>;

/** A reset cuts what was being said, and its first words stand behind that. */
function messageOf(line: string): Message | undefined {
  const start = line.lastIndexOf('{"event":');
  const parsed = parseJson(start > 0 ? line.slice(start) : line);
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
}

export function createCompanionBoard(d: CompanionBoardDeps): CompanionBoard {
  const { session, clock } = d;
  const { key } = session;
  const lines = createQuietLines();
  /** Of a port without an identity nobody knows what hangs on it: it is not asked. */
  const mayBeAsked = key.startsWith('usb:') || key.startsWith('virtual:');
  let voice: Voice | undefined;
  let isOurs = false;
  let isLocked = false;
  let isSafe = true;
  /** Its state is not known yet. */
  let mustLook = true;
  let hasSpoken = false;
  let asksLeft = 0;
  let beats = 0;
  let unanswered = 0;
  let opening = 0;
  let lamp: Lamp = 'idle';
  let shownLamp: unknown;
  let nonce: string | undefined;
  let toldNonce: string | undefined;
  let stopBeat = () => {};
  let stopWaiting = () => {};

  const nextLine = (): string => {
    if (mustLook) return 'status';
    if (shownLamp !== lamp) return `state ${lamp}`;
    if (toldNonce !== nonce && !isLocked) return nonce === undefined ? 'cancel' : `ask ${nonce}`;
    return beats % lookEvery === 0 ? 'status' : 'ping';
  };
  const lose = () => {
    stopBeat();
    if (!isOurs) return;
    isOurs = false;
    toldNonce = undefined;
    d.onChange();
  };
  const beat = () => {
    stopBeat();
    if (!isOurs || voice === undefined) return;
    if (unanswered >= maxUnanswered) {
      d.log.info('board gives no answer to signs of life');
      return lose();
    }
    beats += 1;
    const line = nextLine();
    stopBeat = clock.after(isSafe && nonce === undefined ? calmMs : aliveMs, beat);
    void voice.say(`#${firstQuietId + (beats % quietIds)} ${line}`).then((isSaid) => {
      if (isSaid) unanswered += 1;
    });
  };
  const identify = () => {
    stopWaiting();
    if (isOurs || asksLeft === 0) return;
    asksLeft -= 1;
    session.write(Buffer.from('*IDN?\n'), { by: 'limpet' }, AbortSignal.timeout(2_000)).catch((error: unknown) => {
      d.log.info('board not asked who it is', { error });
    });
  };
  const recognise = async () => {
    if (isOurs) return;
    stopWaiting();
    const mine = opening;
    await d.note();
    if (mine !== opening || isOurs || voice === undefined) return;
    isOurs = true;
    mustLook = true;
    unanswered = 0;
    shownLamp = undefined;
    toldNonce = undefined;
    d.onRecognised();
    d.onChange();
    beat();
  };
  const waitQuiet = () => {
    stopWaiting();
    if (mayBeAsked) stopWaiting = clock.after(quietMs, () => hasSpoken || identify());
  };
  const setLocked = (locked: boolean) => {
    if (isLocked === locked) return;
    isLocked = locked;
    d.onChange();
  };
  /** The question that we think lies there does not. */
  const lost = () => {
    toldNonce = undefined;
    if (nonce !== undefined) d.onLost();
  };

  const onEvent = (message: Message) => {
    if (message.event === 'ready' && message.protocol === 1) {
      setLocked(false);
      isSafe = true;
      d.onSafe();
      shownLamp = undefined;
      lost();
      if (!isOurs) identify();
    } else if (!isOurs) return;
    else if (message.event === 'deadman') {
      isSafe = true;
      d.onSafe();
      lost();
    } else if (message.event === 'lockdown') {
      setLocked(true);
      lost();
      d.onSafe();
      d.onLockdown();
    } else if (message.event === 'answer' && typeof message.nonce === 'string') {
      const { answer } = message;
      if (answer === 'approve' || answer === 'deny') d.onAnswer(answer, message.nonce);
    }
  };
  const onOwnAnswer = (message: Message) => {
    unanswered = 0;
    if (typeof message.safe === 'boolean') isSafe = message.safe;
    if (typeof message.locked === 'boolean') setLocked(message.locked);
    if (message.error === 'locked') setLocked(true);
    if (message.ok === 'state') shownLamp = message.state;
    if (message.ok === 'cancel') toldNonce = undefined;
    if (message.ok === 'ask') toldNonce = typeof message.nonce === 'string' ? message.nonce : undefined;
    if (message.ok === 'status') mustLook = false;
    if (message.ok === 'status' && toldNonce !== undefined && toldNonce === nonce && message.nonce !== nonce) lost();
  };

  voice = session.join({
    onOpen() {
      opening += 1;
      lines.reset();
      hasSpoken = false;
      asksLeft = maxAsks;
      waitQuiet();
    },
    onEnd() {
      opening += 1;
      stopWaiting();
      isLocked = false;
      lose();
    },
    hear(bytes) {
      hasSpoken = true;
      const { rest, lines: whole } = lines.take(bytes, isOurs);
      for (const { text, isQuiet } of whole) {
        if (ourName.test(text))
          void recognise().catch((error: unknown) => d.log.error('board not accompanied', { error }));
        const message = messageOf(text);
        if (message === undefined) continue;
        if ('event' in message) onEvent(message);
        else if (isQuiet) onOwnAnswer(message);
      }
      return rest;
    },
    onForeign() {
      if (isOurs) d.onForeign();
      lose();
      hasSpoken = false;
      waitQuiet();
    },
  });

  return {
    key,
    get isOurs() {
      return isOurs;
    },
    get isLocked() {
      return isLocked;
    },
    show(next) {
      if (lamp === next) return;
      lamp = next;
      beat();
    },
    ask(next) {
      if (nonce === next) return;
      nonce = next;
      beat();
    },
    end() {
      stopWaiting();
      stopBeat();
      isOurs = false;
      voice?.leave();
    },
  };
}
