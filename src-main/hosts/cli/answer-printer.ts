// Writes an answer as it grows: each piece of text once, pieces apart by an empty line.
import type { Message } from '#main/contract/messages.ts';

export interface AnswerPrinter {
  /** The message as far as it has come; only what is new is written. */
  update(message: Message): void;
  /** Ends the last line when it has not been ended. */
  end(): void;
}

export function createAnswerPrinter(write: (text: string) => void): AnswerPrinter {
  const written = new Map<string, number>();
  let last: string | undefined;
  let endsLine = true;
  const put = (text: string) => {
    if (text === '') return;
    write(text);
    endsLine = text.endsWith('\n');
  };
  return {
    update(message) {
      message.parts.forEach((part, index) => {
        if (part?.type !== 'text') return;
        const key = `${message.id}/${index}`;
        const done = written.get(key) ?? 0;
        if (part.text.length <= done) return;
        if (last !== undefined && last !== key) put(endsLine ? '\n' : '\n\n');
        last = key;
        written.set(key, part.text.length);
        put(part.text.slice(done));
      });
    },
    end() {
      if (!endsLine) put('\n');
    },
  };
}

/** All text of the answers, as `--json` tells it. */
export function textOf(answers: readonly Message[]): string {
  return answers
    .flatMap((message) => message.parts)
    .flatMap((part) => (part.type === 'text' && part.text !== '' ? [part.text.trimEnd()] : []))
    .join('\n\n');
}
