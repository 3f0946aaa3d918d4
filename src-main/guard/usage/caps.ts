// Whether a call fits under the caps, and how much it may write: arithmetic alone.
import type { Settings } from '#main/contract/settings.ts';

export type CapName = 'costUsdPerDay' | 'tokensPerDay' | 'costUsdPerJob' | 'tokensPerJob';
export type Amount = { readonly tokens: number; readonly usd: number };
/** What is used of a day or a job; `underWay` is the part of it that is only set aside. */
export type Standing = { readonly used: Amount; readonly underWay: Amount };

export type CallSize = {
  readonly inputTokens: number;
  readonly inputUsd: number;
  readonly usdPerOutputToken: number;
  /** As many as it would like to write. */
  readonly outputTokens: number;
};

export type Verdict =
  | { readonly type: 'granted'; readonly outputTokens: number }
  /** It could write more once others have ended. */
  | { readonly type: 'wait' }
  | { readonly type: 'refused'; readonly cap: CapName; readonly limit: number; readonly used: number };

/** An answer shorter than this is not worth its question. */
const leastOutputTokens = 1_024;

export const plus = (a: Amount, b: Amount): Amount => ({ tokens: a.tokens + b.tokens, usd: a.usd + b.usd });
export const nothing: Amount = { tokens: 0, usd: 0 };

type Cap = { readonly name: CapName; readonly limit: number; readonly unit: keyof Amount; readonly standing: Standing };

/** How many tokens may be written before the cap is met; below 0 when not even the question fits. */
function roomUnder({ unit, limit }: Cap, used: number, call: CallSize): number {
  if (unit === 'tokens') return limit - used - call.inputTokens;
  // What costs nothing is not stopped by what was spent on something else.
  if (call.inputUsd === 0 && call.usdPerOutputToken === 0) return Number.POSITIVE_INFINITY;
  const left = limit - used - call.inputUsd;
  if (call.usdPerOutputToken === 0) return left < 0 ? -1 : Number.POSITIVE_INFINITY;
  // The smallest fractions are those of the arithmetic.
  return Math.floor(left / call.usdPerOutputToken + 1e-6);
}

export function decide(
  call: CallSize,
  caps: Settings['caps'],
  standings: { readonly day: Standing; readonly job: Standing },
): Verdict {
  const { day, job } = standings;
  const list: readonly Cap[] = [
    { name: 'costUsdPerDay', limit: caps.costUsdPerDay, unit: 'usd', standing: day },
    { name: 'tokensPerDay', limit: caps.tokensPerDay, unit: 'tokens', standing: day },
    { name: 'costUsdPerJob', limit: caps.costUsdPerJob, unit: 'usd', standing: job },
    { name: 'tokensPerJob', limit: caps.tokensPerJob, unit: 'tokens', standing: job },
  ];
  const least = Math.min(call.outputTokens, leastOutputTokens);
  const settled = ({ standing, unit }: Cap) => standing.used[unit] - standing.underWay[unit];
  const rooms = list.map((cap) => ({
    cap,
    now: roomUnder(cap, cap.standing.used[cap.unit], call),
    later: roomUnder(cap, settled(cap), call),
  }));
  const never = rooms.find(({ later }) => later < least);
  if (never !== undefined)
    return { type: 'refused', cap: never.cap.name, limit: never.cap.limit, used: settled(never.cap) };
  const room = Math.min(...rooms.map(({ now }) => now));
  if (room >= call.outputTokens) return { type: 'granted', outputTokens: call.outputTokens };
  // An answer is not cut short for what others have only set aside.
  const later = Math.min(...rooms.map((one) => one.later));
  return later > room ? { type: 'wait' } : { type: 'granted', outputTokens: room };
}
