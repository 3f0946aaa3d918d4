// The tabs of one chat: what a page may do by itself is answered here, without anybody being asked by it.
import type { Dialog, Download, Page } from 'playwright-core';
import type { BrowserTab } from '#main/contract/browser.ts';
import { AppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { PlaceNow } from './port.ts';

const maxTabs = 10;
const maxDialogs = 20;
const maxUrlChars = 2_000;
/** Where a page can be: `chrome-error:` is what the browser shows of a page that did not load. */
const allowedSchemes = /^(https?:|about:blank|about:srcdoc|chrome-error:|blob:https?:)/;

export type Tab = {
  readonly id: string;
  readonly page: Page;
  /** Grows with every document: refs of an older one mean nothing. */
  generation: number;
  /** By ref, of the newest reading. */
  refs: ReadonlyMap<string, string>;
  title: string;
};

export type TabsDeps = {
  readonly note: (text: string) => void;
  readonly onDownload: (download: Download, from: string) => void;
  readonly onChange: () => void;
};

export interface Tabs {
  add(page: Page): Tab | undefined;
  active(): Tab | undefined;
  /** `not_found` with reason `no_page`. */
  mustActive(): Tab;
  choose(id: string): Tab;
  list(): BrowserTab[];
  close(id: string): Promise<void>;
  closeAll(): Promise<void>;
}

export function placeOf(page: Page, title = ''): PlaceNow {
  const url = page.url().slice(0, maxUrlChars);
  const origin = URL.canParse(url) ? new URL(url).origin : 'null';
  return { url, origin, title: visibleLine(title).slice(0, 200).toWellFormed() };
}

const noPage = () =>
  new AppError('not_found', 'No page is open in this chat. Open one with browser_open first.', {
    details: { reason: 'no_page' },
  });

export function createTabs(d: TabsDeps): Tabs {
  const tabs = new Map<string, Tab>();
  let front: string | undefined;
  let count = 0;

  const answerDialogs = (page: Page) => {
    let shown = 0;
    return async (dialog: Dialog) => {
      shown += 1;
      if (shown <= 3)
        d.note(`The page showed a message and was answered "no": ${visibleLine(dialog.message()).slice(0, 300)}`);
      await dialog.dismiss().catch(() => {}); // it went away with its page
      if (shown !== maxDialogs) return;
      d.note('The page showed one message after another, so its tab was closed.');
      await page.close().catch(() => {}); // it has gone already
    };
  };

  const remove = (id: string) => {
    tabs.delete(id);
    if (front === id) front = [...tabs.keys()].at(-1);
    d.onChange();
  };

  const listen = (tab: Tab) => {
    const { page } = tab;
    page.on('dialog', (dialog) => void answer(dialog));
    const answer = answerDialogs(page);
    page.on('popup', (popup) => {
      if (add(popup) === undefined) void popup.close().catch(() => {}); // it has gone already
    });
    page.on('download', (download) => d.onDownload(download, placeOf(page).origin));
    page.on('close', () => remove(tab.id));
    page.on('crash', () => {
      d.note('The page crashed.');
      void page.close().catch(() => {}); // it has gone already
    });
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame()) return;
      tab.generation += 1;
      tab.refs = new Map();
      if (!allowedSchemes.test(frame.url())) {
        d.note(`The page went to ${visibleLine(frame.url()).slice(0, 200)}, which is not opened.`);
        void page.goto('about:blank').catch(() => {}); // another navigation came first
      }
      d.onChange();
    });
    page.on('domcontentloaded', () => void takeTitle(tab));
  };

  const takeTitle = async (tab: Tab) => {
    tab.title = await tab.page.title().catch(() => ''); // it has moved on
    d.onChange();
  };

  const add = (page: Page): Tab | undefined => {
    if (tabs.size >= maxTabs) {
      d.note(`A further tab was refused: ${maxTabs} are open. Close one first.`);
      return undefined;
    }
    count += 1;
    const tab: Tab = { id: `t${count}`, page, generation: 0, refs: new Map(), title: '' };
    if (tabs.size > 0) d.note(`A new tab ${tab.id} was opened and is in front now.`);
    tabs.set(tab.id, tab);
    front = tab.id;
    listen(tab);
    d.onChange();
    return tab;
  };

  const active = () => (front === undefined ? undefined : tabs.get(front));
  const choose = (id: string): Tab => {
    const tab = tabs.get(id);
    if (tab === undefined) throw new AppError('not_found', `There is no tab ${id}. Look at the list again.`);
    front = id;
    d.onChange();
    return tab;
  };

  return {
    add,
    active,
    choose,
    mustActive() {
      const tab = active();
      if (tab === undefined) throw noPage();
      return tab;
    },
    list: () =>
      [...tabs.values()].map((tab) => {
        const { url, title } = placeOf(tab.page, tab.title);
        return { id: tab.id, title, url, active: tab.id === front };
      }),
    async close(id) {
      await choose(id).page.close();
    },
    async closeAll() {
      await Promise.all([...tabs.values()].map(({ page }) => page.close().catch(() => {}))); // those that have gone
    },
  };
}
