// What reaches the web on the person's behalf: the engine that they chose to search with, and their browser.
import { createBrowser } from '#main/abilities/browser/create-browser.ts';
import type { Browser } from '#main/abilities/browser/port.ts';
import { createWebSearch } from '#main/abilities/web-search/create-web-search.ts';
import type { WebSearch } from '#main/abilities/web-search/port.ts';
import { createBrowserLauncher } from '#main/guard/sandbox/create-browser-launcher.ts';
import type { BrowserLauncher } from '#main/guard/sandbox/port/browser.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { DoctorCheck } from '#main/platform/upkeep/port.ts';
import type { LoadedConfig } from './config.ts';
import type { Guards } from './create-guards.ts';

export type WebDeps = {
  readonly loaded: LoadedConfig;
  readonly settings: SettingsSource;
  readonly secrets: Secrets;
  readonly guards: Pick<Guards, 'service' | 'proxy'>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
};

export type Web = { readonly webSearch: WebSearch; readonly browser: Browser; readonly browserCheck: DoctorCheck };

function createBrowserCheck(launcher: Pick<BrowserLauncher<unknown>, 'find' | 'sandboxed'>): DoctorCheck {
  return {
    id: 'browser',
    async run() {
      const program = await launcher.find();
      if (program === undefined) return { id: 'browser-none', state: 'warning', key: 'web.doctor_none', params: {} };
      const params = { program: program.name };
      return launcher.sandboxed
        ? { id: 'browser-ok', state: 'ok', key: 'web.doctor_ok', params }
        : { id: 'browser-root', state: 'warning', key: 'web.doctor_root', params };
    },
  };
}

export function createWeb(d: WebDeps): Web {
  const { loaded, settings, secrets, guards, bus, clock, log } = d;
  const webSearch = createWebSearch({ settings, secrets, service: guards.service, clock });
  const tell = () => bus.publish('webSearch', '', { type: 'changed' });
  webSearch.onChange(tell);
  settings.onChange(tell);
  secrets.onChange(tell);
  const launcher = createBrowserLauncher({
    platform: process.platform,
    environment: loaded.environment,
    home: loaded.home,
    named: () => settings.current().browser.program,
    log: log.child('browser'),
  });
  const { dataFolder } = loaded.config;
  const browser = createBrowser({ launcher, proxy: guards.proxy, dataFolder, settings, clock, log });
  return { webSearch, browser, browserCheck: createBrowserCheck(launcher) };
}
