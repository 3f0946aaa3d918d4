// A person whose actions are counted: each click, each chord of keys, each field that is typed into, and the time they take.
import type { Page } from 'playwright-core';

export type Counted = {
  click(name: string): Promise<void>;
  fill(label: string, text: string): Promise<void>;
  press(chord: string): Promise<void>;
  readonly actions: () => number;
  /** Since the page was opened. */
  readonly ms: () => number;
};

export function countActions(page: Page): Counted {
  const started = performance.now();
  let actions = 0;
  return {
    async click(name) {
      actions += 1;
      await page.getByRole('button', { name, exact: true }).click();
    },
    async fill(label, text) {
      actions += 1;
      await page.getByLabel(label, { exact: true }).fill(text);
    },
    async press(chord) {
      actions += 1;
      await page.keyboard.press(chord);
    },
    actions: () => actions,
    ms: () => performance.now() - started,
  };
}
