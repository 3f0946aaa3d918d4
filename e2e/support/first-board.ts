// The first board in five minutes, as docs/first-board.md tells it: the same steps for the test and for its pictures.
import type { Page } from 'playwright-core';
import { answersOf, composerOf, type LimpetPage } from './limpet-page.ts';

/** Called when a step of the document is done; the page shows what came of it. */
export type Shown = (step: string) => Promise<void>;

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().press('Space');
/** A machine may have ports of its own, which have the same buttons. */
export const cardOf = (page: Page, key: string) => page.locator('main section').filter({ hasText: key }).last();

/** Says it, answers each question with "Once", and gives back the answer, which is another than the one before. */
export async function order(
  limpet: LimpetPage,
  text: string,
  o: { readonly questions?: number; readonly asked?: () => Promise<void> } = {},
): Promise<string> {
  const { page } = limpet;
  const answers = answersOf(page);
  const before = (await answers.count()) === 0 ? '' : await limpet.lastAnswer();
  await composerOf(page).fill(text);
  await composerOf(page).press('Enter');
  for (let left = o.questions ?? 0; left > 0; left -= 1) {
    const once = page.getByRole('button', { name: 'Once', exact: true });
    await once.waitFor();
    if (o.asked !== undefined) {
      await page.waitForTimeout(800); // until it no longer stands among what waits
      await o.asked();
    }
    await once.press('Space');
    await once.waitFor({ state: 'detached' });
  }
  // The list is virtual, so answers cannot be counted; one that is begun already differs from the one before.
  for (let last = before; ; ) {
    await page.waitForTimeout(200);
    await limpet.answered();
    const now = await limpet.lastAnswer();
    if (now !== before && now === last) return now;
    last = now;
  }
}

/** From any page of a Limpet that is set up: starts the virtual Uno and allows it. */
export async function allowVirtualUno({ page }: LimpetPage, shown: Shown): Promise<void> {
  await page.getByRole('link', { name: 'Devices' }).first().click();
  await press(page, 'Start the virtual Uno');
  const card = cardOf(page, 'virtual:uno');
  await card.getByRole('button', { name: 'Allow', exact: true }).waitFor();
  await shown('found');
  await card.getByRole('button', { name: 'Allow', exact: true }).press('Space');
  await card.getByText('Allowed', { exact: true }).waitFor();
}

export type Answers = Readonly<Record<'devices' | 'temperature' | 'plot' | 'on' | 'dimmed' | 'stop', string>>;

/** In a new chat, without any model. */
export async function orderVirtualUno(limpet: LimpetPage, shown: Shown): Promise<Answers> {
  await limpet.page.getByRole('link', { name: 'Chat', exact: true }).first().click();
  await limpet.newChat();
  const devices = await order(limpet, 'which devices are there');
  const temperature = await order(limpet, 'read the temperature', { questions: 1 });
  await order(limpet, 'read the temperature');
  await shown('temperature');
  const plot = await order(limpet, 'plot the last hour');
  await shown('plot');
  const on = await order(limpet, 'turn the LED on', { questions: 1, asked: () => shown('asked') });
  await shown('on');
  const dimmed = await order(limpet, 'set pin 9 to 40 %', { questions: 1 });
  const stop = await order(limpet, 'stop everything');
  await shown('stopped');
  return { devices, temperature, plot, on, dimmed, stop };
}
