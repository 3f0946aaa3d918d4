// The page of secrets against the real gateway: in a session with a real gnome-keyring, and where no keychain is.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type KeyringSession,
  missingForKeyring,
  openKeyringSession,
} from '#main/platform/secrets/testing/keyring-session.ts';
import { findings } from './support/axe.ts';
import { hasChromium, launchBrowser, shoot } from './support/browser.ts';
import { connectTo } from './support/client.ts';
import { type RunningGateway, startGateway } from './support/gateway.ts';
import { type LimpetPage, openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';

const missing = missingForKeyring();
const key = 'sk-e2e-canary-q9sV7wLr2TzXk4Jm8Nc3Bd';
const keyName = 'provider.office.key';
const passphrase = 'a long passphrase';
const sandboxless = { OLLAMA_HOST: 'http://127.0.0.1:9', LMSTUDIO_BASE_URL: 'http://127.0.0.1:9/v1' };

/** A file of the folder that holds the key in the open. */
function plainFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(key));
}

async function openSecrets(browser: Browser, gateway: RunningGateway, o: { theme?: 'dark' } = {}) {
  const limpet = await openLimpet(browser, gateway, { ...o, firstRun: true });
  const { page } = limpet;
  // A key that was added before makes the setup unnecessary.
  const setup = page.getByRole('button', { name: 'Skip the setup' });
  const chat = page.getByRole('button', { name: 'New chat' }).first();
  await setup.or(chat).first().waitFor();
  if (await setup.isVisible()) await setup.click();
  await chat.waitFor();
  await page.goto(`${gateway.url}/#settings/secrets`);
  await page.getByRole('heading', { name: 'Secrets', level: 2 }).waitFor();
  return limpet;
}

const rowOf = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });

async function typePassphrase(page: Page, button: string): Promise<void> {
  await page.getByLabel('New passphrase').fill(passphrase);
  await page.getByLabel('Repeat the passphrase').fill(passphrase);
  await page.getByRole('button', { name: button, exact: true }).click();
}

