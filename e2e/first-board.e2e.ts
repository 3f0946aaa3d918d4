// The whole bench from the first start on, without model, key or hardware: as docs/first-board.md tells it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo } from './support/client.ts';
import { allowVirtualUno, orderVirtualUno } from './support/first-board.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { openLimpet } from './support/limpet-page.ts';

const minutes = 60_000;

describe.skipIf(!hasChromium)('the first board', () => {
  let browser: Browser;
  let gateway: RunningGateway;
  let home: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    home = mkdtempSync(join(tmpdir(), 'limpet-first-board-'));
    gateway = await startGateway({
      environment: { HOME: home, LIMPET_FIND_LOCAL_MODELS: 'false' },
      hasWorkspace: false,
    });
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it('is started, allowed, measured with, switched and stopped in less than five minutes, by plain words', async () => {
    const began = Date.now();
    const limpet = await openLimpet(browser, gateway);
    const client = connectTo(gateway.dataFolder);
    /** Seen from outside the board. */
    const outputs = async () => {
      for await (const { data } of client.api.devices.followBoards({}))
        return data.boards.find(({ name }) => name === 'uno')?.outputs;
      return undefined;
    };
    const seen: (number | undefined)[] = [];
    const shown = async (step: string) => {
      await shoot(limpet.page, `first-board-${step}`);
      if (step !== 'on' && step !== 'stopped') return;
      await limpet.page.waitForTimeout(1_000); // longer than the board waits for a sign of life
      const now = await outputs();
      seen.push(now?.['13'], now?.['9']);
    };
    await allowVirtualUno(limpet, shown);
    const answers = await orderVirtualUno(limpet, shown);
    const ms = Date.now() - began;
    process.stdout.write(`first board: ${(ms / 1_000).toFixed(1)} s\n`);
    expect(answers.devices).toContain('virtual:uno');
    expect(answers.temperature).toMatch(/temperature: \d+(\.\d+)? °C/);
    expect(answers.on).toContain('LED is on.');
    expect(answers.dimmed).toContain('9 is at 40 %.');
    expect(answers.stop).toContain('in their safe state');
    expect(answers.plot).toContain('temperature of Virtual Uno');
    expect(seen).toEqual([1, 0, 0, 0]);
    expect(limpet.problems).toEqual([]);
    client.close();
    expect(ms).toBeLessThan(5 * minutes);
  });

  it('had each byte that switched noted on the account, and only these', async () => {
    const client = connectTo(gateway.dataFolder);
    const { entries } = await client.api.activity.list({ text: 'virtual:uno' });
    client.close();
    const sent = JSON.stringify(entries);
    expect(sent).toContain('pin 13 high');
    expect(sent).toContain('pwm 9 102');
    expect(sent).not.toContain('pwm 10');
  });
});
