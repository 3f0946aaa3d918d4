// Standard input, output and error of one process, as the commands need them; the only code here that touches them.
import { Writable } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { AppError } from '#main/contract/errors.ts';
import { createLineInput } from './line-input.ts';

export interface Terminal {
  /** The answer, and nothing else. */
  out(text: string): void;
  /** Everything that is said about the answer. */
  err(text: string): void;
  /** Somebody can be asked: input and error output are a terminal. */
  readonly canAsk: boolean;
  /** What leaves by `out` is read by a person, so control characters are made visible. */
  readonly outIsTerminal: boolean;
  /** Standard input to its end, at most `maxChars`; `invalid_input` beyond. */
  readAll(maxChars: number): Promise<string>;
  /**
   * A line of the conversation, or undefined at Ctrl+D and at the end of the input; begins with what was typed ahead.
   * Rejects with `cancelled` on abort.
   */
  prompt(words: string, signal: AbortSignal): Promise<string | undefined>;
  /** As `prompt`, but only what is typed while the question stands there is its answer. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** As `ask`, but what is typed does not show. */
  askHidden(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** Keeps what is typed from now on for the next prompt, also while nothing is asked. Returned: no longer. */
  listen(): () => void;
  /** Ctrl+C; while a listener is there the process does not end by itself. */
  onInterrupt(listener: () => void): () => void;
  /** Everything handed to `out` and `err` has left. */
  drained(): Promise<void>;
}

export type TerminalStreams = {
  readonly stdin: NodeJS.ReadStream | ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly signals: Pick<NodeJS.Process, 'on' | 'off'>;
};

async function readToEnd(input: NodeJS.ReadableStream, maxChars: number): Promise<string> {
  input.setEncoding('utf8');
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length > maxChars)
      throw new AppError('invalid_input', `The input is longer than ${maxChars} characters. Send a file instead.`, {
        details: { reason: 'usage_input_long', facts: { word: maxChars } },
      });
  }
  return text;
}

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) resolve();
    else stream.write('', () => resolve());
  });
}

export function createTerminal(streams: TerminalStreams): Terminal {
  const { stdin, stdout, stderr, signals } = streams;
  // `limpet chat … | head -1` closes the pipe early: what is left has no reader, which is no failure.
  stdout.on('error', () => stdout.destroy());
  stderr.on('error', () => stderr.destroy());
  const interrupts = new Set<() => void>();
  const input = createLineInput(stdin, () => {
    // As the system does it: to whoever listens, or else the process ends.
    if (interrupts.size === 0) process.kill(process.pid, 'SIGINT');
    for (const listener of [...interrupts]) listener();
  });
  return {
    out: (text) => void (stdout.destroyed || stdout.write(text)),
    err: (text) => void (stderr.destroyed || stderr.write(text)),
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    outIsTerminal: stdout.isTTY === true,
    readAll: (maxChars) => readToEnd(stdin, maxChars),
    prompt: (question, signal) => input.readLine({ question, output: stderr, takesTypedAhead: true, signal }),
    ask: (question, signal) => input.readLine({ question, output: stderr, takesTypedAhead: false, signal }),
    async askHidden(question, signal) {
      // readline echoes what is typed to its output: for a passphrase that output swallows everything, the question too.
      const output = new Writable({ write: (_chunk, _encoding, done) => done() });
      const stopListening = input.listen();
      try {
        // Only now does the terminal itself echo nothing any more.
        stderr.write(question);
        return await input.readLine({ question: '', output, takesTypedAhead: false, signal });
      } finally {
        stopListening();
        stderr.write('\n');
      }
    },
    listen: input.listen,
    onInterrupt(listener) {
      interrupts.add(listener);
      signals.on('SIGINT', listener);
      return () => {
        interrupts.delete(listener);
        signals.off('SIGINT', listener);
      };
    },
    async drained() {
      await Promise.all([written(stdout), written(stderr)]);
    },
  };
}
