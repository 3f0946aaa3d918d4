// What axe-core finds wrong for people who do not see or point.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { atRest } from './at-rest.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules that can say something else once only colours are others. */
export const colourRules = ['color-contrast', 'link-in-text-block'] as const;

export type Rules = {
  /** Rules that say nothing about this way of drawing. */
  readonly without?: readonly string[];
  /** Nothing but these: what else axe looks at cannot have changed. */
  readonly only?: readonly string[];
};

type AxeResult = { violations: { id: string; impact: string | null; nodes: { html: string }[] }[] };
type AxeRule = { id: string; enabled: boolean; impact?: string };
type Axe = {
  _audit: { rules: readonly AxeRule[] };
  run: (context: Document, options: object) => Promise<AxeResult>;
};

/** Serious and critical findings, as `rule: element`. Rules that are never more than moderate are not asked at all. */
export async function findings(page: Page, { without = [], only }: Rules = {}): Promise<string[]> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(source);
  await atRest(page); // a colour that is still passing is none that anybody reads
  const result = await page.evaluate(
    async ([left, wanted]) => {
      const { axe } = window as unknown as { axe: Axe };
      const isAsked = ({ id, enabled, impact }: AxeRule) =>
        enabled && impact !== 'minor' && impact !== 'moderate' && !left?.includes(id) && wanted?.includes(id) !== false;
      const values = axe._audit.rules.filter(isAsked).map(({ id }) => id);
      // Axe is in no frame, so it would only wait for an answer from each.
      const options = { runOnly: { type: 'rule', values }, resultTypes: ['violations'], iframes: false };
      const { violations } = await axe.run(document, options);
      return { violations, asked: values.length };
    },
    [without, only] as const,
  );
  if (result.asked < (only?.length ?? 50)) throw new Error(`Only ${result.asked} rules of axe were asked.`);
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
