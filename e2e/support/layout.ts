// What does not fit: a page that scrolls sideways, a button or heading whose words are cut without being meant to be.
import type { Page } from 'playwright-core';

/** The elements at fault, as text; none when all fits. Runs in the page. */
export function hasNoOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) found.push('the page scrolls sideways');
    const isForEars = (element: Element) =>
      element.closest('.sr-only, [class*="sr-only"]') !== null || element.getBoundingClientRect().width <= 1;
    const isCut = (element: Element) => {
      if (element.matches('input, textarea')) return false; // what is typed scrolls inside its field
      const style = getComputedStyle(element);
      if (style.overflowX === 'visible' || style.textOverflow === 'ellipsis' || style.position === 'fixed')
        return false;
      return (
        style.overflowX !== 'auto' && style.overflowX !== 'scroll' && element.scrollWidth > element.clientWidth + 1
      );
    };
    const leaves = (element: Element) => {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) return false;
      for (let up = element.parentElement; up !== null; up = up.parentElement) {
        const { overflowX } = getComputedStyle(up);
        if (overflowX === 'auto' || overflowX === 'scroll') return false;
      }
      return box.left < -1 || box.right > window.innerWidth + 1;
    };
    for (const element of document.querySelectorAll(
      'button, h1, h2, h3, label, a, legend, p, input, select, textarea',
    )) {
      if (!isForEars(element) && (isCut(element) || leaves(element)))
        found.push(`${element.tagName.toLowerCase()}: ${(element.textContent ?? '').slice(0, 60)}`);
    }
    return found;
  });
}

/** Controls that something else lies upon, once scrolled into view. Runs in the page. */
export function unreachableByPointer(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const dialog = document.querySelector('[role="dialog"]');
    const controls = (dialog ?? document).querySelectorAll('button, a[href], input, select, textarea, [role="option"]');
    return [...controls].flatMap((control) => {
      if (!control.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
      if (control.closest('.sr-only, [class*="sr-only"]') !== null) return [];
      control.scrollIntoView({ block: 'center', inline: 'nearest' });
      const box = control.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) return [];
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      // What floats lies over what can be scrolled from under it.
      if (top?.closest('.shadow-float') != null) return [];
      const isOwn = top !== null && (control.contains(top) || top.contains(control) || top.closest('label') !== null);
      return isOwn ? [] : [`${control.outerHTML.slice(0, 120)} under ${top?.outerHTML.slice(0, 80) ?? 'nothing'}`];
    });
  });
}
