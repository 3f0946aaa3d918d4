// A reflex in sentences. What others wrote in it is made visible before it stands in one.
import type { Device } from '#main/contract/devices.ts';
import type { QuietHours, ReflexAction, ReflexMoment, ReflexRule, ReflexSensor } from '#main/contract/reflexes.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { formatDuration } from '#renderer/ui/text/format.ts';
import type { Text } from '#renderer/ui/text/text-context.tsx';

export type Words = Pick<Text, 't' | 'language'> & { readonly devices: readonly Device[] };

export const deviceName = (key: string, devices: readonly Device[]) =>
  visibleLine(devices.find((device) => device.key === key)?.name ?? key);

export function valueWords(value: number, unit: string, { language }: Pick<Words, 'language'>): string {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(value);
  return unit === '' ? number : `${number}\u00a0${visibleLine(unit)}`;
}

/** A quantity that is known by its word; a field of a line has a name of its own. */
function quantityWord(quantity: string, { t }: Words): string {
  const key = `live.quantity_${quantity}`;
  const word = t(key);
  return word === key ? visibleLine(quantity.replaceAll('_', ' ')) : word;
}

export function sensorWords({ deviceKey, source, quantity, channel }: ReflexSensor, words: Words): string {
  const name = quantityWord(quantity, words);
  const what = channel === undefined ? name : `${name} ${visibleLine(channel)}`;
  return [what, visibleLine(source), deviceName(deviceKey, words.devices)].join(' · ');
}

export function whenWords({ sensor, is, threshold, forMs }: ReflexRule, words: Words): string {
  const params = { sensor: sensorWords(sensor, words), value: valueWords(threshold, sensor.unit, words) };
  if (forMs === 0) return words.t(`reflexes.when_${is}`, params);
  return words.t(`reflexes.when_${is}_for`, { ...params, span: formatDuration(forMs, words.language) });
}

export function overWords({ sensor, is, threshold, hysteresis }: ReflexRule, words: Words): string {
  const edge = is === 'above' ? threshold - hysteresis : threshold + hysteresis;
  return words.t(`reflexes.over_${is}`, { value: valueWords(edge, sensor.unit, words) });
}

export function actionWords(action: ReflexAction, { t, language, devices }: Words): string {
  if (action.type === 'tell') return t('reflexes.do_tell', { text: visibleLine(action.text) });
  const params = { pin: visibleLine(action.pin), device: deviceName(action.deviceKey, devices) };
  if (action.value === 0 || action.value === 1) return t(`reflexes.do_${action.value === 1 ? 'on' : 'off'}`, params);
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(action.value);
  return t('reflexes.do_share', { ...params, share });
}

const quietWords = ({ from, to, zone, acts }: QuietHours, { t }: Words) =>
  t(`reflexes.quiet_${acts ? 'acts' : 'waits'}`, { from, to, zone });

/** What bounds it. */
export function boundWords({ coolDownMs, staleAfterMs, whenStale, quiet }: ReflexRule, words: Words): string[] {
  const { t, language } = words;
  return [
    t('reflexes.cool_down_is', { span: formatDuration(coolDownMs, language) }),
    t(`reflexes.stale_${whenStale}_is`, { span: formatDuration(staleAfterMs, language) }),
    ...(quiet === undefined ? [] : [quietWords(quiet, words)]),
  ];
}

export function momentWords(
  { type, value }: ReflexMoment,
  unit: string,
  { t, language }: Omit<Words, 'devices'>,
): string {
  const word = t(`reflexes.moment_${type}`);
  return value === undefined ? word : t('reflexes.moment_at', { word, value: valueWords(value, unit, { language }) });
}

/** To the second: a reflex is exact. */
export const momentTime = (at: number, { language }: Pick<Words, 'language'>) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
