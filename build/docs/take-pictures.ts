// Takes the pictures of docs/ from the built app, in Chromium: `npm run build && node build/docs/take-pictures.ts`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { ReflexRule } from '#main/contract/reflexes.ts';
import { launchBrowser } from '../../e2e/support/browser.ts';
import { connectTo } from '../../e2e/support/client.ts';
import { allowVirtualUno, cardOf, orderVirtualUno } from '../../e2e/support/first-board.ts';
import { startGateway } from '../../e2e/support/gateway.ts';
import { openLimpet } from '../../e2e/support/limpet-page.ts';

const folder = join(import.meta.dirname, '../../docs/pictures');
const quality = 0.85;

/** Chromium makes a picture small by itself; a page of its own, for ours runs no script that is not ours. */
async function toWebp(encoder: Page, png: Buffer): Promise<Buffer> {
  const url = await encoder.evaluate(
    async ({ data, quality: share }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', share);
    },
    { data: png.toString('base64'), quality },
  );
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

const fan: ReflexRule = {
  ...{ name: 'Fan', is: 'above', threshold: 30, hysteresis: 1, whenStale: 'end' },
  sensor: { deviceKey: 'virtual:uno', source: 'board', quantity: 'temperature', unit: '°C' },
  ...{ forMs: 300_000, coolDownMs: 600_000, staleAfterMs: 900_000 },
  onStart: [
    { type: 'set', deviceKey: 'virtual:uno', via: 'limpet', pin: '9', value: 1 },
    { type: 'tell', text: 'It is hot: the fan is on.' },
  ],
  onEnd: [{ type: 'set', deviceKey: 'virtual:uno', via: 'limpet', pin: '9', value: 0 }],
};

const fanOutput = { pin: '9', name: 'fan', kind: 'pwm', min: 0, max: 0.6, safe: 0, perMinute: 30 } as const;

const browser = await launchBrowser();
const gateway = await startGateway({ environment: { LIMPET_FIND_LOCAL_MODELS: 'false' } });
try {
  mkdirSync(folder, { recursive: true });
  const encoder = await browser.newPage();
  const take = async (name: string, what: Page | Locator) => {
    writeFileSync(join(folder, `${name}.webp`), await toWebp(encoder, await what.screenshot()));
  };
  const limpet = await openLimpet(browser, gateway, { width: 1_100, height: 720 });
  const { page } = limpet;
  const wanted: readonly string[] = ['found', 'temperature', 'asked'];
  const shown = async (step: string) => {
    // A machine may have ports of its own: of the page of devices the card is enough.
    const what = step === 'found' ? cardOf(page, 'virtual:uno') : page;
    if (wanted.includes(step)) await take(`first-board-${step}`, what);
  };
  await allowVirtualUno(limpet, shown);
  await orderVirtualUno(limpet, shown);

  const client = connectTo(gateway.dataFolder);
  await client.api.bench.setLimits({ key: 'virtual:uno', limits: { outputs: [fanOutput] } });
  await page.setViewportSize({ width: 1_100, height: 560 });
  await page.getByRole('link', { name: 'Devices' }).first().click();
  await cardOf(page, 'virtual:uno').waitFor();
  await take('devices-stop', page);
  await page.setViewportSize({ width: 1_100, height: 1_300 });
  await cardOf(page, 'virtual:uno').getByRole('button', { name: 'Limits', exact: true }).press('Space');
  await page.waitForTimeout(800); // until it is wholly there
  await take('devices-limits', page.getByRole('dialog'));
  await page.keyboard.press('Escape');
  const look = async (key: string, tab: string, waitMs: number) => {
    await page.getByRole('link', { name: 'Devices' }).first().click();
    const card = cardOf(page, key);
    await card.getByRole('button', { name: 'Details', exact: true }).press('Space');
    await card.getByRole('tab', { name: tab, exact: true }).click();
    await page.waitForTimeout(waitMs);
    await take(`devices-${tab.toLowerCase()}`, card);
    await card.getByRole('button', { name: 'Details', exact: true }).press('Space');
  };
  await look('virtual:uno', 'Pins', 1_500);

  const station = { key: 'virtual:weather' };
  await client.api.devices.startBoard({ name: 'weather' });
  await client.api.devices.allow(station);
  await client.api.devices.connect(station);
  await look(station.key, 'Live', 50_000);

  await client.api.reflexes.save({ rule: fan });
  client.close();
  await page.getByRole('link', { name: 'Reflexes' }).first().click();
  const reflex = page
    .locator('main section')
    .filter({ has: page.getByRole('heading', { name: fan.name }) })
    .last();
  await reflex.waitFor();
  await take('devices-reflex', reflex);
} finally {
  await browser.close();
  await gateway.stop();
}
