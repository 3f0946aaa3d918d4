// The whole account of some days: per day, model, purpose and chat, with the date of the prices and what is to come.
import type { Price } from '#main/contract/models.ts';
import type { Forecast, Spent, UsageReport } from '#main/contract/usage.ts';
import type { SpendingStore } from '#main/platform/store/port/spending.ts';
import { backgroundKinds, forecastOf, type KindDay } from './forecast.ts';
import type { LocalDay, LocalDays } from './local-day.ts';
import type { SpendGuard } from './port.ts';

export type ReportDeps = {
  readonly store: Pick<SpendingStore, 'total' | 'byModel' | 'byKind' | 'bySession'>;
  readonly guard: Pick<SpendGuard, 'today'>;
  /** What is known of a model's price, without asking anybody. */
  readonly priceOf: (model: string) => Promise<Price | undefined>;
  readonly days: LocalDays;
  readonly now: () => number;
};

const mostSessions = 50;
const forecastDays = 14;

/** Prices that a table knows; those of models on this machine cost nothing and are of no day. */
function pricesOf(models: UsageReport['models']): UsageReport['prices'] {
  const known = models
    .flatMap(({ price }) => (price !== undefined && price.inputPerMTok + price.outputPerMTok > 0 ? [price.asOf] : []))
    .toSorted();
  const [oldest] = known;
  const newest = known.at(-1);
  return oldest === undefined || newest === undefined ? undefined : { oldest, newest };
}

async function forecast(d: ReportDeps, now: number): Promise<Forecast[]> {
  const days = d.days.last(forecastDays + 1, now);
  const ofDay = (day: LocalDay): Promise<KindDay[]> => d.store.byKind({ since: day.since, until: day.until });
  const rows = await Promise.all(days.map(ofDay));
  const today = days.at(-1);
  if (today === undefined) return [];
  return backgroundKinds.map((kind) => {
    const ofKind = rows.map((row) => row.find((one) => one.kind === kind));
    const before = ofKind.slice(0, -1);
    const first = before.findIndex((one) => one !== undefined);
    return forecastOf({
      kind,
      before: first === -1 ? [] : before.slice(first),
      today: ofKind.at(-1),
      elapsedMs: now - today.since,
      leftMs: today.until - now,
    });
  });
}

/** Days without a call are in it too, with zeros that are known. */
export async function makeReport(d: ReportDeps, o: { readonly days: number }): Promise<UsageReport> {
  const now = d.now();
  const days = d.days.last(o.days, now);
  const span = { since: days[0]?.since ?? now, until: days.at(-1)?.until ?? now };
  const dayRow = async ({ name, since, until }: LocalDay): Promise<{ day: string; since: number; spent: Spent }> => ({
    day: name,
    since,
    spent: await d.store.total({ since, until }),
  });
  const modelRow = async ({ model, spent }: { model: string; spent: Spent }) => {
    const price = await d.priceOf(model);
    return { model, spent, ...(price === undefined ? {} : { price }) };
  };
  const [today, perDay, perModel, kinds, sessions, total, expected] = await Promise.all([
    d.guard.today(),
    Promise.all(days.map(dayRow)),
    d.store.byModel(span).then((rows) => Promise.all(rows.map(modelRow))),
    d.store.byKind(span),
    d.store.bySession({ ...span, limit: mostSessions }),
    d.store.total(span),
    forecast(d, now),
  ]);
  const prices = pricesOf(perModel);
  return {
    today,
    days: perDay,
    models: perModel,
    kinds: kinds.map(({ kind, spent }) => ({ kind, spent })),
    sessions: sessions.sessions,
    sessionsLeftOut: Math.max(0, sessions.total - sessions.sessions.length),
    total,
    ...(prices === undefined ? {} : { prices }),
    forecast: expected,
  };
}
