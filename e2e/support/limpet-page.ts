// The page as a person uses it: by names of buttons and fields, never by their classes.
import type { Browser, Page } from 'playwright-core';
import { type OpenedPage, openPage } from './browser.ts';
import type { RunningGateway } from './gateway.ts';

export type LimpetPage = OpenedPage & {
  readonly say: (text: string) => Promise<void>;
  /** Begins a chat and waits until it is open: what is typed before that stands in the chat before it. */
  readonly newChat: () => Promise<void>;
  /** Waits until no answer is being written. */
  readonly answered: () => Promise<void>;
  /** The text of the newest answer. */
  readonly lastAnswer: () => Promise<string>;
  readonly decide: (button: 'Once' | 'This session' | 'Deny' | 'Deny and stop') => Promise<void>;
};

export const composerOf = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true });
export const answersOf = (page: Page) => page.getByRole('article', { name: 'Answer from Limpet' });

export function toLimpetPage(opened: OpenedPage): LimpetPage {
  const { page } = opened;
  page.setDefaultTimeout(30_000);
  return {
    ...opened,
    async say(text) {
      await composerOf(page).fill(text);
      await composerOf(page).press('Enter');
    },
    async newChat() {
      await page.getByRole('button', { name: 'New chat' }).first().press('Space');
      await page.getByText('What should be done?').waitFor();
    },
    async answered() {
      await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' });
    },
    lastAnswer: () => answersOf(page).last().innerText(),
    async decide(button) {
      await page.getByRole('button', { name: button, exact: true }).click();
    },
  };
}

/** Signs in; `onboarded` skips the first-run page. */
export async function openLimpet(
  browser: Browser,
  gateway: RunningGateway,
  o: { theme?: 'light' | 'dark'; width?: number; height?: number; firstRun?: boolean } = {},
): Promise<LimpetPage> {
  const limpet = toLimpetPage(await openPage(browser, gateway.signIn, o));
  if (o.firstRun !== true) await startFirstChat(limpet);
  return limpet;
}

export async function startFirstChat({ page }: LimpetPage): Promise<void> {
  await page.getByRole('button', { name: 'Skip the setup' }).click();
  await page.getByRole('button', { name: 'New chat' }).first().click();
  await composerOf(page).waitFor();
}
