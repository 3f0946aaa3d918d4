// What a process reads: a text, a stream of ours, or a handle that stays open.
import type { Writable } from 'node:stream';
import { AppError } from '#main/contract/errors.ts';
import type { ProcessInput, SpawnInput } from './port.ts';

const heldBytes = 32 * 1024 * 1024;

const ended = () =>
  new AppError('unavailable', 'The program has ended and reads nothing any more.', {
    details: { reason: 'process_ended' },
    retryable: false,
  });

function openInput(pipe: Writable): ProcessInput {
  return {
    write: (chunk) =>
      new Promise<void>((resolve, reject) => {
        if (!pipe.writable) return reject(ended());
        if (pipe.writableLength > heldBytes)
          return reject(
            new AppError('rate_limited', 'The program does not read what it is sent. Wait for it or end it.', {
              details: { reason: 'input_stuck' },
            }),
          );
        pipe.write(chunk, (error) => (error === null || error === undefined ? resolve() : reject(ended())));
      }),
    end: () => void pipe.end(),
  };
}

/** Until the process reads no more; what the stream holds is let go in any case. Throws what the stream throws. */
async function pump(pipe: Writable, input: AsyncIterable<Uint8Array | string>): Promise<void> {
  const iterator = input[Symbol.asyncIterator]();
  // Not `once` of node:events: it fails on an error too, and a program that closes its input has done no wrong.
  const closed = new Promise<undefined>((resolve) => pipe.once('close', () => resolve(undefined)));
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), closed]);
      if (next === undefined || next.done === true || !pipe.writable) return;
      if (!pipe.write(next.value)) await Promise.race([new Promise((resolve) => pipe.once('drain', resolve)), closed]);
    }
  } finally {
    void iterator.return?.()?.catch(() => {}); // it has nothing to say any more
  }
}

/**
 * Begins to feed the process. When a stream of ours fails, `end` is called first and the pipe is closed after it: half of an
 * input must not look like the whole of it.
 */
export function feed(pipe: Writable, input: SpawnInput, end: () => Promise<void>): ProcessInput | undefined {
  pipe.on('error', () => {}); // the process did not read to the end
  if (typeof input === 'string') {
    pipe.end(input);
    return undefined;
  }
  if (!(Symbol.asyncIterator in input)) return openInput(pipe);
  void pump(pipe, input).then(
    () => pipe.end(),
    () => end().finally(() => pipe.destroy()),
  );
  return undefined;
}
