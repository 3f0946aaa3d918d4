// Strangers give way to each other, never those who are known.
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createStrangers } from './strangers.ts';

/** As much of a socket as counts here. */
class FakeSocket extends EventEmitter {
  readonly remoteAddress = '192.0.2.1';
  readonly remotePort: number;
  destroyed = false;
  constructor(port: number) {
    super();
    this.remotePort = port;
  }
  destroy() {
    this.destroyed = true;
    this.emit('close');
  }
}
const asSocket = (socket: FakeSocket) => socket as unknown as Socket;

describe('strangers', () => {
  it('closes the oldest when there are too many [T09]', () => {
    const strangers = createStrangers(2);
    const sockets = [1, 2, 3].map((port) => new FakeSocket(port));
    for (const socket of sockets) strangers.add(asSocket(socket));
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, false, false]);
    expect(strangers.count()).toBe(2);
  });

  it('does not count who is known, also where TLS hands over another object for the same connection', () => {
    const strangers = createStrangers(1);
    const [accepted, secured, next] = [new FakeSocket(1), new FakeSocket(1), new FakeSocket(2)];
    strangers.add(asSocket(accepted));
    strangers.accept(asSocket(secured));
    strangers.add(asSocket(next));
    expect([accepted.destroyed, next.destroyed]).toEqual([false, false]);
  });

  it('forgets who has gone', () => {
    const strangers = createStrangers(1);
    const gone = new FakeSocket(1);
    strangers.add(asSocket(gone));
    gone.emit('close');
    expect(strangers.count()).toBe(0);
  });
});
