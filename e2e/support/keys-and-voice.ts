// A person who uses keys alone, and one who only hears: Tab until the focus is there, and what live regions say.
import type { Locator, Page } from 'playwright-core';

const maxTabs = 150;

export type Keys = {
  /** Tab, or Shift+Tab, until a control of this role and name has the focus; fails when the focus cannot be seen on the way. */
  readonly goTo: (role: 'button' | 'textbox', name: string, inside?: Locator) => Promise<void>;
  readonly press: (role: 'button', name: string, inside?: Locator) => Promise<void>;
  /** Into the message field, and Enter. */
  readonly type: (text: string, o?: { instead: boolean }) => Promise<void>;
};

export function keysOf(page: Page): Keys {
  const goTo: Keys['goTo'] = async (role, name, inside) => {
    const wanted = (inside ?? page).getByRole(role, { name, exact: true }).first();
    await wanted.waitFor();
    await page.waitForFunction(
      (element) => !(element as HTMLButtonElement | null)?.disabled,
      await wanted.elementHandle(),
    );
    const isThere = () => wanted.evaluate((element) => element === document.activeElement);
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let pressed = 0; pressed < maxTabs; pressed += 1) {
        if (await isThere()) return;
        await page.keyboard.press(key);
        await expectFocusSeen(page);
      }
    }
    throw new Error(`The keyboard does not reach the ${role} “${name}”.`);
  };
  return {
    goTo,
    async press(role, name, inside) {
      await goTo(role, name, inside);
      // Enter never allows anything, so that a key meant for a message cannot; Space presses any button.
      await page.keyboard.press(role === 'button' ? 'Space' : 'Enter');
    },
    async type(text, o) {
      await goTo('textbox', 'Message');
      if (o?.instead === true) await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
      await page.keyboard.press('Enter');
    },
  };
}

/** Whatever has the focus is drawn with an outline, itself or what surrounds it, and lies in the window. */
async function expectFocusSeen(page: Page): Promise<void> {
  const problem = await page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return undefined;
    const isDrawn = (each: Element) => {
      const style = getComputedStyle(each);
      return (
        (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none'
      );
    };
    for (let at: Element | null = element, steps = 0; at !== null && steps < 4; at = at.parentElement, steps += 1)
      if (isDrawn(at)) return undefined;
    return element.outerHTML.slice(0, 200);
  });
  if (problem !== undefined) throw new Error(`The focus cannot be seen: ${problem}`);
}

export type Voice = { readonly heard: () => string[] };

/** Collects what live regions say, from before the page is loaded. */
export async function listen(page: Page): Promise<Voice> {
  const heard: string[] = [];
  await page.exposeFunction('limpetHeard', (text: string) => heard.push(text));
  await page.addInitScript(() => {
    const live = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"]';
    const last = new WeakMap<Element, string>();
    const hear = () => {
      for (const region of document.querySelectorAll(live)) {
        const text = (region.textContent ?? '').trim();
        if (text === '' || last.get(region) === text) continue;
        last.set(region, text);
        (Reflect.get(window, 'limpetHeard') as (text: string) => void)(text);
      }
    };
    const start = () => {
      const options = { subtree: true, childList: true, characterData: true };
      new MutationObserver(hear).observe(document.documentElement, options);
    };
    if (document.documentElement !== null) start();
    else document.addEventListener('readystatechange', start, { once: true });
  });
  return { heard: () => heard };
}
