// What reaches the web on the person's behalf: the engine that they chose to search with.
import { createWebSearch } from '#main/abilities/web-search/create-web-search.ts';
import type { WebSearch } from '#main/abilities/web-search/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Guards } from './create-guards.ts';

export type WebDeps = {
  readonly settings: SettingsSource;
  readonly secrets: Secrets;
  readonly guards: Pick<Guards, 'service'>;
  readonly bus: Bus;
  readonly clock: Clock;
};

export type Web = { readonly webSearch: WebSearch };

export function createWeb({ settings, secrets, guards, bus, clock }: WebDeps): Web {
  const webSearch = createWebSearch({ settings, secrets, service: guards.service, clock });
  const tell = () => bus.publish('webSearch', '', { type: 'changed' });
  webSearch.onChange(tell);
  settings.onChange(tell);
  secrets.onChange(tell);
  return { webSearch };
}
