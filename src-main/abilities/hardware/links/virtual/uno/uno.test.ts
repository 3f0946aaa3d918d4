// The board's firmware in the simulator that the product brings, as it is shipped and as a person's Arduino would build it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arduinoFolder, avrGcc, buildBoard, sketchFolder } from '../../../../../../build/firmware/build-board.ts';
import { boardSuite } from '../../../testing/board-suite.ts';
import { openUnoBench } from '../../../testing/uno-bench.ts';
import { loadHex } from './load-hex.ts';

const shipped = readFileSync(join(sketchFolder, 'limpet-board.hex'), 'latin1');
const common = { fullMillivolt: 5_000, pins: { lamp: 13, pwm: 9, plain: 4, none: 12 }, answerMs: 60 } as const;
boardSuite({ ...common, name: 'as shipped, in avr8js', open: () => openUnoBench(shipped) });

const hasArduino = existsSync(arduinoFolder) && avrGcc !== undefined;
let ofArduino: string | undefined;
boardSuite(
  {
    ...common,
    name: "with Arduino's own core, in avr8js (needs gcc-avr, arduino-core-avr)",
    open: () => {
      ofArduino ??= buildBoard('arduino', avrGcc);
      return openUnoBench(ofArduino);
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
