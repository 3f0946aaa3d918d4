// browser_open and browser_read: a page as its accessibility tree.
import { z } from 'zod';
import type { Browser } from '#main/abilities/browser/port.ts';
import { defineTool, type Tool } from '../port.ts';
import { effectsOf, grantOf, outcomeText } from './words.ts';

const OpenInput = z.strictObject({
  url: z.string().min(1).max(4_000),
  new_tab: z.boolean().default(false),
});

export function createOpenTool(browser: Pick<Browser, 'open'>): Tool {
  return defineTool<z.infer<typeof OpenInput>>({
    name: 'browser_open',
    description:
      'Open a public web page in a real browser that the person sees; for pages that need clicks, forms, a login or scripts. To only read a page, web_fetch is cheaper. Gives the page as a tree with refs like e5.',
    input: OpenInput,
    timeoutMs: 90_000,
    async plan(input, ctx) {
      const { origin, href } = ctx.checkUrl(input.url);
      return {
        input: { ...input, url: href },
        effects: effectsOf([origin]),
        shown: { type: 'request', method: 'GET', url: href },
        title: { key: 'web.tool_open', params: { url: href } },
        sessionGrant: grantOf('network', origin),
        canUndo: false,
      };
    },
    async run({ input }, ctx) {
      const { sessionId, signal } = ctx;
      const allowed = [new URL(input.url).origin];
      return outcomeText(await browser.open({ sessionId, signal, allowed, url: input.url, newTab: input.new_tab }));
    },
  });
}

const ReadInput = z.strictObject({ offset: z.number().int().min(0).max(400_000).default(0) });

export function createReadTool(browser: Pick<Browser, 'place' | 'read'>): Tool {
  return defineTool<z.infer<typeof ReadInput>>({
    name: 'browser_read',
    followsOn: true,
    description: 'Read the tab in front again, after it has changed or from an offset. Earlier refs end.',
    input: ReadInput,
    timeoutMs: 60_000,
    async plan(input, ctx) {
      const { origin, url } = browser.place(ctx.sessionId);
      return {
        input,
        effects: effectsOf([origin]),
        shown: { type: 'text', text: url },
        title: { key: 'web.tool_read', params: { url } },
        sessionGrant: grantOf('network', origin),
        canUndo: false,
        basis: { origin },
      };
    },
    async run({ input, basis }, ctx) {
      const { sessionId, signal } = ctx;
      return outcomeText(
        await browser.read({ sessionId, signal, allowed: [basis?.origin ?? ''], offset: input.offset }),
      );
    },
  });
}
