// Processes that outlive the call that started them, by session, until they end, are ended, or their session is stopped.
import { AppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { ProcessExit, RunningProcess } from '#main/guard/sandbox/port.ts';
import { createTailBuffer, type TailBuffer } from './tail-buffer.ts';

const perSession = 8;
const inAll = 32;
const unreadChars = 128 * 1024;

export type BackgroundProcess = {
  readonly id: string;
  readonly command: string;
  readonly exit: ProcessExit | undefined;
  /** What it printed since the last look. */
  take(): string;
  kill(): Promise<void>;
  /** Resolves when it has ended and all its output is here. */
  readonly ended: Promise<ProcessExit>;
};

type Entry = BackgroundProcess & { readonly sessionId: SessionId };

export interface Background {
  /** Errors: `rate_limited` (`too_many_processes`), and then the process is ended. */
  add(running: RunningProcess, o: { sessionId: SessionId; command: string }): Promise<BackgroundProcess>;
  /** Of a session, the oldest first; also those that have ended, until they are forgotten. */
  list(sessionId: SessionId): readonly BackgroundProcess[];
  /** Errors: `not_found` for an id of another session too. */
  get(sessionId: SessionId, id: string): BackgroundProcess;
  /** Ends what a session started; without one, what all started. Resolves when it is gone. */
  end(sessionId?: SessionId): Promise<void>;
}

function follow(running: RunningProcess, o: { id: string; command: string; sessionId: SessionId }): Entry {
  let unread: TailBuffer = createTailBuffer(unreadChars / 2, unreadChars / 2);
  let exit: ProcessExit | undefined;
  const ended = (async () => {
    for await (const piece of running.output) unread.add(piece.text);
    exit = await running.exit;
    return exit;
  })();
  return {
    ...o,
    get exit() {
      return exit;
    },
    take() {
      const text = unread.text();
      unread = createTailBuffer(unreadChars / 2, unreadChars / 2);
      return text;
    },
    kill: () => running.kill(),
    ended,
  };
}

export function createBackground(): Background {
  const entries = new Map<string, Entry>();
  let last = 0;
  const isRunning = (entry: Entry) => entry.exit === undefined;
  const forgetOldest = () => {
    for (const [key, entry] of entries) if (entries.size >= inAll && !isRunning(entry)) entries.delete(key);
  };
  return {
    async add(running, o) {
      forgetOldest();
      const ofSession = [...entries.values()].filter((entry) => entry.sessionId === o.sessionId && isRunning(entry));
      if (ofSession.length >= perSession || entries.size >= inAll) {
        await running.kill();
        throw new AppError('rate_limited', 'Too many commands run in the background. End one of them first.', {
          details: { reason: 'too_many_processes' },
        });
      }
      last += 1;
      const entry = follow(running, { ...o, id: `p${last}` });
      entries.set(entry.id, entry);
      return entry;
    },
    list: (sessionId) => [...entries.values()].filter((entry) => entry.sessionId === sessionId),
    get(sessionId, id) {
      const entry = entries.get(id);
      if (entry === undefined || entry.sessionId !== sessionId)
        throw new AppError('not_found', `There is no background command ${id} in this session.`);
      return entry;
    },
    async end(sessionId) {
      const isMeant = (entry: Entry) => sessionId === undefined || entry.sessionId === sessionId;
      const running = [...entries.values()].filter((entry) => isMeant(entry) && isRunning(entry));
      await Promise.all(running.map((entry) => entry.kill()));
    },
  };
}
