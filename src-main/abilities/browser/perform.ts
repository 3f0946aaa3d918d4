// One action on a page, by ref: the element must be the one that the model read.
import type { Locator, Page } from 'playwright-core';
import { AppError } from '#main/contract/errors.ts';
import type { Action, ElementAction, PageAction } from './port.ts';
import type { Tab } from './tabs.ts';

export const actionMs = 10_000;
const scrollPixels = 640;
export const stale = () =>
  new AppError('conflict', 'The page has changed since it was read, so this ref is of no use. Read it again.', {
    details: { reason: 'stale_ref' },
  });

/** `stale_ref` unless the ref was in the newest reading of this very document. */
export function locate(tab: Tab, ref: string): { locator: Locator; label: string } {
  const label = tab.refs.get(ref);
  if (label === undefined || !/^(f\d+)?e\d+$/.test(ref)) throw stale();
  return { locator: tab.page.locator(`aria-ref=${ref}`), label };
}

/** An element that was replaced by another gives no answer to its ref. */
export async function mustBeThere(locator: Locator): Promise<void> {
  if ((await locator.count()) !== 1) throw stale();
}

async function upload(page: Page, locator: Locator, action: Extract<Action, { type: 'upload' }>): Promise<void> {
  const files = action.files.map(({ name, bytes }) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(bytes),
  }));
  const isField = (await locator.getAttribute('type', { timeout: actionMs }))?.toLowerCase() === 'file';
  if (isField) return locator.setInputFiles(files, { timeout: actionMs });
  // A button that opens the field's dialog, which never shows.
  const chooser = page.waitForEvent('filechooser', { timeout: actionMs });
  chooser.catch(() => {}); // the click tells first
  await locator.click({ timeout: actionMs });
  await (await chooser).setFiles(files);
}

async function performOn(page: Page, locator: Locator, action: ElementAction): Promise<void> {
  const options = { timeout: actionMs };
  switch (action.type) {
    case 'click':
      return locator.click(options);
    case 'type':
      await locator.fill(action.text, options);
      return action.enter ? locator.press('Enter', options) : undefined;
    case 'select':
      await locator.selectOption({ label: action.option }, options);
      return;
    case 'upload':
      return upload(page, locator, action);
  }
}

async function performAt(page: Page, action: PageAction): Promise<void> {
  switch (action.type) {
    case 'back':
      await page.goBack({ waitUntil: 'commit', timeout: actionMs });
      return;
    case 'press':
      return page.keyboard.press(action.key);
    case 'scroll':
      return page.mouse.wheel(0, action.direction === 'down' ? scrollPixels : -scrollPixels);
  }
}

export async function perform(tab: Tab, action: Action): Promise<void> {
  if (!('ref' in action)) return performAt(tab.page, action);
  const { locator } = locate(tab, action.ref);
  await mustBeThere(locator);
  return performOn(tab.page, locator, action);
}
