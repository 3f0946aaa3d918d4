// A rule in plain English: what the model is told of its draft, and what the person reads on the card of the call.

import type { ReflexAction, ReflexRule } from '#main/contract/reflexes.ts';
import { visibleLine } from '#main/contract/shown-text.ts';

function spanText(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 6) / 10;
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`;
}

function actionText(action: ReflexAction): string {
  if (action.type === 'tell') return `tell you: ${action.text}`;
  const { pin, deviceKey, via, value } = action;
  const level = value === 0 ? 'off' : value === 1 ? 'on' : `to ${Math.round(value * 1_000) / 10} %`;
  return `switch ${pin} of ${deviceKey} (${via}) ${level}`;
}

const actionLines = (actions: readonly ReflexAction[]) =>
  actions.length === 0 ? ['- nothing is switched'] : actions.map((action) => `- ${actionText(action)}`);

export function ruleText(rule: ReflexRule): string {
  const { sensor, is, threshold, hysteresis, forMs, coolDownMs, staleAfterMs, whenStale } = rule;
  const unit = sensor.unit === '' ? '' : ` ${sensor.unit}`;
  const what = [sensor.quantity, sensor.channel].filter((word) => word !== undefined).join(' ');
  const edge = is === 'above' ? threshold - hysteresis : threshold + hysteresis;
  const back = is === 'above' ? 'or below' : 'or above';
  return [
    `When ${what} (${sensor.source} of ${sensor.deviceKey}) is ${is} ${threshold}${unit} for ${spanText(forMs)}:`,
    ...actionLines(rule.onStart),
    `When it is back at ${edge}${unit} ${back}:`,
    ...actionLines(rule.onEnd),
    `Not again sooner than ${spanText(coolDownMs)} after it began.`,
    `Without values for ${spanText(staleAfterMs)}: tell you, and ${whenStale === 'end' ? 'end it' : 'leave it as it is'}.`,
  ]
    .map(visibleLine)
    .join('\n');
}
