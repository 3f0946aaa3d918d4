// A board that nobody has, on the page of devices, in any language.
import type { Page } from 'playwright-core';
import type { LimpetConnection } from './client.ts';
import type { RunningGateway } from './gateway.ts';

type BoardStage = { readonly page: Page; readonly client: LimpetConnection; readonly gateway: RunningGateway };

/** Connected, with what can be seen of it. */
export async function openBoard({ page, client, gateway }: BoardStage, name: 'uno' | 'weather'): Promise<void> {
  const { devices } = client.api;
  const key = `virtual:${name}`;
  await devices.startBoard({ name });
  await devices.allow({ key });
  await devices.connect({ key });
  await page.goto(`${gateway.url}/#/devices`);
  const card = page.locator('main section').filter({ hasText: key }).first();
  if (name === 'weather') await card.locator('li').first().waitFor(); // it has measured
  await card.locator('button[aria-expanded="false"]').first().press('Enter');
}
