// `limpet usage`: what models took, today against its caps and the days before, as lines or as one JSON object.
import type { LimpetClient } from '#main/contract/contract.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { type Spent, tokensOf, type UsageReport } from '#main/contract/usage.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { UsageArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export type UsageDeps = {
  readonly api: Pick<LimpetClient, 'usage'>;
  readonly terminal: Pick<Terminal, 'out'>;
  readonly t: Translate;
  readonly signal: AbortSignal;
};

/** Small amounts keep their leading digits. */
const dollars = (usd: number): string => `$${usd.toFixed(usd === 0 || usd >= 1 ? 2 : 4)}`;

/** A cost that nobody knows is said to be unknown. */
function costText({ calls, costUsd, unpricedCalls }: Spent, t: Translate): string {
  if (unpricedCalls === 0) return dollars(costUsd);
  if (unpricedCalls >= calls) return t('usage.unknown');
  return t('usage.partly_unknown', { cost: dollars(costUsd), count: unpricedCalls });
}

type Row = { readonly name: string; readonly spent: Spent };

function lines(title: string, rows: readonly Row[], t: Translate): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ name, spent }) => [
    visibleLine(name),
    t('usage.calls', { count: spent.calls }),
    t('usage.tokens', { count: tokensOf(spent) }),
    costText(spent, t),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = ([name = '', ...rest]: readonly string[]) => {
    const numbers = rest.map((cell, index) => cell.padStart(widths[index + 1] ?? 0));
    return `  ${[name.padEnd(widths[0] ?? 0), ...numbers].join('  ')}`;
  };
  return ['', title, ...cells.map(line)];
}

function todayLines({ today }: UsageReport, t: Translate): string[] {
  const { spent, caps } = today;
  const mark = spent.unpricedCalls > 0 ? '≈ ' : '';
  const money = t('usage.of_cap', { used: `${mark}${dollars(spent.countedUsd)}`, cap: dollars(caps.costUsdPerDay) });
  const tokens = t('usage.meter_tokens', { used: tokensOf(spent), cap: caps.tokensPerDay });
  const counted = dollars(Math.max(0, spent.countedUsd - spent.costUsd));
  return [
    `${t('usage.today')}: ${t('usage.today_until', { day: today.day, zone: today.timeZone })}`,
    `  ${money}`,
    `  ${tokens}`,
    ...(spent.unpricedCalls === 0 ? [] : [`  ${t('usage.unpriced', { count: spent.unpricedCalls, counted })}`]),
    ...(spent.estimatedCalls === 0 ? [] : [`  ${t('usage.estimated', { count: spent.estimatedCalls })}`]),
  ];
}

function forecastLines({ forecast }: UsageReport, t: Translate): string[] {
  const money = (usd: number | undefined) => (usd === undefined ? t('usage.unknown') : dollars(usd));
  const line = (one: UsageReport['forecast'][number]) =>
    `  ${t(`usage.forecast_${one.basis}`, {
      kind: t(`usage.kind_${one.kind}`),
      rest: money(one.restOfTodayUsd),
      perDay: money(one.costUsdPerDay),
      perRun: money(one.costUsdPerRun),
      days: one.days,
    })}`;
  return ['', t('usage.forecast'), ...forecast.map(line)];
}

function priceLine({ prices, models }: UsageReport, t: Translate): string[] {
  if (models.length === 0) return [];
  if (prices === undefined) return [`  ${t('usage.prices_none')}`];
  return [`  ${t(prices.newest === prices.oldest ? 'usage.prices' : 'usage.prices_span', prices)}`];
}

export async function usage({ api, terminal, t, signal }: UsageDeps, args: UsageArguments): Promise<ExitCode> {
  const report = await api.usage.report({ days: args.days }, { signal });
  if (args.json) {
    terminal.out(`${JSON.stringify(report, null, 2)}\n`);
    return exitCodes.ok;
  }
  const { days, models, kinds, sessions, total } = report;
  const used = days.filter(({ spent }) => spent.calls > 0);
  const text = [
    ...todayLines(report, t),
    ...lines(
      t('usage.span_days', { count: args.days }),
      used.map(({ day, spent }) => ({ name: day, spent })),
      t,
    ),
    ...(total.calls === 0 ? ['', t('usage.nothing')] : []),
    ...lines(
      t('usage.models'),
      models.map(({ model, spent }) => ({ name: model, spent })),
      t,
    ),
    ...priceLine(report, t),
    ...lines(
      t('usage.kinds'),
      kinds.map(({ kind, spent }) => ({ name: t(`usage.kind_${kind}`), spent })),
      t,
    ),
    ...lines(
      t('usage.sessions'),
      sessions.map(({ sessionId, title, spent }) => ({
        name: title ?? t(sessionId === undefined ? 'usage.session_none' : 'usage.session_gone'),
        spent,
      })),
      t,
    ),
    ...forecastLines(report, t),
  ];
  terminal.out(`${text.join('\n')}\n`);
  return exitCodes.ok;
}
