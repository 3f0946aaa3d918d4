// A board that nobody has, on the page of devices, in any language.
import type { Locator, Page } from 'playwright-core';
import type { LimpetConnection } from './client.ts';
import type { RunningGateway } from './gateway.ts';

type BoardStage = { readonly page: Page; readonly client: LimpetConnection; readonly gateway: RunningGateway };

/** Connected, with what can be seen of it: its card. */
export async function openBoard({ page, client, gateway }: BoardStage, name: 'uno' | 'weather'): Promise<Locator> {
  const { devices } = client.api;
  const key = `virtual:${name}`;
  await devices.startBoard({ name });
  await devices.allow({ key });
  await devices.connect({ key });
  // From another page, so that every card stands folded.
  await page.goto(`${gateway.url}/#/chat`);
  await page.goto(`${gateway.url}/#/devices`);
  const card = page.locator('main section').filter({ hasText: key }).first();
  if (name === 'weather') await card.locator('li').first().waitFor(); // it has measured
  await card.locator('button[aria-expanded="false"]').first().press('Enter');
  return card;
}

/** What it may be made to do, with a first output to be set. */
export async function openLimits(stage: BoardStage): Promise<void> {
  const card = await openBoard(stage, 'uno');
  await card.locator('button', { has: stage.page.locator('.lucide-shield-check') }).press('Enter');
  const dialog = stage.page.getByRole('dialog');
  await dialog
    .locator('button', { has: stage.page.locator('.lucide-plus') })
    .first()
    .press('Enter');
  await dialog.getByRole('textbox').nth(1).waitFor();
}
