// Lets a call pass or refuses it, by the caps and by every call before it. What it may take is on disk before it is sent.
import { AppError } from '#main/contract/errors.ts';
import type { Price } from '#main/contract/models.ts';
import type { Settings } from '#main/contract/settings.ts';
import { type Spent, tokensOf } from '#main/contract/usage.ts';
import { abortable, throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { SpendingStore } from '#main/platform/store/port/spending.ts';
import { type Amount, type CallSize, decide, nothing, plus, type Standing } from './caps.ts';
import { createLocalDays, type LocalDays } from './local-day.ts';
import type { CallPermit, PlannedCall, Pricing, SpendGuard, TokenUsage } from './port.ts';
import { ratesFor } from './rates.ts';
import { capRefusal, unknownPriceRefusal } from './refusal.ts';

export type SpendGuardDeps = {
  readonly store: Pick<SpendingStore, 'begin' | 'end' | 'total' | 'ofJob'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly pricing: Pricing;
  readonly clock: Clock;
  readonly log: Log;
  /** Something was set aside or spent. */
  readonly onChange: () => void;
  readonly days?: LocalDays;
};

/**
 * Calls dated up to a day after today count for today: whoever sets the clock back gets no new money. Further ahead a
 * clock was merely wrong, and must not stop everything until that day comes.
 */
const aheadMs = 24 * 60 * 60 * 1000;
const mostWaiting = 1_000;

type UnderWay = { readonly job: string; readonly at: number; readonly amount: Amount };
type Sized = CallSize & { readonly countedPrice: Price };

/** What counts for a model without a known price. */
const assumedPrice = ({ caps }: Settings): Price => ({
  inputPerMTok: caps.assumedUsdPerMTok,
  outputPerMTok: caps.assumedUsdPerMTok,
  asOf: '',
});

function sizeOf(call: PlannedCall, settings: Settings): Sized {
  const countedPrice = call.price ?? assumedPrice(settings);
  const rates = ratesFor(countedPrice, call.inputTokens);
  // All of it may be written to the vendor's cache, which can cost more than to read it.
  const inputRate = Math.max(rates.inputPerMTok, rates.cacheWritePerMTok ?? 0);
  return {
    inputTokens: call.inputTokens,
    inputUsd: (call.inputTokens * inputRate) / 1_000_000,
    usdPerOutputToken: rates.outputPerMTok / 1_000_000,
    outputTokens: call.outputTokens,
    countedPrice,
  };
}

const amountOf = (spent: Spent): Amount => ({ tokens: tokensOf(spent), usd: spent.countedUsd });
const plain = (inputTokens: number, outputTokens: number): TokenUsage => ({
  inputTokens,
  outputTokens,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
});

/** One after the other, in the order of asking. */
function createLine() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => {}); // whoever asked hears of it
    return mine;
  };
}

export function createSpendGuard(d: SpendGuardDeps): SpendGuard {
  const { store, settings, pricing, clock } = d;
  const log = d.log.child('usage');
  const days = d.days ?? createLocalDays();
  const inTurn = createLine();
  const underWay = new Map<string, UnderWay>();
  let nextEnd = Promise.withResolvers<void>();
  let waiting = 0;

  const standings = async (job: string, now: number): Promise<{ day: Standing; job: Standing }> => {
    const { since, until } = days.of(now);
    const counted = { since, until: until + aheadMs };
    const [ofDay, ofJob] = await Promise.all([store.total(counted), store.ofJob(job)]);
    const sum = (which: (one: UnderWay) => boolean) =>
      [...underWay.values()].filter(which).reduce((all, { amount }) => plus(all, amount), nothing);
    const isToday = ({ at }: UnderWay) => at >= counted.since && at < counted.until;
    return {
      day: { used: amountOf(ofDay), underWay: sum(isToday) },
      job: { used: amountOf(ofJob), underWay: sum((one) => one.job === job) },
    };
  };

  const permit = (id: string, call: PlannedCall, o: { size: Sized; outputTokens: number }): CallPermit => {
    let isSettled = false;
    return {
      outputTokens: o.outputTokens,
      async settle({ usage, isEstimate }) {
        if (isSettled) return;
        isSettled = true;
        // A call that took nothing cost nothing, whatever its price is.
        const took = usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
        const costUsd = took === 0 ? 0 : pricing.cost(usage, call.price);
        const countedUsd = pricing.cost(usage, o.size.countedPrice) ?? 0;
        const state = isEstimate ? 'estimated' : 'reported';
        try {
          await store.end(id, { usage, countedUsd, state, ...(costUsd === undefined ? {} : { costUsd }) });
        } catch (error) {
          log.error('end of a model call not stored', { error });
        } finally {
          underWay.delete(id);
          nextEnd.resolve();
          nextEnd = Promise.withResolvers();
          d.onChange();
        }
      },
    };
  };

  /** Undefined: to be asked again when another call has ended. */
  const tryOnce = async (call: PlannedCall, job: string, signal: AbortSignal): Promise<CallPermit | undefined> => {
    throwIfAborted(signal);
    const { caps } = settings.current();
    if (call.price === undefined && caps.unknownPrice === 'refuse') throw unknownPriceRefusal(call.model);
    const now = clock.now();
    const size = sizeOf(call, settings.current());
    const verdict = decide(size, caps, await standings(job, now));
    if (verdict.type === 'wait') return undefined;
    if (verdict.type === 'refused') {
      const needed = {
        tokens: call.inputTokens + call.outputTokens,
        usd: size.inputUsd + call.outputTokens * size.usdPerOutputToken,
      };
      log.info('model call refused', { model: call.model, cap: verdict.cap, kind: call.job?.kind ?? 'other' });
      throw capRefusal({ verdict, needed, model: call.model, untilMidnightMs: days.of(now).until - now });
    }
    const { outputTokens } = verdict;
    const usd = size.inputUsd + outputTokens * size.usdPerOutputToken;
    const id = newId(now);
    await store.begin({
      id,
      job,
      kind: call.job?.kind ?? 'other',
      ...(call.job?.sessionId === undefined ? {} : { sessionId: call.job.sessionId }),
      ...(call.job?.messageId === undefined ? {} : { messageId: call.job.messageId }),
      model: call.model,
      at: now,
      usage: plain(call.inputTokens, outputTokens),
      ...(call.price === undefined ? {} : { costUsd: usd }),
      countedUsd: usd,
    });
    underWay.set(id, { job, at: now, amount: { tokens: call.inputTokens + outputTokens, usd } });
    d.onChange();
    return permit(id, call, { size, outputTokens });
  };

  return {
    async admit(call, signal) {
      const job = call.job?.id ?? newId(clock.now());
      if (waiting >= mostWaiting)
        throw new AppError('rate_limited', 'Too many calls wait for a cap on spending. Try again in a moment.');
      waiting += 1;
      try {
        for (;;) {
          // Taken before the look: a call that ends meanwhile is not missed.
          const end = nextEnd.promise;
          const given = await inTurn(() => tryOnce(call, job, signal));
          if (given !== undefined) return given;
          await abortable(end, signal);
        }
      } finally {
        waiting -= 1;
      }
    },
    async today() {
      const now = clock.now();
      const { name, since, until } = days.of(now);
      const { costUsdPerDay, tokensPerDay } = settings.current().caps;
      const spent = await store.total({ since, until: until + aheadMs });
      return { day: name, timeZone: days.timeZone(), since, until, spent, caps: { costUsdPerDay, tokensPerDay } };
    },
  };
}
