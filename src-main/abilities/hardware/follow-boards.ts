// The virtual boards seen from outside, again with every change but not with every flicker of a lamp.
import type { VirtualBoard } from '#main/contract/devices.ts';
import { isCancelled } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { createNews } from './news.ts';
import type { VirtualBoards } from './port/virtual.ts';

const gatherMs = 100;

export type FollowBoardsDeps = {
  readonly boards: Pick<VirtualBoards, 'list' | 'onChange'>;
  readonly clock: Clock;
};

/** Ends with the signal. */
export async function* followBoards(
  { boards, clock }: FollowBoardsDeps,
  signal: AbortSignal,
): AsyncGenerator<{ boards: VirtualBoard[] }> {
  const news = createNews(clock);
  const stopHearing = boards.onChange(news.tell);
  try {
    for (;;) {
      const seen = news.count;
      const now = boards.list();
      yield {
        boards: now.map(({ name, isRunning, outputs = {}, inputs = {} }) => ({
          ...{ name, isRunning, outputs: { ...outputs }, inputs: { ...inputs } },
        })),
      };
      await news.next(seen, signal);
      await clock.sleep(gatherMs, signal);
    }
  } catch (error) {
    if (!isCancelled(error)) throw error;
  } finally {
    stopHearing();
  }
}
