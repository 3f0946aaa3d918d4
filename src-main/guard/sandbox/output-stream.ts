// Turns the pipes of a process into one bounded stream of text, or stdout into lines of bytes.
import type { Readable } from 'node:stream';
import { AppError } from '#main/contract/errors.ts';
import { createHeldStream } from './held-stream.ts';
import type { ProcessOutput } from './port.ts';

const heldChars = 1024 * 1024;
const heldBytes = 4 * 1024 * 1024;
const maxLineBytes = 16 * 1024 * 1024;

export type TextOutput = { readonly output: AsyncIterable<ProcessOutput>; giveUp(): void };
export type LineOutput = { readonly lines: AsyncIterable<Uint8Array>; giveUp(): void };

/**
 * One reader. When it is slow, the pipes are paused and the process waits, or, with `whenFull: 'drop'`, the oldest text
 * goes. A character that is cut between two chunks is put together. Ends once all pipes have ended, or, after `giveUp`, when
 * nothing more comes.
 */
export function joinOutput(
  pipes: readonly (readonly [ProcessOutput['stream'], Readable])[],
  whenFull: 'wait' | 'drop',
): TextOutput {
  let open = pipes.length;
  const each = (act: 'pause' | 'resume') => {
    for (const [, pipe] of pipes) pipe[act]();
  };
  const held = createHeldStream<ProcessOutput>({
    bound: heldChars,
    sizeOf: (piece) => piece.text.length,
    whenFull: whenFull === 'drop' ? 'drop' : { pause: () => each('pause'), resume: () => each('resume') },
  });
  for (const [stream, pipe] of pipes) {
    const decoder = new TextDecoder();
    const push = (text: string) => {
      if (text !== '') held.push({ stream, text });
    };
    pipe.on('data', (chunk: Buffer) => push(decoder.decode(chunk, { stream: true })));
    pipe.on('error', () => {}); // a broken pipe ends like a closed one; 'close' follows
    pipe.once('close', () => {
      push(decoder.decode());
      open -= 1;
      if (open === 0) held.end();
    });
  }
  return { output: held.items, giveUp: held.giveUp };
}

/** As it comes; one reader. */
export function takeBytes(pipe: Readable): { readonly bytes: AsyncIterable<Uint8Array>; giveUp(): void } {
  const held = createHeldStream<Uint8Array>({
    bound: heldBytes,
    sizeOf: (chunk) => chunk.length,
    whenFull: { pause: () => pipe.pause(), resume: () => pipe.resume() },
  });
  pipe.on('data', (chunk: Buffer) => held.push(chunk));
  pipe.on('error', () => {}); // a broken pipe ends like a closed one; 'close' follows
  pipe.once('close', () => held.end());
  return { bytes: held.items, giveUp: held.giveUp };
}

/** What follows the last line end comes as a last line. */
export function splitLines(pipe: Readable): LineOutput {
  const held = createHeldStream<Uint8Array>({
    bound: heldBytes,
    sizeOf: (line) => line.length + 1,
    whenFull: { pause: () => pipe.pause(), resume: () => pipe.resume() },
  });
  let begun: Buffer[] = [];
  let begunBytes = 0;
  const add = (part: Buffer) => {
    begun.push(part);
    begunBytes += part.length;
  };
  const finishLine = () => {
    const line = Buffer.concat(begun);
    held.push(line.at(-1) === 0x0d ? line.subarray(0, -1) : line);
    begun = [];
    begunBytes = 0;
  };
  pipe.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, from)) {
      add(chunk.subarray(from, at));
      finishLine();
      from = at + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
    if (begunBytes <= maxLineBytes) return;
    held.end(
      new AppError('unsupported', 'The program wrote a line over 16 MiB, so it is not listened to any more.', {
        details: { reason: 'line_too_long' },
      }),
    );
    begun = [];
    pipe.destroy();
  });
  pipe.on('error', () => {}); // ends like a closed one
  pipe.once('close', () => {
    if (begunBytes > 0 && begun.length > 0) finishLine();
    held.end();
  });
  return { lines: held.items, giveUp: held.giveUp };
}
