// Two ends of a wire inside one process: for tests, and for a command line that is its own server.
import { createPort, type PortEnds } from '#main/contract/create-port.ts';
import { closeCodes, type Port } from '#main/contract/frames.ts';

export interface MemoryPorts {
  readonly client: Port;
  readonly server: Port;
  /** Nothing reaches the client until `resume`, as if it did not read. */
  pause(): void;
  resume(): void;
  /** The line breaks: both ends see it closed, what was under way is lost. */
  cut(): void;
}

type Lane = { push(text: string): void; bufferedBytes(): number; pause(isPaused: boolean): void; drop(): void };

/** Delivers in order and never within `send`, as a real line does. */
function createLane(deliver: (text: string) => void): Lane {
  let waiting: string[] = [];
  let bytes = 0;
  let isPaused = false;
  let isScheduled = false;
  const flush = () => {
    isScheduled = false;
    if (isPaused) return;
    const texts = waiting;
    waiting = [];
    bytes = 0;
    for (const text of texts) deliver(text);
  };
  const schedule = () => {
    if (isScheduled || isPaused || waiting.length === 0) return;
    isScheduled = true;
    setImmediate(flush);
  };
  return {
    push(text) {
      waiting.push(text);
      bytes += text.length;
      schedule();
    },
    bufferedBytes: () => bytes,
    pause(paused) {
      isPaused = paused;
      schedule();
    },
    drop() {
      waiting = [];
      bytes = 0;
    },
  };
}

export function createMemoryPorts(): MemoryPorts {
  const toClient = createLane((text) => client.receive(text));
  const toServer = createLane((text) => server.receive(text));
  const client: PortEnds = createPort({
    send: toServer.push,
    close: (reason) => setImmediate(() => server.closed(reason)),
    bufferedBytes: toServer.bufferedBytes,
  });
  const server: PortEnds = createPort({
    send: toClient.push,
    close: (reason) => setImmediate(() => client.closed(reason)),
    bufferedBytes: toClient.bufferedBytes,
  });
  return {
    client: client.port,
    server: server.port,
    pause: () => toClient.pause(true),
    resume: () => toClient.pause(false),
    cut() {
      toClient.drop();
      toServer.drop();
      const reason = { code: 1006, reason: 'The line broke.' };
      client.closed(reason);
      server.closed({ ...reason, code: closeCodes.goingAway });
    },
  };
}
