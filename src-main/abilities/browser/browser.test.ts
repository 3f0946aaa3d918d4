// The browser at work: real Chromium, real proxy, tools as the loop runs them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserItem } from '#main/contract/browser.ts';
import { SessionId } from '#main/contract/ids.ts';
import { unmarkUntrusted } from '#main/contract/untrusted-text.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { type BrowserKit, createBrowserKit, findChromium, refOf } from './testing/browser-kit.ts';

const session = SessionId.parse('s1');

describe.skipIf(findChromium() === undefined)('the browser', { timeout: 60_000 }, () => {
  let kit: BrowserKit;
  beforeAll(async () => {
    kit = await createBrowserKit();
  });
  afterAll(() => kit.close());
  const open = (path: string) => kit.text('browser_open', { url: `${kit.site.url}${path}` });

  it('offers one tool until a page is open, and the others then', async () => {
    const names = async () =>
      (await kit.tools.builtIn.list({ sessionId: session }, neverAborts))
        .map(({ name }) => name)
        .filter((name) => name.startsWith('browser_'));
    expect(await names()).toEqual(['browser_open']);
    await open('/');
    expect((await names()).length).toBe(7);
  });

  it('gives a page as a tree with refs, marked as foreign, under its address', async () => {
    const text = await open('/');
    expect(text).toMatch(/^<untrusted from="http:\/\/site\.test/);
    expect(text).toContain(`Address: ${kit.site.url}/`);
    expect(unmarkUntrusted(text)).toContain('heading "Welcome"');
    expect(text).toMatch(/link "Form" \[ref=(f\d+)?e\d+\]/);
  });

  it('fills in a form, chooses, and sends it; the card shows what leaves', async () => {
    let text = await open('/form');
    await kit.run('browser_act', { action: 'type', ref: refOf(text, 'textbox "Name"'), text: 'Ada' });
    text = await kit.text('browser_act', { action: 'select', ref: refOf(text, 'combobox'), text: 'blue' });
    const ref = refOf(text, 'button "Send"');
    const { plan } = await kit.tools.plan('browser_act', { action: 'click', ref });
    expect(plan.effects).toEqual([{ type: 'network', target: kit.site.url }]);
    expect(plan.shown).toMatchObject({
      text: expect.stringContaining(`POST ${kit.site.url}/form\nname=Ada\ncolour=blue`),
    });
    expect(await kit.text('browser_act', { action: 'click', ref })).toContain('Thank you.');
    expect(kit.site.asked).toContain('POST /form name=Ada&colour=blue&note=');
  });

  it('uploads files of the workspace and no others', async () => {
    mkdirSync(kit.tools.root, { recursive: true });
    writeFileSync(join(kit.tools.root, 'tide.txt'), 'high water');
    const text = await open('/upload');
    const ref = refOf(text, 'button "File"');
    const { plan } = await kit.run('browser_act', { action: 'upload', ref, paths: ['tide.txt'] });
    expect(plan.effects).toContainEqual({ type: 'read', target: 'tide.txt', insideWorkspace: true });
    expect(plan.sessionGrant).toBeUndefined();
    await kit.run('browser_act', { action: 'click', ref: refOf(await kit.text('browser_read', {}), 'button "Send"') });
    expect(kit.site.asked.at(-1)).toContain('high water');
    const again = refOf(await open('/upload'), 'button "File"');
    for (const path of ['/etc/passwd', '../x', 'none.txt'])
      expect(await kit.refusal('browser_act', { action: 'upload', ref: again, paths: [path] })).not.toBe('done');
  });

  it('waits for a text, takes a picture, goes back, and counts tabs', async () => {
    await open('/');
    await open('/late');
    expect(await kit.text('browser_wait', { for: 'text', text: 'here it is' })).toContain('here it is');
    const { result } = await kit.run('browser_screenshot', {});
    expect(
      Buffer.from(result.images?.[0]?.bytes ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(await kit.text('browser_act', { action: 'back' })).toContain('Welcome');
    await kit.run('browser_open', { url: `${kit.site.url}/form`, new_tab: true });
    const list = await kit.text('browser_tabs', {});
    expect(list).toMatch(/t\d+ \(in front\): Form/);
    const front = /(t\d+) \(in front\)/.exec(list)?.[1];
    await kit.run('browser_tabs', { action: 'close', tab: front });
    expect(await kit.text('browser_tabs', {})).not.toContain('Form');
  });

  it('refuses a ref of another page, and one whose element was replaced under it', async () => {
    const before = refOf(await open('/form'), 'button "Send"');
    await open('/');
    expect(await kit.refusal('browser_act', { action: 'click', ref: before })).toBe('stale_ref');
    const ref = refOf(await open('/swap'), 'button "Harmless"');
    await kit.run('browser_wait', { for: 'gone', text: 'Harmless' }).catch(() => undefined);
    const other = refOf(await open('/swap'), 'button "Harmless"');
    const { plan, context } = await kit.tools.plan('browser_act', { action: 'click', ref: other });
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // the page swaps the button after the question
    const tool = await kit.tools.tool('browser_act');
    await expect(tool.run(plan, await kit.tools.toolContext(plan, context))).rejects.toMatchObject({
      details: { reason: 'stale_ref' },
    });
    expect(ref).toBeTruthy();
    expect(kit.site.asked).not.toContain('GET /pressed');
  });

  it('reads a huge page in parts', async () => {
    const text = await open('/huge');
    expect(text.length).toBeLessThan(20_000);
    const offset = Number(/offset (\d+)/.exec(text)?.[1]);
    expect(offset).toBeGreaterThan(5_000);
    expect((await kit.text('browser_read', { offset })).length).toBeGreaterThan(5_000);
  });

  it('keeps a step trace with pictures before and after, and films the page only while somebody watches', async () => {
    await open('/');
    const stop = new AbortController();
    const items: BrowserItem[] = [];
    const watching = (async () => {
      for await (const item of kit.browser.watch(session, stop.signal)) {
        items.push(item);
        if (items.some(({ type }) => type === 'frame')) stop.abort();
      }
    })();
    await open('/form');
    await watching;
    const view = await kit.browser.view(session);
    const step = view.steps.at(-1);
    expect(step).toMatchObject({ action: 'open', state: 'done', urlAfter: `${kit.site.url}/form`, hasBefore: true });
    const shot = kit.browser.shot(session, step?.id ?? '', 'after');
    expect(Buffer.from(shot ?? []).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    const frame = items.find((item) => item.type === 'frame');
    expect(frame?.type === 'frame' && Buffer.from(frame.jpeg, 'base64')[0]).toBe(0xff);
    expect(items.length).toBeLessThan(60);
  });

  it('gives itself to the person, does what they do in the picture, and waits until they hand it back', async () => {
    await open('/form');
    await expect(kit.browser.input(session, { type: 'text', text: 'x' })).rejects.toMatchObject({
      details: { reason: 'model_drives' },
    });
    const waiting = kit.text('browser_wait', { for: 'person', text: 'Log in, please.' });
    await expect.poll(async () => (await kit.browser.view(session)).asked).toBe('Log in, please.');
    let isRead = false;
    const reading = kit.text('browser_read', {}).then((text) => {
      isRead = true;
      return text;
    });
    await kit.browser.input(session, { type: 'key', key: 'Tab' });
    await kit.browser.input(session, { type: 'text', text: 'by hand' });
    expect(isRead).toBe(false);
    kit.browser.handBack(session);
    expect(await waiting).toContain('The person gave the browser back.');
    expect(await reading).toContain('by hand');
  });

  it('stops at once and closes the tabs of its chat alone', async () => {
    await open('/');
    const other = { sessionId: SessionId.parse('s2'), signal: neverAborts, allowed: ['*'] };
    await kit.browser.open({ ...other, url: `${kit.site.url}/form`, newTab: false });
    const waiting = kit.refusal('browser_wait', { for: 'text', text: 'never there', seconds: 60 });
    await expect.poll(async () => (await kit.browser.view(session)).steps.at(-1)?.action).toBe('wait');
    await kit.browser.stop(session);
    expect(await waiting).toBe('cancelled');
    expect(kit.browser.tabs(session)).toEqual([]);
    expect(kit.browser.tabs(other.sessionId)).toHaveLength(1);
    expect(await kit.refusal('browser_open', { url: `${kit.site.url}/` })).toBe('done');
  });
});
