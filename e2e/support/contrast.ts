// The contrast of everything drawn, computed as WCAG does from the colours that the browser ended up with.
import type { Page } from 'playwright-core';

export type ContrastDemand = { readonly text: number; readonly edges: number };

/** What stands out too little, as `ratio: text`; none when all does. Disabled controls are left out, as in WCAG. */
export function tooFaint(page: Page, demand: ContrastDemand): Promise<string[]> {
  return page.evaluate((wanted) => {
    type Colour = readonly [number, number, number, number];
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
      willReadFrequently: true,
    }) as CanvasRenderingContext2D;
    const seen = new Map<string, Colour>();
    const colour = (css: string): Colour => {
      const known = seen.get(css);
      if (known !== undefined) return known;
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = css;
      context.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
      const read = [r, g, b, a / 255] as const;
      seen.set(css, read);
      return read;
    };
    const over = (top: Colour, below: Colour): Colour => {
      const mix = (at: 0 | 1 | 2) => top[at] * top[3] + below[at] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const behind = (element: Element | null): Colour => {
      const layers: Colour[] = [];
      for (let at = element; at !== null; at = at.parentElement) {
        const layer = colour(getComputedStyle(at).backgroundColor);
        layers.push(layer);
        if (layer[3] === 1) break;
      }
      return layers.reduceRight<Colour>((below, top) => over(top, below), [255, 255, 255, 1]);
    };
    const light = ([r, g, b]: Colour) => {
      const part = (value: number) => (value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const ratio = (one: Colour, other: Colour) => {
      const [high = 0, low = 0] = [light(one), light(other)].toSorted((a, b) => b - a);
      return (high + 0.05) / (low + 0.05);
    };
    const isOut = (element: Element) =>
      element.closest('[disabled], [aria-disabled="true"], [data-disabled], [inert], .sr-only') !== null ||
      !element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const found: string[] = [];
    const note = (value: number, least: number, words: string) => {
      if (value < least - 0.05) found.push(`${value.toFixed(2)}: ${words.replace(/\s+/g, ' ').trim().slice(0, 80)}`);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element === null || (node.textContent ?? '').trim() === '' || isOut(element)) continue;
      if (element.closest('option, fieldset[disabled], script, style') !== null) continue;
      const below = behind(element);
      note(ratio(over(colour(getComputedStyle(element).color), below), below), wanted.text, `text ${node.textContent}`);
    }
    for (const element of document.querySelectorAll('input:not([type="radio"]), select, textarea, [role="switch"]')) {
      const style = getComputedStyle(element);
      if (isOut(element) || Number.parseFloat(style.borderTopWidth) === 0) continue;
      const around = behind(element.parentElement);
      note(ratio(over(colour(style.borderTopColor), around), around), wanted.edges, `edge ${element.outerHTML}`);
    }
    const focus = colour(getComputedStyle(document.documentElement).getPropertyValue('--focus'));
    const page = behind(document.body);
    note(ratio(over(focus, page), page), wanted.edges, 'focus');
    return found;
  }, demand);
}
