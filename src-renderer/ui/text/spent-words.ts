// What was spent, in words: a price that nobody knows is said to be unknown, never shown as nothing.
import type { Language, Translate } from '#main/platform/texts/translate.ts';
import { formatCost } from './format.ts';

/** The part of a sum that its words depend on. */
export type SpentMoney = {
  readonly calls: number;
  readonly costUsd: number;
  readonly unpricedCalls: number;
  readonly countedUsd: number;
};

export function costWords(spent: SpentMoney, t: Translate, language: Language): string {
  const cost = formatCost(spent.costUsd, language);
  if (spent.unpricedCalls === 0) return cost;
  if (spent.unpricedCalls >= spent.calls) return t('usage.unknown');
  return t('usage.partly_unknown', { cost, count: spent.unpricedCalls });
}

/** Of a message or a chat; `costUsd` is absent where no price is known. */
export type StepsMoney = {
  readonly costUsd?: number | undefined;
  readonly unpricedSteps?: number | undefined;
};

export function stepsCostWords({ costUsd, unpricedSteps = 0 }: StepsMoney, t: Translate, language: Language): string {
  if (costUsd === undefined) return t('chat.cost_unknown');
  const cost = formatCost(costUsd, language);
  return unpricedSteps === 0 ? cost : t('usage.partly_unknown', { cost, count: unpricedSteps });
}

/** What counts against a cap on money; with a mark where part of it is assumed. */
export function countedWords(spent: SpentMoney, language: Language): string {
  return `${spent.unpricedCalls > 0 ? '≈ ' : ''}${formatCost(spent.countedUsd, language)}`;
}
