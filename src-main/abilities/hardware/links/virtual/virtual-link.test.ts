// The links to virtual boards keep what every link promises.
import { linkSuite } from '../../testing/link-suite.ts';
import type { Board } from './board.ts';
import { createVirtualOpener, virtualIdentity } from './virtual-opener.ts';

/** A board that a test speaks for. */
function plugIn() {
  let onBytes: (bytes: Uint8Array) => void = () => {};
  let pull = () => {};
  const heard: Uint8Array[] = [];
  const gone = new Promise<void>((resolve) => {
    pull = resolve;
  });
  const board: Board = {
    gone,
    plug(listener) {
      onBytes = listener;
      return {
        write: async (bytes) => void heard.push(Uint8Array.from(bytes)),
        unplug: () => {
          onBytes = () => {};
        },
      };
    },
    stop: async () => pull(),
  };
  return { board, heard, say: (bytes: Uint8Array) => onBytes(bytes) };
}

linkSuite(async () => {
  let now: ReturnType<typeof plugIn> | undefined = plugIn();
  const opener = createVirtualOpener((name) => (name === 'uno' ? now?.board : undefined));
  return {
    opener,
    identity: virtualIdentity('uno'),
    say: async (bytes) => now?.say(bytes),
    heard: async () => Buffer.concat(now?.heard ?? []),
    async unplug() {
      await now?.board.stop();
      now = undefined;
    },
    async plug() {
      now = plugIn();
    },
  };
});
