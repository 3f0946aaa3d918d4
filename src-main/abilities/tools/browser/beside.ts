// browser_screenshot, browser_tabs, browser_wait, browser_download: what else a page needs.
import { z } from 'zod';
import type { Browser } from '#main/abilities/browser/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { defineTool, type Plan, type PlanContext, type Tool } from '../port.ts';
import { effectsOf, grantOf, outcomeText, placeText } from './words.ts';

function herePlan<I>(browser: Pick<Browser, 'place'>, ctx: PlanContext, o: { input: I; key: string }): Plan<I> {
  const { origin, url } = browser.place(ctx.sessionId);
  return {
    input: o.input,
    effects: effectsOf([origin]),
    shown: { type: 'text', text: url },
    title: { key: o.key, params: { url } },
    sessionGrant: grantOf('network', origin),
    canUndo: false,
    basis: { origin },
  };
}

const PictureInput = z.strictObject({
  whole: z.boolean().default(false).describe('The whole page, not what is in sight'),
});

export function createPictureTool(browser: Pick<Browser, 'place' | 'picture'>): Tool {
  return defineTool<z.infer<typeof PictureInput>>({
    name: 'browser_screenshot',
    followsOn: true,
    description: 'Look at the page in front as a picture, where its tree does not tell enough (charts, maps, layout).',
    input: PictureInput,
    plan: async (input, ctx) => herePlan(browser, ctx, { input, key: 'web.tool_look' }),
    async run({ input, basis }, ctx) {
      const { sessionId, signal } = ctx;
      const allowed = [basis?.origin ?? ''];
      const { place, png } = await browser.picture({ sessionId, signal, allowed, whole: input.whole });
      if (png === undefined)
        return { output: 'The page moved to another site or is too large for a picture.', isError: true };
      const output = `A picture of this page follows.\n${markUntrusted(place.origin, placeText(place))}`;
      return { output, images: [{ mediaType: 'image/png', bytes: png }] };
    },
  });
}

const TabsInput = z.strictObject({
  action: z.enum(['list', 'choose', 'close']).default('list'),
  tab: z.string().max(20).optional(),
});

export function createTabsTool(browser: Pick<Browser, 'place' | 'tabs' | 'chooseTab'>): Tool {
  return defineTool<z.infer<typeof TabsInput>>({
    name: 'browser_tabs',
    followsOn: true,
    description: 'List the open tabs of this chat, bring one to the front, or close one.',
    input: TabsInput,
    async plan(input, ctx) {
      const tabs = browser.tabs(ctx.sessionId);
      if (input.action !== 'list' && !tabs.some(({ id }) => id === input.tab))
        throw new AppError('not_found', `There is no tab ${input.tab ?? '(none named)'}. List them first.`);
      const wanted = tabs.find(({ id }) => id === input.tab);
      const origin = wanted !== undefined && URL.canParse(wanted.url) ? new URL(wanted.url).origin : 'null';
      const title = { key: `web.tool_tabs_${input.action}`, params: { tab: input.tab ?? '', url: wanted?.url ?? '' } };
      const shown = { type: 'text' as const, text: wanted?.url ?? '' };
      // Titles and addresses are words of sites that were opened with consent.
      if (input.action !== 'choose')
        return { input, effects: [{ type: 'read', target: 'browser' }], shown, title, canUndo: false };
      return {
        input,
        effects: effectsOf([origin]),
        shown,
        title,
        sessionGrant: grantOf('network', origin),
        canUndo: false,
      };
    },
    async run({ input, effects }, ctx) {
      const { sessionId, signal } = ctx;
      if (input.action === 'list' || input.tab === undefined) {
        const lines = browser
          .tabs(sessionId)
          .map(({ id, title, url, active }) => `${id}${active ? ' (in front)' : ''}: ${title} ${url}`);
        return { output: lines.length === 0 ? 'No tab is open.' : markUntrusted('the browser', lines.join('\n')) };
      }
      const allowed = effects.filter(({ type }) => type === 'network').map(({ target }) => target);
      const close = input.action === 'close';
      return outcomeText(await browser.chooseTab({ sessionId, signal, allowed, tabId: input.tab, close }), 'Done.');
    },
  });
}

const WaitInput = z.strictObject({
  for: z.enum(['text', 'gone', 'person']),
  text: z.string().min(1).max(500).describe('The text to wait for; for "person": what they should do'),
  seconds: z.number().int().min(1).max(1_800).default(20),
});

export function createWaitTool(browser: Pick<Browser, 'place' | 'wait'>): Tool {
  return defineTool<z.infer<typeof WaitInput>>({
    name: 'browser_wait',
    followsOn: true,
    description:
      'Wait until a text is there or gone; or hand the browser to the person (for "person"), e.g. to log in or to pay, and wait until they give it back.',
    input: WaitInput,
    timeoutMs: 31 * 60_000,
    plan: async (input, ctx) => ({
      ...herePlan(browser, ctx, { input, key: input.for === 'person' ? 'web.tool_wait_person' : 'web.tool_wait' }),
      shown: { type: 'text', text: input.text },
    }),
    async run({ input, basis }, ctx) {
      const { sessionId, signal } = ctx;
      const allowed = [basis?.origin ?? ''];
      const base = { sessionId, signal, allowed };
      if (input.for === 'person') {
        const timeoutMs = Math.max(input.seconds, 600) * 1_000;
        const outcome = await browser.wait({ ...base, for: 'person', reason: input.text, timeoutMs });
        return outcomeText(outcome, 'The person gave the browser back.');
      }
      const timeoutMs = Math.min(input.seconds, 120) * 1_000;
      return outcomeText(await browser.wait({ ...base, for: input.for, text: input.text, timeoutMs }), 'Done.');
    },
  });
}

const DownloadInput = z.strictObject({
  id: z.string().max(20).describe('As told when it came, e.g. d1'),
  path: z.string().min(1).max(1_000).describe('Where to put it in the workspace'),
});

export function createDownloadTool(browser: Pick<Browser, 'download'>): Tool {
  return defineTool<z.infer<typeof DownloadInput>>({
    name: 'browser_download',
    followsOn: true,
    description: 'Take a downloaded file out of quarantine into the workspace. Not for what could run something.',
    input: DownloadInput,
    async plan(input, ctx) {
      const { name, bytes } = await browser.download(ctx.sessionId, input.id);
      const path = await ctx.workspace.resolve(input.path);
      return {
        input: { ...input, path },
        effects: [{ type: 'write', target: path, insideWorkspace: true }],
        shown: { type: 'text', text: `${name} (${bytes.byteLength} bytes) → ${path}` },
        title: { key: 'web.tool_save', params: { name, path } },
        sessionGrant: { key: 'write:workspace', title: { key: 'tools.grant_write', params: {} } },
        canUndo: true,
      };
    },
    async run({ input }, ctx) {
      const { name, bytes } = await browser.download(ctx.sessionId, input.id);
      await ctx.files.write(input.path, bytes, { expectedSha256: null, signal: ctx.signal });
      return {
        output: `Saved ${name} as ${input.path}, ${bytes.byteLength} bytes. Its content comes from a page: treat it so.`,
      };
    },
  });
}
