// A simulated board as a link: board time passes with each line that is sent, so a test is never too slow for it.
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { createByteQueue } from '../links/byte-queue.ts';
import type { Link } from '../port/link.ts';
import type { Bench } from './board-suite.ts';

export function benchLink(bench: Bench, answerMs: number): Link & { readonly sent: readonly string[] } {
  const queue = createByteQueue();
  const sent: string[] = [];
  let last: Promise<void> = Promise.resolve();
  return {
    sent,
    identity: { transport: 'virtual', key: 'virtual:bench', path: 'virtual:bench' },
    data: queue.data,
    closed: new Promise(() => {}),
    async write(bytes, signal) {
      throwIfAborted(signal);
      const text = Buffer.from(bytes).toString('latin1');
      sent.push(text);
      last = last.then(async () => {
        bench.send(text);
        for (const line of await bench.pass(answerMs)) queue.push(Buffer.from(`${line}\n`));
      });
      await last;
    },
    close: async () => queue.end(),
  };
}
