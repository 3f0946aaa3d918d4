// Changes of settings, as entries of the account: what Limpet may do follows from many of them.
import type { Setting, SettingValue } from '#main/contract/setting.ts';
import { isSameValue } from '#main/contract/setting.ts';
import { settingList, valueAt } from '#main/contract/settings.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Activity } from './port.ts';

export type SettingNotesDeps = {
  readonly settings: Pick<SettingsSource, 'current' | 'onChange'>;
  readonly activity: Activity;
  readonly log: Log;
};

const shownChars = 200;

function valueParams({ control, labelKey }: Setting, value: SettingValue | undefined): Record<string, string> {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return { valueKey: 'settings.not_set' };
  if (typeof value === 'boolean') return { valueKey: value ? 'settings.value_on' : 'settings.value_off' };
  if (control.type === 'choice') return { valueKey: `${labelKey}_option_${String(value)}` };
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return { value: text.length > shownChars ? `${text.slice(0, shownChars)}…` : text };
}

/** Of the person's own settings, from any source, while the app runs. Ends with what it returns. */
export function createSettingNotes({ settings, activity, log }: SettingNotesDeps): () => void {
  let last = settings.current();
  return settings.onChange((now) => {
    const before = last;
    last = now;
    for (const one of settingList) {
      if (one.scope !== 'person' || isSameValue(valueAt(before, one.path), valueAt(now, one.path))) continue;
      const params = { settingKey: one.labelKey, ...valueParams(one, valueAt(now, one.path)) };
      activity
        .note({ by: 'person', title: { key: 'activity.setting_changed', params } })
        .catch((error: unknown) => log.error('change of a setting not noted', { setting: one.path, error }));
    }
  });
}
