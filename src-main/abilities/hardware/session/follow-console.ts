// What a device says, as a stream: what is kept first, then what comes, gathered for a moment.
import type { ConsoleItem } from '#main/contract/devices.ts';
import { isCancelled } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { OwnedSession } from './create-session.ts';

const shownLines = 500;
const gatherMs = 50;

/** Ends with the signal, and when the session is closed for good. */
export async function* followConsole(
  session: OwnedSession,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ConsoleItem> {
  let after = Math.max(0, session.since(0, 0).newest - shownLines);
  try {
    for (let isFirst = true; ; isFirst = false) {
      const seen = session.news.count;
      const { lines, lost, tail } = session.since(after, shownLines);
      after = lines.at(-1)?.n ?? after;
      yield {
        lines: lines.map(({ n, at, text, isCut }) => ({ n, at, text, isCut: isCut === true })),
        lost: isFirst ? 0 : lost,
        tail,
      };
      if (session.isClosed) return;
      if (lines.length < shownLines) await session.news.next(seen, signal);
      await clock.sleep(gatherMs, signal);
    }
  } catch (error) {
    if (!isCancelled(error)) throw error;
  }
}
