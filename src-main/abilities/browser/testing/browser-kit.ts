// The browser with its tools in front of real Chromium, behind the real proxy, with sites of our own for an internet.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createToolKit, type RanTool, type ToolKit } from '#main/abilities/tools/testing/tool-kit.ts';
import { Settings, type SettingsPatch } from '#main/contract/settings.ts';
import { isPublicAddress } from '#main/guard/egress/address-rules.ts';
import { createEgressProxy } from '#main/guard/egress/create-egress-proxy.ts';
import { createBrowserLauncher } from '#main/guard/sandbox/create-browser-launcher.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createBrowser } from '../create-browser.ts';
import type { Browser } from '../port.ts';
import { type HostileSite, startHostileSite } from './hostile-site.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

export function findChromium(): string | undefined {
  const named = process.env.LIMPET_CHROMIUM;
  if (named !== undefined) return named;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Stands for the internet; 127.0.0.1 stays what must not be reached. */
export const internet = '127.0.0.2';

export type BrowserKit = {
  readonly site: HostileSite;
  readonly browser: Browser;
  readonly tools: ToolKit;
  readonly profile: string;
  run(name: string, input: unknown, signal?: AbortSignal): Promise<RanTool>;
  /** Its text alone. */
  text(name: string, input: unknown): Promise<string>;
  refusal(name: string, input: unknown): Promise<string>;
  close(): Promise<void>;
};

export async function createBrowserKit(o: { settings?: SettingsPatch['browser'] } = {}): Promise<BrowserKit> {
  const site = await startHostileSite(internet);
  const settings = Settings.parse({ browser: { ...o.settings, program: findChromium() } });
  const isAllowedAddress = (address: string) => address === internet || isPublicAddress(address);
  // Whoever answers for a name says what they like.
  const resolver = async (host: string) => [{ address: host === 'private.test' ? '127.0.0.1' : internet, family: 4 }];
  const ownPorts = () => [site.inside.port];
  const proxy = createEgressProxy({
    ...{ clock: systemClock, log: silentLog, ownPorts, resolver, isAllowedAddress },
    readSecret: async () => undefined,
  });
  const tools = createToolKit({
    egress: { isAllowedAddress, resolver, ownPorts },
    browser: (dataFolder) =>
      createBrowser({
        launcher: createBrowserLauncher({
          platform: process.platform,
          environment: process.env,
          home: dataFolder,
          named: () => settings.browser.program,
          log: silentLog,
          // Service workers and permissions are only there for sites by TLS.
          testArguments: () => [`--unsafely-treat-insecure-origin-as-secure=${site.url}`],
        }),
        proxy,
        dataFolder,
        settings: { current: () => settings },
        clock: systemClock,
        log: silentLog,
      }),
  });
  const { browser } = tools;
  if (browser === undefined) throw new Error('no browser');
  return {
    site,
    browser,
    tools,
    profile: join(tools.data, 'browser/profile'),
    run: (name, input, signal) => tools.run(name, input, signal),
    text: async (name, input) => (await tools.run(name, input)).result.output,
    refusal: (name, input) => tools.refusal(name, input),
    async close() {
      await browser.close();
      await tools.close();
      await proxy.close();
      await site.close();
    },
  };
}

/** The ref of the first line that holds these words. */
export function refOf(text: string, words: string): string {
  const line = text.split('\n').find((one) => one.includes(words) && one.includes('[ref='));
  const ref = /\[ref=([a-z0-9]+)\]/.exec(line ?? '')?.[1];
  if (ref === undefined) throw new Error(`no ref for ${words} in\n${text}`);
  return ref;
}
