// The accessibility tree as Chromium hands it to a screen reader.
import type { Page } from 'playwright-core';

export type AccessibleNode = { readonly role: string; readonly name: string; readonly isFocusable: boolean };

export async function accessibilityTree(page: Page): Promise<AccessibleNode[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes.flatMap(({ ignored, role, name, properties = [] }) => {
    if (ignored) return [];
    const isFocusable = properties.some((each) => each.name === 'focusable' && each.value.value === true);
    return [{ role: String(role?.value ?? ''), name: String(name?.value ?? '').trim(), isFocusable }];
  });
}

const mustBeNamed = new Set([
  ...['button', 'checkbox', 'combobox', 'dialog', 'feed', 'img', 'image', 'link', 'listbox', 'menu', 'menuitem'],
  ...['option', 'radio', 'searchbox', 'slider', 'splitter', 'switch', 'tab', 'tablist', 'textbox', 'article'],
]);

/** Roles that are reached or entered and say nothing of themselves. */
export const unnamed = (nodes: readonly AccessibleNode[]): string[] =>
  nodes.filter(({ role, name }) => mustBeNamed.has(role) && name === '').map(({ role }) => role);
