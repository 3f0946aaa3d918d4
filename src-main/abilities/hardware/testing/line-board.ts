// A board of memory that answers our line protocol at once, and says what its outputs do.
import type { MemoryDevice } from './memory-links.ts';

export type LineBoard = {
  /** Pin to the share of time that it is high, as the lines say that came. */
  readonly outputs: Map<string, number>;
  /** Whole lines as they came. */
  readonly lines: string[];
  /** From here on it hears and says nothing. */
  silent: boolean;
};

const level = (words: readonly string[]) => (words[2] === 'high' ? 1 : words[2] === 'low' ? 0 : undefined);

export function answerLines(device: MemoryDevice): LineBoard {
  const board: LineBoard = {
    outputs: new Map([
      ['9', 0],
      ['13', 0],
    ]),
    lines: [],
    silent: false,
  };
  let half = '';
  const answer = (line: string) => {
    board.lines.push(line);
    if (line === '*IDN?') return device.say('LIMPET,BOARD,0,1.0\n');
    const [, id = '', rest = ''] = /^#(\d+) (.*)$/.exec(line) ?? [];
    const words = rest.split(' ');
    const [verb, pin = ''] = words;
    const value = verb === 'pwm' ? Number(words[2]) / 255 : level(words);
    if (verb === 'safe') for (const one of board.outputs.keys()) board.outputs.set(one, 0);
    else if (value !== undefined) board.outputs.set(pin, value);
    const outputs = Object.fromEntries(board.outputs);
    if (id !== '')
      device.say(`${JSON.stringify({ id: Number(id), ok: true, level: board.outputs.get(pin), outputs })}\n`);
  };
  device.onWrite((bytes) => {
    const [...whole] = (half + Buffer.from(bytes).toString('latin1')).split('\n');
    half = whole.pop() ?? '';
    for (const line of whole) if (!board.silent) answer(line);
  });
  return board;
}
