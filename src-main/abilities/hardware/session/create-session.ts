// The one owner of an open link: keeps what comes, lets one writer after the other at it, and goes on after a replug.
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { createBoundedMatcher } from '#main/platform/base/bounded-match.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { createNews, type News } from '../news.ts';
import type { Answer, DeviceSession, ReceivedLine, SentBy } from '../port/devices.ts';
import type { Link, LinkEnd } from '../port/link.ts';
import { type Beside, createBesideSeat, type Voice } from './beside.ts';
import { createBurst } from './burst.ts';
import { type LentLink, lendLink } from './lend-link.ts';
import { createLineEnd } from './line-end.ts';
import { createReceived } from './received.ts';
import { createTaps, type Taps } from './taps.ts';
import { createTurns } from './turns.ts';

export type SessionDeps = {
  readonly key: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Durable when it resolves. */
  readonly note: (bytes: Uint8Array, by: SentBy) => Promise<void>;
  /** Whole lines as they come, while no protocol has the link. `mayAnswer`: somebody spoke to it a moment ago. */
  readonly onLines?: ((lines: readonly ReceivedLine[], o: { readonly mayAnswer: boolean }) => void) | undefined;
  /** Its state changed: ended, silent, speaking again. */
  readonly onChange: () => void;
};

export interface OwnedSession extends DeviceSession {
  /** Takes a link that was just opened. */
  attach(link: Link): void;
  readonly isOpen: boolean;
  readonly isClosed: boolean;
  /** How the newest link ended, while there is none. */
  readonly ended: LinkEnd | undefined;
  /** It was asked and said nothing since. */
  readonly isSilent: boolean;
  /** With everything that comes and with every end. */
  readonly news: Pick<News, 'count' | 'next'>;
  /** Of every link that is attached. */
  readonly listen: Taps['add'];
  /** One at a time; it stays over replugs. */
  join(beside: Beside): Voice;
  /** For good. */
  close(): Promise<void>;
}

export const maxWriteBytes = 4_096;
/** After this long without a byte an answer is taken for whole. */
const quietMs = 250;
/** What comes within this time after something was sent may be the answer to it. */
const answersForMs = 1_000;
/** A prompt has no end of line: what stands still this long is looked at, too. */
const promptMs = 60;

const goneError = (key: string) =>
  new AppError('unavailable', 'The device is not there now. Plug it in again; the connection comes back by itself.', {
    details: { reason: 'device_gone', facts: { path: key } },
    retryable: false,
  });
const noPermit = () =>
  new AppError('forbidden', 'Nothing of the model leaves without an order that was checked.', {
    details: { reason: 'outside_envelope', facts: { what: 'an order that was not checked' } },
  });
/** Throws where the model may not send these bytes; everybody else answers for himself. */
function admit(bytes: Uint8Array, by: SentBy): void {
  if (by.by !== 'agent') return;
  if (by.permit === undefined) throw noPermit();
  by.permit.check(bytes);
}
const tooLong = () =>
  new AppError('invalid_input', `At most ${maxWriteBytes} bytes go at once. Send it in parts.`, {
    details: { reason: 'device_too_long' },
  });