describe.skipIf(!hasChromium)('the page of secrets', () => {
  let browser: Browser;
  let model: ModelServer;
  let gateway: RunningGateway;
  let limpet: LimpetPage;
  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
    model.play([{ text: 'Yes.' }]);
  });
  afterAll(async () => {
    await browser.close();
    await model.stop();
  });
  const addKey = async () => {
    const connection = connectTo(gateway.dataFolder);
    const address = { baseUrl: `${model.url}/v1`, apiKey: key };
    await connection.api.models.connect({ connectionId: 'office', vendor: 'openai', label: 'Office', ...address });
    connection.close();
  };

  describe.skipIf(missing !== undefined)(
    `in a keyring session${missing === undefined ? '' : ` (needs: ${missing})`}`,
    () => {
      let home: string;
      let session: KeyringSession;
      let dataFolder: string;
      const start = async () =>
        startGateway({ dataFolder, environment: { ...sandboxless, ...(await session.environment()) } });
      /** What another process finds in the keyring. */
      const inKeyring = () => {
        const { installation } = JSON.parse(readFileSync(join(dataFolder, 'secrets-index.json'), 'utf8'));
        return session.keytar.getPassword('limpet', `${installation}/${keyName}`);
      };
      beforeEach(async () => {
        home = mkdtempSync(join(tmpdir(), 'limpet-e2e-keyring-'));
        dataFolder = join(home, 'data');
        session = openKeyringSession(join(home, 'session'));
        gateway = await start();
      });
      afterEach(async () => {
        await limpet.context.close();
        await gateway.stop();
        await session.close();
        rmSync(home, { recursive: true, force: true });
      });

      it('keeps a key in the keychain, moves it to a file and back, and leaves it nowhere in the open [T33]', async () => {
        await addKey();
        expect(await inKeyring()).toBe(key);
        limpet = await openSecrets(browser, gateway);
        const { page } = limpet;
        await rowOf(page, 'Office').getByText('Keychain of the system').waitFor();
        await rowOf(page, 'Office').getByRole('button', { name: 'Test' }).click();
        await page.getByText(/^Works/).waitFor();
        await shoot(page, 'secrets-keychain');
        expect(await findings(page)).toEqual([]);

        await page.getByRole('button', { name: 'Move keys here Passphrase file' }).click();
        await shoot(page, 'secrets-move-dialog');
        expect(await findings(page)).toEqual([]);
        await typePassphrase(page, 'Move');
        await page.getByText('All keys are in: Passphrase file.').waitFor();
        expect(await inKeyring()).toBeNull();
        await rowOf(page, 'Office').getByText('Passphrase file').waitFor();
        await shoot(page, 'secrets-file');

        await gateway.stop();
        gateway = await start();
        await limpet.context.close();
        limpet = await openSecrets(browser, gateway);
        await limpet.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
        await shoot(limpet.page, 'secrets-locked');
        await limpet.page.getByRole('button', { name: 'Unlock', exact: true }).last().click();
        await rowOf(limpet.page, 'Office').getByRole('button', { name: 'Test' }).click();
        await limpet.page.getByText(/^Works/).waitFor();

        await limpet.page.getByRole('button', { name: 'Move keys here Keychain of the system' }).click();
        await limpet.page.getByRole('button', { name: 'Move', exact: true }).click();
        await limpet.page.getByText('All keys are in: Keychain of the system.').waitFor();
        expect(await inKeyring()).toBe(key);
        expect(existsSync(join(dataFolder, 'secrets.json'))).toBe(false);
        expect(plainFiles(home)).toEqual([]);
        expect(gateway.output()).not.toContain(key);
        expect(limpet.problems).toEqual([]);
      });

      it('says in one sentence that the keyring is locked, and works again when it is not [T34]', async () => {
        await addKey();
        // A start that has not read the key yet.
        await gateway.stop();
        gateway = await start();
        await session.lock();
        limpet = await openSecrets(browser, gateway);
        const { page } = limpet;
        const started = Date.now();
        await page.getByText('The keychain of this computer is locked. Unlock it, then try again.').first().waitFor();
        expect(Date.now() - started).toBeLessThan(15_000);
        await shoot(page, 'secrets-keyring-locked');
        expect(await findings(page)).toEqual([]);
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.getByText('The keychain of this computer is locked. Unlock it, then try again.').first().waitFor();
        expect(limpet.problems).toEqual([]);
      });
    },
  );

  describe('without any keychain', () => {
    beforeEach(async () => {
      gateway = await startGateway({ environment: sandboxless });
    });
    afterEach(async () => {
      await limpet.context.close();
      await gateway.stop();
    });

    it('lets the person choose, keeps nothing until then, and says why other places are not here [T34]', async () => {
      limpet = await openSecrets(browser, gateway);
      const { page } = limpet;
      await page.getByText('Not chosen yet').waitFor();
      await shoot(page, 'secrets-unset');
      await typePassphrase(page, 'Create passphrase file');
      await page.getByRole('button', { name: 'Lock now' }).waitFor();
      await addKey();
      await rowOf(page, 'Office').waitFor();
      await page.getByText('Limpet finds no keychain here.').waitFor();
      await page.getByText('Only the desktop app has this.').waitFor();
      await shoot(page, 'secrets-headless');
      expect(plainFiles(gateway.dataFolder)).toEqual([]);
      await page.getByRole('button', { name: 'Lock now' }).click();
      await rowOf(page, 'Office').getByText('Locked').waitFor();
      expect(limpet.problems).toEqual([]);
    });

    it('clears the clipboard after a paste, but only when asked', async () => {
      limpet = await openSecrets(browser, gateway);
      const { page, context } = limpet;
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
      await page.evaluate(() => navigator.clipboard.writeText('a pasted passphrase'));
      const field = page.getByLabel('New passphrase');
      await field.focus();
      await page.keyboard.press('ControlOrMeta+v');
      expect(await field.inputValue()).toBe('a pasted passphrase');
      expect(await clipboard()).toBe('a pasted passphrase');
      await page.getByRole('button', { name: 'Clear the clipboard' }).click();
      await page.getByText('The clipboard is empty.').waitFor();
      expect(await clipboard()).toBe('');
    });

    it('removes a key with the connection that depends on it', async () => {
      limpet = await openSecrets(browser, gateway);
      const { page } = limpet;
      await typePassphrase(page, 'Create passphrase file');
      await page.getByRole('button', { name: 'Lock now' }).waitFor();
      await addKey();
      await page.getByRole('button', { name: 'Actions for the key of Office' }).click();
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await shoot(page, 'secrets-remove');
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByText('No keys yet').waitFor();
      const { keys } = JSON.parse(readFileSync(join(gateway.dataFolder, 'secrets-index.json'), 'utf8'));
      expect(keys).toEqual({});
    });

    it.each([
      ['light', 1280],
      ['light', 720],
      ['dark', 1280],
      ['dark', 720],
    ] as const)('fits a window in the %s theme, %s wide', async (theme, width) => {
      limpet = await openSecrets(browser, gateway, theme === 'dark' ? { theme } : {});
      const { page } = limpet;
      await page.setViewportSize({ width, height: 800 });
      await typePassphrase(page, 'Create passphrase file');
      await page.getByRole('button', { name: 'Lock now' }).waitFor();
      await addKey();
      await rowOf(page, 'Office').waitFor();
      await page.getByText('What Limpet cannot promise').click();
      await page.setViewportSize({ width, height: 1_500 });
      await shoot(page, `secrets-${theme}-${width}`);
      expect(await findings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    });
  });
});
