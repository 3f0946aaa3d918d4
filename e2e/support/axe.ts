// What axe-core finds wrong for people who do not see or point.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type AxeResult = { violations: { id: string; impact: string | null; nodes: { html: string }[] }[] };

/** Serious and critical findings, as `rule: element`. `without`: rules that say nothing about this way of drawing. */
export async function findings(page: Page, without: readonly string[] = []): Promise<string[]> {
  await page.evaluate(axe);
  const result = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult;
  return result.violations
    .filter(({ id, impact }) => (impact === 'serious' || impact === 'critical') && !without.includes(id))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
