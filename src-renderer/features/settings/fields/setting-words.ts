// Settings and their values in words: labels, choices, numbers with their unit.
import type { Setting, SettingValue } from '#main/contract/setting.ts';
import { findSetting } from '#main/contract/settings.ts';
import type { Text } from '#renderer/ui/text/text-context.tsx';
import { numberText } from './number-text.ts';

/** A path that the app itself names; one that the schema does not have is a mistake of ours. */
export function knownSetting(path: string): Setting {
  const one = findSetting(path);
  if (one === undefined) throw new Error(`There is no setting ${path}.`);
  return one;
}

export function optionText({ labelKey }: Pick<Setting, 'labelKey'>, option: string, { t }: Pick<Text, 't'>): string {
  return t(`${labelKey}_option_${option}`);
}

/** `1,000 tokens`, `Dark`, `On`; “not set” for what has no value. */
export function valueText(one: Setting, value: SettingValue | undefined, text: Text): string {
  const { t, language } = text;
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return t('settings.not_set');
  if (typeof value === 'boolean') return t(value ? 'settings.value_on' : 'settings.value_off');
  if (typeof value === 'number') {
    if (one.unit === undefined) return one.path === 'port' ? String(value) : numberText(value, language);
    const shown = numberText(one.unit === 'percent' ? value * 100 : value, language);
    return `${shown} ${t(`settings.unit_${one.unit}`)}`;
  }
  if (typeof value === 'string') return one.control.type === 'choice' ? optionText(one, value, text) : value;
  return value.join(', ');
}
