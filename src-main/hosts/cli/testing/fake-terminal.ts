// A terminal for tests: keeps what is written, answers what is asked from a list.
import { AppError } from '#main/contract/errors.ts';
import type { Terminal } from '../terminal.ts';

export type FakeTerminal = Terminal & {
  readonly written: { out: string; err: string };
  readonly asked: string[];
  interrupt(): void;
};

/** Without an answer left the question stays open until its signal aborts, as a person who has gone for lunch. */
export function createFakeTerminal(o: { answers?: (string | undefined)[]; isTerminal?: boolean } = {}): FakeTerminal {
  const answers = [...(o.answers ?? [])];
  const written = { out: '', err: '' };
  const asked: string[] = [];
  const listeners = new Set<() => void>();
  const isTerminal = o.isTerminal ?? o.answers !== undefined;
  const ask = (question: string, signal: AbortSignal) => {
    asked.push(question);
    if (answers.length > 0) return Promise.resolve(answers.shift());
    return new Promise<undefined>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Cancelled.')), { once: true });
    });
  };
  return {
    written,
    asked,
    interrupt: () => {
      for (const listener of [...listeners]) listener();
    },
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    canAsk: isTerminal,
    outIsTerminal: isTerminal,
    readAll: async () => '',
    prompt: ask,
    ask,
    askHidden: ask,
    listen: () => () => {},
    onInterrupt(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    drained: async () => undefined,
  };
}
