// The shell in Electron itself: what only the real windows, the real shortcut and the real process can show.
import { afterEach, describe, expect, it } from 'vitest';
import { composerOf, startFirstChat, toLimpetPage } from '../support/limpet-page.ts';
import { connectToElectron, hasElectron, type RunningElectron, startElectron } from './support/electron-app.ts';

/** From the wish to a field that takes keys. */
const mostFocusMs = 150;

describe.skipIf(!hasElectron)('the shell in Electron', () => {
  let desktop: RunningElectron;
  afterEach(() => desktop.stop());

  async function start(): Promise<RunningElectron> {
    desktop = await startElectron();
    const page = await desktop.page('');
    await startFirstChat(toLimpetPage({ page, context: page.context(), problems: [] }));
    return desktop;
  }

  it('has the quick chat’s field focused within 150 ms of the wish', async () => {
    await start();
    const quick = await desktop.page('#/quick');
    const client = connectToElectron(desktop);
    await client.api.desktop.toggleQuick({});
    await composerOf(quick).waitFor();
    const times: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      await client.api.desktop.hideQuick({});
      await expect.poll(() => quick.evaluate(() => document.hasFocus())).toBe(false);
      const focused = quick.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const look = () => {
              const isReady = document.hasFocus() && document.activeElement?.tagName === 'TEXTAREA';
              if (isReady) resolve(Date.now());
              else setTimeout(look, 1);
            };
            look();
          }),
      );
      const wished = Date.now();
      await client.api.desktop.toggleQuick({});
      times.push((await focused) - wished);
    }
    client.close();
    const [median = Number.POSITIVE_INFINITY] = times.toSorted((a, b) => a - b).slice(times.length / 2);
    expect(median, times.join(' ')).toBeLessThanOrEqual(mostFocusMs);
  });

  it('keeps a draft of the quick chat while it is hidden, and takes it into the main window', async () => {
    await start();
    const client = connectToElectron(desktop);
    const quick = await desktop.page('#/quick');
    await client.api.desktop.toggleQuick({});
    await composerOf(quick).fill('tide at six');
    await composerOf(quick).press('Escape');
    await client.api.desktop.toggleQuick({});
    expect(await composerOf(quick).inputValue()).toBe('tide at six');
    await composerOf(quick).press('ControlOrMeta+Enter');
    const main = await desktop.page('');
    await expect.poll(() => composerOf(main).inputValue()).toBe('tide at six');
    client.close();
  });

  it('asks about the link of a second start, and one copy stays', async () => {
    await start();
    const main = await desktop.page('');
    await desktop.again('limpet://new?text=hello');
    await main.getByRole('dialog').getByText('hello').waitFor();
    await main.getByRole('button', { name: 'Cancel' }).click();
    await main.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('has the shortcut or says why not', async () => {
    await start();
    const client = connectToElectron(desktop);
    for await (const { data } of client.api.desktop.watch({})) {
      expect(['active', 'taken', 'unavailable']).toContain(data.shortcut.state);
      break;
    }
    client.close();
  });
});
