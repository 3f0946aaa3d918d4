// Turns the two pipes of a process into one bounded stream of text.
import type { Readable } from 'node:stream';
import type { ProcessOutput } from './port.ts';

const heldChars = 1024 * 1024;
const silenceMs = 200;

/**
 * One reader. When it is slow, both pipes are paused and the process waits: memory stays bounded. A character that is cut
 * between two chunks is put together. Ends once both pipes have ended, or, after `giveUp`, when nothing more comes.
 */
export function joinOutput(
  stdout: Readable,
  stderr: Readable,
): { output: AsyncIterable<ProcessOutput>; giveUp(): void } {
  const held: ProcessOutput[] = [];
  let heldLength = 0;
  let open = 2;
  let ended = false;
  let isLast = false;
  let wake: (() => void) | undefined;
  const notify = () => {
    wake?.();
    wake = undefined;
  };
  const push = (stream: ProcessOutput['stream'], text: string) => {
    if (text === '' || ended) return;
    held.push({ stream, text });
    heldLength += text.length;
    if (heldLength >= heldChars) {
      stdout.pause();
      stderr.pause();
    }
    notify();
  };
  const follow = (pipe: Readable, stream: ProcessOutput['stream']) => {
    const decoder = new TextDecoder();
    pipe.on('data', (chunk: Buffer) => push(stream, decoder.decode(chunk, { stream: true })));
    pipe.on('error', () => {}); // a broken pipe ends like a closed one; 'close' follows
    pipe.once('close', () => {
      push(stream, decoder.decode());
      open -= 1;
      if (open === 0) ended = true;
      notify();
    });
  };
  follow(stdout, 'stdout');
  follow(stderr, 'stderr');

  async function* read(): AsyncGenerator<ProcessOutput> {
    for (;;) {
      const next = held.shift();
      if (next !== undefined) {
        heldLength -= next.text.length;
        if (heldLength < heldChars / 2) {
          stdout.resume();
          stderr.resume();
        }
        yield next;
      } else if (ended) {
        return;
      } else {
        const more = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (!isLast) await more;
        // What lies in the pipes still comes at once; what holds them open beyond that has nothing to say to us.
        else if (await Promise.race([more, silence()])) return;
      }
    }
  }
  return {
    output: { [Symbol.asyncIterator]: read },
    giveUp: () => {
      isLast = true;
      notify();
    },
  };
}

const silence = () => new Promise<true>((resolve) => setTimeout(() => resolve(true), silenceMs));
