// The board's firmware in the simulator that the product brings, as it is shipped and as a person's Arduino would build it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arduinoFolder, avrGcc, buildBoard, sketchFolder } from '../../../../../../build/firmware/build-board.ts';
import { type Bench, boardSuite } from '../../../testing/board-suite.ts';
import { createLineReader } from '../../../testing/line-reader.ts';
import { loadHex } from './load-hex.ts';
import { clockHz, createUno, type Uno } from './uno.ts';

const shipped = readFileSync(join(sketchFolder, 'limpet-board.hex'), 'latin1');
const buttons = { approve: 2, deny: 3 } as const;

async function openBench(hex: string): Promise<Bench> {
  let uno: Uno;
  const lines = createLineReader();
  const down = new Set<number>();
  const reset = () => {
    uno = createUno(hex);
    for (const pin of Object.values(buttons)) uno.setInput(pin, !down.has(pin));
  };
  reset();
  return {
    send: (text) => uno.receive(Buffer.from(text)),
    async pass(ms) {
      uno.runTo(uno.cycles + (ms * clockHz) / 1_000);
      return lines.take(uno.sent());
    },
    setAnalog: (channel, millivolt) => uno.setAnalog(channel, millivolt / 1_000),
    hold(button, isDown) {
      if (isDown) down.add(buttons[button]);
      else down.delete(buttons[button]);
      uno.setInput(buttons[button], !isDown);
    },
    reset,
    duty: (pin) => uno.duty(pin),
    close: async () => {},
  };
}

const common = { fullMillivolt: 5_000, pins: { lamp: 13, pwm: 9, plain: 4, none: 12 }, answerMs: 60 } as const;
boardSuite({ ...common, name: 'as shipped, in avr8js', open: () => openBench(shipped) });

const hasArduino = existsSync(arduinoFolder) && avrGcc !== undefined;
let ofArduino: string | undefined;
boardSuite(
  {
    ...common,
    name: "with Arduino's own core, in avr8js (needs gcc-avr, arduino-core-avr)",
    open: () => {
      ofArduino ??= buildBoard('arduino', avrGcc);
      return openBench(ofArduino);
    },
  },
  !hasArduino,
);

describe('the program of the board', () => {
  it.skipIf(avrGcc === undefined)('is what its sources give (needs gcc-avr, avr-libc)', () => {
    expect(buildBoard('ours', avrGcc)).toBe(shipped);
  });

  it('is refused when a line of it is damaged, too long for the chip, or its end is missing', () => {
    const refused = expect.objectContaining({ code: 'invalid_input' });
    expect(() => loadHex(shipped, 1_000)).toThrow(refused);
    expect(() => loadHex(shipped.replace(':00000001FF', ''), 32_768)).toThrow(refused);
    expect(() => loadHex(shipped.replace(/[0-9A-F](?=\r?\n)/, 'x'), 32_768)).toThrow(refused);
    expect(() => loadHex(shipped.replace(/(\r?\n:..)..../, '$17F00'), 32_768)).toThrow(refused);
    expect(loadHex(':0100000041BE\n:00000001FF\n', 4)).toEqual(Uint8Array.of(0x41, 0xff, 0xff, 0xff));
  });
});
