// What is known to run on a device without asking it, and what is believed only once it has answered.
import { describe, expect, it } from 'vitest';
import { hasDeadMan, speaksOf } from './describe-device.ts';

describe('what runs on a device', () => {
  it.each([
    ['virtual:uno', 'limpet', true],
    ['hid:04d8:00dd:0001', 'mcp2221', false],
    ['i2c:1', 'linux', false],
    ['virtual:weather', undefined, false],
    ['usb:2341:0043:virtual:uno', undefined, false],
    ['path:virtual:uno', undefined, false],
  ])('%s is known for %s by its key', (key, speaks, deadMan) => {
    expect([speaksOf({ key }), hasDeadMan({ key })]).toEqual([speaks, deadMan]);
  });

  it('is what the device proved to speak, elsewhere', () => {
    const board = { key: 'usb:2341:0043:1', speaks: 'limpet' };
    expect([speaksOf(board), hasDeadMan(board)]).toEqual(['limpet', true]);
    expect(hasDeadMan({ ...board, speaks: 'firmata' })).toBe(false);
    expect(speaksOf({ key: 'virtual:uno', speaks: 'firmata' })).toBe('limpet');
  });
});
