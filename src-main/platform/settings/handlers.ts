// Domain `settings` of the contract.
import type { Handlers } from '#main/contract/kernel.ts';
import type { settings as domain } from '#main/contract/settings.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsSource } from './port.ts';

export type SettingsHandlersDeps = {
  readonly settings: SettingsSource;
  readonly bus: Pick<Bus, 'cursor' | 'subscribe'>;
};

export const settingsHandlers = ({ settings, bus }: SettingsHandlersDeps): Handlers<typeof domain> => ({
  watch: (_input, { signal }) => watchState({ facts: bus, topic: 'settings', state: () => settings.current(), signal }),
  set: ({ patch }) => settings.set(patch),
  reset: ({ paths }) => settings.reset(paths),
  sources: (_input, { signal }) =>
    watchState({ facts: bus, topic: 'settings', state: () => settings.sources(), signal }),
  setStart: ({ patch }) => settings.setStart(patch),
});
