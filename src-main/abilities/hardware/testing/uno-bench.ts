// A program of the Uno in the simulator that the product brings, moved by a test.
import { clockHz, createUno, type Uno } from '../links/virtual/uno/uno.ts';
import type { Bench } from './board-suite.ts';
import { createLineReader } from './line-reader.ts';

const buttons = { approve: 2, deny: 3 } as const;

export async function openUnoBench(hex: string): Promise<Bench> {
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
