// A reflex to test with: above 30 °C for five minutes, a fan is switched on and the person is told.
import type { ReflexRule } from '#main/contract/reflexes.ts';

export const minute = 60_000;
export const board = 'usb:2341:0043:7583';

export const fanRule: ReflexRule = {
  name: 'Fan',
  sensor: { deviceKey: board, source: 'bme280@0x76', quantity: 'temperature', unit: '°C' },
  ...{ is: 'above', threshold: 30, hysteresis: 1, forMs: 5 * minute },
  ...{ coolDownMs: 10 * minute, staleAfterMs: 15 * minute, whenStale: 'keep' },
  onStart: [
    { type: 'set', deviceKey: board, via: 'firmata', pin: '13', value: 1 },
    { type: 'tell', text: 'It is hot.' },
  ],
  onEnd: [{ type: 'set', deviceKey: board, via: 'firmata', pin: '13', value: 0 }],
};
