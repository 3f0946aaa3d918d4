// Connections that have shown no valid credential yet: few at a time, the oldest gives way.
import type { Socket } from 'node:net';

const maxStrangers = 32;

/** Over TLS, the socket of a request is another object than the one that was accepted; its far end is the same. */
const farEnd = (socket: Socket) => `${socket.remoteAddress} ${socket.remotePort}`;

export function createStrangers(max = maxStrangers) {
  const strangers = new Map<string, Socket>();
  return {
    add(socket: Socket): void {
      const key = farEnd(socket);
      strangers.set(key, socket);
      socket.once('close', () => strangers.get(key) === socket && strangers.delete(key));
      const [oldest] = strangers;
      if (strangers.size <= max || oldest === undefined) return;
      strangers.delete(oldest[0]);
      oldest[1].destroy();
    },
    /** It is known now; it counts no longer. */
    accept(socket: Socket): void {
      strangers.delete(farEnd(socket));
    },
    count: () => strangers.size,
  };
}
