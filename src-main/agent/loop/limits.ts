// What one turn may use: steps, tokens, money, time. Reaching one ends the turn with a sentence, never silently.
import type { StopReason } from '#main/contract/messages.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { TokenUsage } from '#main/guard/usage/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';

export type LimitReason = Extract<StopReason, `limit_${string}`>;
export type LimitReached = { readonly reason: LimitReason; readonly params: Readonly<Record<string, string>> };

export interface Limits {
  add(usage: TokenUsage, costUsd: number | undefined): void;
  /** Asked before each step. `steps`: how many were made. */
  reached(steps: number): LimitReached | undefined;
}

export function createLimits(limits: Settings['limits']): Limits {
  let tokens = 0;
  let costUsd = 0;
  return {
    add(usage, cost) {
      // Tokens that the vendor read from its cache cost a tenth and are sent again each step: money counts them.
      tokens += usage.inputTokens + usage.outputTokens + usage.cacheWriteTokens;
      costUsd += cost ?? 0;
    },
    reached(steps) {
      if (steps >= limits.stepsPerTurn)
        return { reason: 'limit_steps', params: { steps: String(limits.stepsPerTurn) } };
      if (tokens >= limits.tokensPerTurn)
        return { reason: 'limit_tokens', params: { tokens: String(limits.tokensPerTurn) } };
      if (costUsd >= limits.costUsdPerTurn)
        return { reason: 'limit_cost', params: { cost: limits.costUsdPerTurn.toFixed(2) } };
      return undefined;
    },
  };
}

/** Wall time of a turn; the time in which the person is asked does not count. */
export interface Deadline {
  pause(): void;
  resume(): void;
  clear(): void;
}

export function createDeadline(clock: Clock, ms: number, expire: () => void): Deadline {
  let leftMs = ms;
  let since = clock.monotonic();
  let paused = 0;
  let cancel: (() => void) | undefined = clock.after(leftMs, expire);
  return {
    pause() {
      paused += 1;
      if (paused > 1) return;
      cancel?.();
      cancel = undefined;
      leftMs -= clock.monotonic() - since;
    },
    resume() {
      paused -= 1;
      if (paused > 0) return;
      since = clock.monotonic();
      cancel = clock.after(Math.max(0, leftMs), expire);
    },
    clear() {
      cancel?.();
      cancel = undefined;
    },
  };
}
