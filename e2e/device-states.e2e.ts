// Every state of a device, as the page shows it: what it is in a word, what stands in its way, and what helps. The devices are put
// into what the page hears, for no machine has all these boards.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '#main/contract/devices.ts';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { openLimpet } from './support/limpet-page.ts';

const uno: Device = {
  ...{ key: 'usb:2341:0043:7583', transport: 'serial', path: '/dev/ttyACM0', name: 'Arduino Uno R3', state: 'allowed' },
  ...{ confidence: 'sure', manufacturer: 'Arduino (www.arduino.cc)', baudRate: 115_200 },
};
const known: Device = { ...uno, allowedAt: 1_700_000_000_000 };
const problem = (reason: string, facts: Record<string, string>): Device['problem'] => ({
  ...{ code: 'forbidden', message: 'No.', retryable: false },
  details: { reason, facts },
});
const refused = {
  ...{ path: '/dev/ttyUSB0', group: 'dialout', command: 'sudo usermod -aG dialout "$USER"' },
  rule: 'SUBSYSTEM=="tty", ATTRS{idVendor}=="1a86", ATTRS{idProduct}=="7523", TAG+="uaccess"',
};
const states: readonly Device[] = [
  {
    ...known,
    key: 'a',
    state: 'busy',
    problem: problem('device_held', { path: '/dev/ttyACM0', program: 'arduino-ide' }),
  },
  {
    ...{ ...known, key: 'b', path: '/dev/ttyUSB0', name: 'Board with CH340', confidence: 'guess', state: 'busy' },
    problem: problem('device_permission', refused),
  },
  {
    ...{ ...known, key: 'c', name: 'Raspberry Pi Pico (BOOTSEL)', state: 'busy' },
    problem: problem('device_bootloader', { device: 'Raspberry Pi Pico (BOOTSEL)' }),
  },
  { ...known, key: 'd', name: 'Meter', confidence: 'given', state: 'not_responding' },
  { ...known, key: 'e', state: 'gone' },
  { ...uno, key: 'f', name: `A very long name ${'of an instrument '.repeat(6)}`, confidence: 'likely', state: 'found' },
];

describe.skipIf(!hasChromium)('the states of a device', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    gateway = await startGateway();
    ({ page } = await openLimpet(browser, gateway));
    await page.routeWebSocket(/.*/, (route) => {
      const server = route.connectToServer();
      server.onMessage((text) => {
        const frame = JSON.parse(String(text));
        const isList = frame.data?.devices !== undefined;
        route.send(isList ? JSON.stringify({ ...frame, data: { devices: states } }) : text);
      });
    });
    await page.goto(`${gateway.url}/#/devices`);
    await page.reload();
    await page.getByText('arduino-ide').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
  });

  it.each([1280, 500])('are told apart by a word, with what helps, %i pixels wide [D1]', async (width) => {
    await page.setViewportSize({ width, height: 1_700 });
    for (const word of ['Not to be opened', 'Not responding', 'Not plugged in', 'Found'])
      expect(await page.getByText(word, { exact: true }).count(), word).toBeGreaterThan(0);
    await page.getByText('sudo usermod -aG dialout "$USER"').waitFor();
    await page.getByText('waits for firmware').waitFor();
    await page.getByText('Look at its power and its speed').waitFor();
    await page.getByText('Plug it in again: it is known').waitFor();
    await shoot(page, `device-states-${width}`);
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, `device-states-${width}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
  });
});
