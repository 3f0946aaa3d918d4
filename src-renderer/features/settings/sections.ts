// The sections of the settings, in the order shown; each has an address of its own, `#settings/<id>`.
import { SettingSection } from '#main/contract/setting.ts';
import type { SystemState } from '#main/contract/system.ts';

export const settingsSections: readonly SettingSection[] = SettingSection.options;
export type SettingsSection = SettingSection;

/** Where it cannot do anything, the page about the desktop is not shown. */
export function sectionsOf(host: SystemState['host']): readonly SettingsSection[] {
  return host === 'gateway' || host === 'cli' ? withoutDesktop : settingsSections;
}
const withoutDesktop = settingsSections.filter((section) => section !== 'desktop');

const otherNames: Readonly<Record<string, SettingsSection>> = {
  keys: 'models',
  language: 'appearance',
  theme: 'appearance',
  limits: 'permissions',
  sandbox: 'permissions',
  search: 'web',
  browser: 'web',
  cost: 'usage',
  caps: 'usage',
  doctor: 'diagnostics',
  log: 'diagnostics',
  network: 'gateway',
  update: 'updates',
  restore: 'updates',
  timeline: 'updates',
  shortcut: 'desktop',
  notifications: 'desktop',
  tray: 'desktop',
};

/** What an address means: `models`, a familiar other name such as `language`, or the first section for anything else. */
export function toSettingsSection(name: string | undefined): SettingsSection {
  const wanted = (name ?? '').toLowerCase();
  const known = settingsSections.find((section) => section === wanted);
  return known ?? (Object.hasOwn(otherNames, wanted) ? otherNames[wanted] : undefined) ?? 'models';
}
