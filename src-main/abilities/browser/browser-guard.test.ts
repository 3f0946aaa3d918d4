// What a page, or a model that obeys it, cannot do with the browser: real Chromium, hostile sites.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { type BrowserKit, createBrowserKit, findChromium, refOf } from './testing/browser-kit.ts';

const session = SessionId.parse('s1');

describe.skipIf(findChromium() === undefined)('the guard of the browser', { timeout: 90_000 }, () => {
  let kit: BrowserKit;
  beforeAll(async () => {
    kit = await createBrowserKit({ settings: { secretsOn: ['granted.test'] } });
  });
  afterAll(() => kit.close());
  const url = (path: string) => `${kit.site.url}${path}`;
  const open = (path: string) => kit.text('browser_open', { url: url(path) });
  const inside = () => kit.site.inside;

  it.each([
    'file:///etc/passwd',
    'chrome://settings',
    'view-source:http://site.test/',
    'devtools://devtools/bundled/inspector.html',
    'javascript:alert(1)',
    'data:text/html,x',
    'about:blank',
    'http://127.0.0.1/',
    'http://localhost/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://2130706433/',
    'http://user:pass@site.test/',
  ])('does not open %s [T39] [T22]', async (address) => {
    expect(await kit.refusal('browser_open', { url: address })).not.toBe('done');
    expect(kit.browser.tabs(session)).toEqual([]);
  });

  it('keeps every way of a page away from this machine, its network and the gateway [T39] [T22]', async () => {
    await open('/attacks');
    const text = await kit.text('browser_wait', { for: 'text', text: 'finished', seconds: 90 });
    expect(text).toContain('finished');
    expect(text).not.toContain('REACHED');
    expect(text).toContain('rtc candidates');
    for (const name of ['geolocation', 'notifications', 'camera', 'microphone'])
      expect(text).toContain(`permission ${name} denied`);
    expect(inside().hits).toEqual([]);
    const [step] = (await kit.browser.view(session)).steps;
    expect(step?.notes.join('\n')).toMatch(/Refused: a connection of the page to/);
    // No tab shows what a page may not open.
    for (const tab of kit.browser.tabs(session)) expect(tab.url).toMatch(/^(http:\/\/site\.test|about:blank)/);
  });

  it('refuses a redirect, a refresh and a service worker that lead inside [T39] [T22]', async () => {
    expect(await kit.refusal('browser_open', { url: url('/to-inside') })).toBe('blocked_address');
    await open('/meta').catch(() => '');
    await open('/worker');
    await kit.text('browser_wait', { for: 'text', text: 'worker done', seconds: 20 });
    expect(await kit.refusal('browser_open', { url: url('/round') })).toBe('too_many_redirects');
    expect(inside().hits).toEqual([]);
  });

  it('refuses the own gateway under any name, and a name that turns inside [T39] [T22]', async () => {
    for (const host of ['gateway.test', 'private.test'])
      expect(await kit.refusal('browser_open', { url: `http://${host}:${inside().port}/` })).toBe('blocked_address');
    expect(inside().hits).toEqual([]);
  });

  it('shows nothing of a site that the call did not name [T39]', async () => {
    const text = await open('/to-other');
    expect(text).toContain('http://other.test');
    expect(text).not.toContain('canary of the other site');
    const { plan, result } = await kit.run('browser_read', {});
    expect(plan.effects).toEqual([{ type: 'network', target: `http://other.test:${kit.site.port}` }]);
    expect(result.output).toContain('canary of the other site');
  });

  it('types neither passwords nor cards, by any of their signs, unless the person allowed the site [T39]', async () => {
    const text = await open('/login');
    for (const field of ['textbox "Password"', 'textbox "Karte"', 'textbox "PIN code"'])
      expect(await kit.refusal('browser_act', { action: 'type', ref: refOf(text, field), text: 'secret' })).toBe(
        'secret_field',
      );
    expect(await kit.refusal('browser_act', { action: 'type', ref: refOf(text, 'textbox "User"'), text: 'ada' })).toBe(
      'done',
    );
    const granted = await kit.text('browser_open', { url: `http://granted.test:${kit.site.port}/login` });
    const ref = refOf(granted, 'textbox "Password"');
    expect(await kit.refusal('browser_act', { action: 'type', ref, text: 'hunter22' })).toBe('done');
    const steps = JSON.stringify((await kit.browser.view(session)).steps);
    expect(steps).not.toContain('hunter22');
    // What is in a hidden field stays off the card that sends it.
    const { plan } = await kit.tools.plan('browser_act', {
      action: 'click',
      ref: refOf(await kit.text('browser_read', {}), 'button "Log in"'),
    });
    expect(plan.shown).toMatchObject({ text: expect.stringContaining('secret=•••') });
    expect(JSON.stringify(plan)).not.toContain('hunter22');
  });

  it('puts downloads into quarantine, opens none, and gives out none that could run [T39]', async () => {
    const text = await open('/downloads');
    for (const name of ['report', 'desktop', 'setup', 'invoice'])
      await kit.run('browser_act', {
        action: 'click',
        ref: refOf(await kit.text('browser_read', {}), `link "${name}"`),
      });
    expect(text).toContain('report');
    const { downloads } = await kit.browser.view(session);
    expect(downloads.map(({ name, risky }) => `${name} ${risky}`)).toEqual([
      'report.pdf false',
      'evil.desktop true',
      'setup.exe true',
      expect.stringMatching(/^[^/\\]*invoice\.pdf\.exe true$/),
    ]);
    const folder = join(kit.tools.data, 'browser/downloads/s1');
    for (const name of readdirSync(folder)) {
      expect(name).toMatch(/^d\d+\.quarantine$/);
      expect(statSync(join(folder, name)).mode & 0o111).toBe(0);
    }
    expect(existsSync('/tmp/pwned')).toBe(false);
    for (const { id } of downloads.filter(({ risky }) => risky))
      expect(await kit.refusal('browser_download', { id, path: 'taken' })).toBe('risky_download');
    await kit.run('browser_download', { id: downloads[0]?.id, path: 'got/report.pdf' });
    expect(readFileSync(join(kit.tools.root, 'got/report.pdf'), 'utf8')).toContain('report');
  });

  it('keeps at most ten of a hundred downloads that a page throws [T39]', async () => {
    await kit.run('browser_open', { url: url('/flood') });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { downloads } = await kit.browser.view(session);
    expect(downloads.length).toBeLessThanOrEqual(10);
    expect(readdirSync(join(kit.tools.data, 'browser/downloads/s1')).length).toBeLessThanOrEqual(10);
  });

  it('holds out against popups, messages without end and a page that hangs [T39]', async () => {
    await kit.run('browser_act', { action: 'click', ref: refOf(await open('/popups'), 'button "Go"') });
    expect(kit.browser.tabs(session).length).toBeLessThanOrEqual(10);
    await kit.browser.stop(session);
    const asked = refOf(await open('/confirm'), 'button "Ask"');
    expect(await kit.text('browser_act', { action: 'click', ref: asked })).toMatch(/Sure\?[\s\S]*NO/);
    await kit.refusal('browser_act', { action: 'click', ref: refOf(await open('/alerts'), 'button "Go"') });
    await kit.browser.stop(session);
    const from = performance.now();
    const hang = refOf(await open('/loop'), 'button "Hang"');
    await kit.refusal('browser_act', { action: 'click', ref: hang });
    expect(performance.now() - from).toBeLessThan(60_000);
    await kit.browser.stop(session);
    expect(await open('/')).toContain('Welcome');
  });

  it('shows what is hidden in a page as little as a person sees it, and marks the rest as foreign [T23]', async () => {
    const text = await open('/injection');
    expect(text).toContain('Visible words.');
    expect(text).not.toMatch(/HIDDEN/);
    expect(text.match(/<\/untrusted>/g)).toHaveLength(1);
  });

  it('uses a profile of its own, a pipe and no port, and no switch that lowers the guard [T39]', async () => {
    await open('/');
    const commands = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        try {
          return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')];
        } catch {
          return []; // it ended while we looked
        }
      });
    const main = commands.find((one) => one.includes(`--user-data-dir=${kit.profile}`));
    expect(main).toBeDefined();
    expect(main).toContain('--remote-debugging-pipe');
    expect(
      main?.some((one) => /^--remote-debugging-port|^--disable-web-security|^--disable-site-isolation/.test(one)),
    ).toBe(false);
    expect(main?.some((one) => one.startsWith('--proxy-server=http://127.0.0.1:'))).toBe(true);
    for (const wanted of ['--proxy-bypass-list=<-loopback>', '--disable-extensions', '--disable-quic'])
      expect(main).toContain(wanted);
    for (const dropped of ['--disable-popup-blocking', '--disable-ipc-flooding-protection'])
      expect(main).not.toContain(dropped);
    expect(main?.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
    expect((await kit.browser.view(session)).sandboxed).toBe(process.getuid?.() !== 0);
    expect(await kit.browser.isInstalled()).toBe(true);
    neverAborts.throwIfAborted();
  });
});