export function createSession(d: SessionDeps): OwnedSession {
  const { clock } = d;
  const received = createReceived({ maxLines: 5_000, maxChars: 1_000_000 });
  const news = createNews(clock);
  const turns = createTurns(16);
  const taps = createTaps();
  const seat = createBesideSeat();
  let link: Link | undefined;
  let lent: LentLink | undefined;
  let ended: LinkEnd | undefined;
  let isSilent = false;
  let isClosed = false;
  let asking = 0;
  let spokeAt = Number.NEGATIVE_INFINITY;
  let heard = 0;
  /** Of whoever has the link now. */
  let holder: AbortController | undefined;
  let seizing: Promise<unknown> | undefined;
  const lineEnd = createLineEnd();
  /** In turn, and only until it is seized. */
  const hold = <T>(work: (mine: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> =>
    turns.take(async () => {
      while (seizing !== undefined) await seizing;
      throwIfAborted(signal);
      const mine = new AbortController();
      holder = mine;
      try {
        return await work(AbortSignal.any([signal, mine.signal]));
      } finally {
        if (holder === mine) holder = undefined;
      }
    }, signal);
  const lendTo = async <T>(by: SentBy, work: (link: Link) => Promise<T>): Promise<T> => {
    const burst = createBurst((bytes) => d.note(bytes, by));
    const before = async (bytes: Uint8Array) => {
      admit(bytes, by);
      await burst.add(bytes);
      lineEnd.sent(bytes);
    };
    const now = lendLink(openLink(), before, (bytes) => admit(bytes, by));
    lent = now;
    try {
      return await work(now.link);
    } finally {
      if (lent === now) lent = undefined;
      spokeAt = clock.monotonic();
      now.end({ reason: 'closed' });
      await burst.end();
    }
  };
  const setSilent = (silent: boolean) => {
    if (isSilent === silent) return;
    isSilent = silent;
    d.onChange();
  };
  const tellLines = () => {
    const { lines } = received.after(heard, 1_000);
    heard = received.newest;
    if (lines.length === 0) return;
    d.onLines?.(lines, { mayAnswer: asking > 0 || clock.monotonic() - spokeAt < answersForMs });
  };
  const pump = async (from: Link) => {
    for await (const all of from.data) {
      const bytes = seat.hear(all);
      setSilent(false);
      if (bytes.length === 0) continue; // nothing of it was for the others
      if (lent === undefined) received.push(bytes, clock.now());
      else lent.push(bytes);
      tellLines();
      news.tell();
    }
    const end = await from.closed;
    if (link !== from) return;
    lent?.end(end);
    link = undefined;
    seat.ended();
    ended = end;
    isSilent = false;
    news.tell();
    d.onChange();
  };
  const openLink = (): Link => {
    if (link === undefined || isClosed) throw goneError(d.key);
    return link;
  };
  const answer = (after: number, through: number, isFound: boolean): Answer => ({
    isFound,
    lines: received.after(after, 1_000).lines.filter(({ n }) => n <= through),
    tail: through === received.newest ? received.tail() : '',
    cursor: through,
  });
  /** Until a line matches, or what stands after the last one does and has stood still. */
  const waitFor: OwnedSession['expect'] = async ({ pattern, after, timeoutMs }, signal) => {
    const matcher = createBoundedMatcher(pattern);
    const until = clock.monotonic() + timeoutMs;
    let looked = after;
    for (;;) {
      throwIfAborted(signal);
      const seen = news.count;
      const { lines } = received.after(looked, 1_000);
      const [first] = matcher.matching(lines.map(({ text }) => text));
      const found = first === undefined ? undefined : lines[first];
      if (found !== undefined) return answer(after, found.n, true);
      looked = lines.at(-1)?.n ?? looked;
      const left = until - clock.monotonic();
      if (left <= 0) return answer(after, received.newest, false);
      const tail = received.tail();
      const isPrompt = tail !== '' && matcher.matching([tail]).length > 0;
      const hasChanged = await news.next(seen, signal, Math.min(left, isPrompt ? promptMs : left));
      if (!hasChanged && isPrompt) return answer(after, received.newest, true);
      if (link === undefined && lines.length === 0) throw goneError(d.key);
    }
  };
  /** Until something came and then nothing more. */
  const waitQuiet = async (after: number, timeoutMs: number, signal: AbortSignal): Promise<Answer> => {
    const until = clock.monotonic() + timeoutMs;
    const before = received.tail();
    const hasCome = () => received.newest > after || (received.tail() !== '' && received.tail() !== before);
    for (;;) {
      const left = until - clock.monotonic();
      if (left <= 0) return answer(after, received.newest, hasCome());
      const hasChanged = await news.next(news.count, signal, hasCome() ? Math.min(left, quietMs) : left);
      if (!hasChanged && hasCome()) return answer(after, received.newest, true);
      if (link === undefined && !hasCome()) throw goneError(d.key);
    }
  };
  const send = async (bytes: Uint8Array, by: SentBy, signal: AbortSignal) => {
    if (bytes.length > maxWriteBytes) throw tooLong();
    openLink();
    admit(bytes, by);
    await d.note(bytes, by);
    throwIfAborted(signal);
    const open = openLink();
    admit(bytes, by); // while it was noted, an emergency stop may have come
    received.trust();
    lineEnd.sent(bytes);
    spokeAt = clock.monotonic();
    await open.write(bytes, signal);
  };

  const answered = async (
    { after, ...o }: Parameters<DeviceSession['ask']>[0] & { after: number },
    signal: AbortSignal,
  ): Promise<Answer> => {
    await send(o.bytes, o.by, signal);
    const { pattern, timeoutMs } = o;
    return pattern === undefined ? waitQuiet(after, timeoutMs, signal) : waitFor({ pattern, after, timeoutMs }, signal);
  };

  return {
    key: d.key,
    get isOpen() {
      return link !== undefined;
    },
    get isClosed() {
      return isClosed;
    },
    get ended() {
      return ended;
    },
    get isSilent() {
      return isSilent;
    },
    attach(opened) {
      const next = seat.open(taps.wrap(opened));
      received.begin(clock.now());
      link = next;
      ended = undefined;
      isSilent = false;
      void pump(next).catch((error: unknown) => d.log.error('device reader ended', { error }));
      seat.opened();
      news.tell();
      d.onChange();
    },
    news,
    listen: taps.add,
    write: (bytes, by, signal) => hold((mine) => send(bytes, by, mine), signal),
    ask: ({ bytes, by, pattern, timeoutMs }, signal) =>
      hold(async (mine) => {
        const after = received.newest;
        asking += 1;
        const said = await answered({ bytes, by, pattern, timeoutMs, after }, mine).finally(() => {
          asking -= 1;
        });
        if (said.lines.length === 0 && said.tail === '') setSilent(link !== undefined);
        return said;
      }, signal),
    expect: waitFor,
    since: (after, limit) => ({
      ...received.after(after, limit),
      tail: received.tail(),
      newest: received.newest,
    }),
    get unended() {
      return lineEnd.unended();
    },
    lend: (by, work, signal) => hold(() => lendTo(by, work), signal),
    async seize(by, work, signal) {
      throwIfAborted(signal);
      holder?.abort();
      lent?.end({ reason: 'closed' });
      const before = seizing;
      const mine = (async () => {
        await before?.catch(() => {}); // whoever seized it was told
        return lendTo(by, work);
      })();
      const ended = mine.catch(() => {}); // its caller has the error
      seizing = ended;
      try {
        return await mine;
      } finally {
        if (seizing === ended) seizing = undefined;
      }
    },
    join: seat.join,
    async close() {
      isClosed = true;
      const open = link;
      await open?.close();
      news.tell();
    },
  };
}
