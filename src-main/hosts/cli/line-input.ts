// The keyboard of a terminal, listened to all the time: what is typed while an answer runs shows at the next prompt, and
// answers no question that was not there yet.
import { createInterface } from 'node:readline/promises';
import { PassThrough } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { AppError } from '#main/contract/errors.ts';

/** Of the process's standard input as far as it is used here. */
export type Keyboard = Pick<NodeJS.ReadableStream, 'on' | 'off' | 'resume' | 'pause'> & {
  readonly setRawMode?: (isRaw: boolean) => unknown;
};

export type LineQuestion = {
  readonly question: string;
  /** Where the question and what is typed are shown; readline echoes nothing else. */
  readonly output: NodeJS.WritableStream;
  /** What was typed before is the beginning of the answer: a prompt, not a question that must first be read. */
  readonly takesTypedAhead: boolean;
  readonly signal: AbortSignal;
};

export interface LineInput {
  /** From now on keys are kept instead of echoed into the answer. Returned: no longer. */
  listen(): () => void;
  /** One line, or undefined at Ctrl+D or the end of the input. Rejects with `cancelled` on abort. One at a time. */
  readLine(o: LineQuestion): Promise<string | undefined>;
}

const keys = { interrupt: '\u0003', suspend: '\u001a', escape: '\u001b' } as const;
/** More than anybody types during an answer. */
const maxTypedAhead = 1_000_000;
/** What the system has already taken in arrives within this. */
const settleMs = 30;

const lineEnd = new RegExp(`(?<!${keys.escape})(?:\r\n|\r|\n)`);

/** The first line with its end and the rest; Alt+Enter ends none. */
function firstLine(text: string): [line: string, rest: string, isWhole: boolean] {
  const end = lineEnd.exec(text);
  if (end === null) return [text, '', false];
  const at = end.index + end[0].length;
  return [text.slice(0, at), text.slice(at), true];
}

/** `interrupt`: Ctrl+C, which is a key here and no signal. */
export function createLineInput(keyboard: Keyboard, interrupt: () => void): LineInput {
  let typedAhead = '';
  let isEnded = false;
  let listeners = 0;
  let reader: PassThrough | undefined;
  let decoder = new StringDecoder('utf8');

  const suspend = () => {
    if (process.platform === 'win32') return;
    keyboard.setRawMode?.(false);
    process.once('SIGCONT', () => listeners > 0 && keyboard.setRawMode?.(true));
    process.kill(process.pid, 'SIGTSTP');
  };
  const keep = (text: string) => {
    for (const key of text) {
      if (key === keys.interrupt) interrupt();
      else if (key === keys.suspend) suspend();
      else typedAhead += key;
    }
    typedAhead = typedAhead.slice(0, maxTypedAhead);
  };
  const receive = (chunk: Buffer | string) => {
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    if (reader === undefined) return keep(text);
    const [line, rest, isWhole] = firstLine(text);
    reader.write(line);
    if (!isWhole) return;
    reader = undefined;
    keep(rest);
  };
  const end = () => {
    isEnded = true;
    reader?.end();
  };
  const listen = () => {
    listeners += 1;
    if (listeners === 1) {
      decoder = new StringDecoder('utf8');
      keyboard.setRawMode?.(true);
      keyboard.on('data', receive);
      keyboard.on('end', end);
      keyboard.resume();
    }
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      listeners -= 1;
      if (listeners > 0) return;
      keyboard.off('data', receive);
      keyboard.off('end', end);
      keyboard.pause();
      keyboard.setRawMode?.(false);
    };
  };

  /** A stream of its own for readline: closing it must not pause the keyboard, nor leave its raw mode. */
  const openReader = (takesTypedAhead: boolean): PassThrough => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
    const [line, rest, isWhole] = takesTypedAhead ? firstLine(typedAhead) : ['', typedAhead, false];
    typedAhead = rest;
    stream.write(line);
    if (isEnded && !isWhole) stream.end();
    reader = isWhole ? undefined : stream;
    return stream;
  };

  return {
    listen,
    async readLine(o) {
      if (o.signal.aborted) throw new AppError('cancelled', 'Cancelled.');
      const isFirst = listeners === 0;
      const stop = listen();
      try {
        // Nobody listened before: what lies in the system's own buffer was typed before the question.
        if (isFirst && !o.takesTypedAhead) await new Promise((resolve) => setTimeout(resolve, settleMs));
        return await ask(openReader(o.takesTypedAhead), o, { interrupt, suspend });
      } finally {
        reader = undefined;
        stop();
      }
    },
  };
}

async function ask(
  input: PassThrough,
  o: LineQuestion,
  act: { interrupt: () => void; suspend: () => void },
): Promise<string | undefined> {
  const lines = createInterface({ input, output: o.output, terminal: true, historySize: 0 });
  lines.on('SIGINT', act.interrupt);
  const showAgain = () => lines.prompt(true);
  lines.on('SIGTSTP', () => {
    process.once('SIGCONT', showAgain);
    act.suspend();
  });
  const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  try {
    return await Promise.race([lines.question(o.question, { signal: o.signal }), closed]);
  } catch (error) {
    if (o.signal.aborted) throw new AppError('cancelled', 'Cancelled.', { cause: error });
    throw error;
  } finally {
    process.off('SIGCONT', showAgain);
    lines.close();
  }
}
