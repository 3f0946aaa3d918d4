// A connection to the session bus of a Linux desktop: calls with answers, signals as they come.
import { connect, type Socket } from 'node:net';
import { AppError } from '#main/contract/errors.ts';
import { type BusMessage, decodeMessage, encodeMessage } from './bus-message.ts';
import type { BusValue } from './bus-values.ts';

export type BusCall = {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly BusValue[];
};

export interface SessionBus {
  /** `unavailable` when the bus has gone, the other side knows no such thing, or does not answer in time. */
  call(call: BusCall): Promise<readonly BusValue[]>;
  onMessage(listener: (message: BusMessage) => void): void;
  send(message: Omit<BusMessage, 'serial'>): void;
  /** After what has been sent. */
  close(): void;
}

const answerWithinMs = 5_000;
const mostWaiting = 100;
const gone = () => new AppError('unavailable', 'The session bus does not answer.');

/** `unix:path=/run/user/1000/bus` or `unix:abstract=…`; the first that names a socket. Undefined for anything else. */
export function socketOf(address: string): string | undefined {
  for (const one of address.split(';')) {
    const [kind, rest = ''] = one.split(/:(.*)/s);
    const values = new Map(rest.split(',').map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]));
    const plain = (text: string) =>
      text.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    const path = values.get('path');
    const abstract = values.get('abstract');
    if (kind === 'unix' && path !== undefined) return plain(path);
    if (kind === 'unix' && abstract !== undefined) return `\0${plain(abstract)}`;
  }
  return undefined;
}

/** Says who we are: our user id, which the socket proves. Resolves when the bus has taken it. */
function greet(socket: Socket, uid: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const onData = (data: Buffer) => {
      answer += data.toString('latin1');
      if (!answer.includes('\r\n') && answer.length < 1_000) return;
      socket.off('data', onData);
      if (!answer.startsWith('OK ')) return reject(gone());
      socket.write('BEGIN\r\n');
      resolve();
    };
    socket.on('data', onData);
    socket.once('error', reject);
    socket.once('close', () => reject(gone()));
    socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(uid)).toString('hex')}\r\n`);
  });
}

/** Reads whole messages out of what arrives; bytes that are none end the connection. */
function readMessages(socket: Socket, take: (message: BusMessage) => void): void {
  let bytes: Buffer = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    bytes = Buffer.concat([bytes, data]);
    try {
      for (let next = decodeMessage(bytes); next !== undefined; next = decodeMessage(bytes)) {
        bytes = bytes.subarray(next.size);
        take(next.message);
      }
    } catch {
      socket.destroy();
    }
  });
}

type Waiting = { resolve(body: readonly BusValue[]): void; reject(error: unknown): void };

/** Calls that wait for their answers, by serial; each for a while only. */
function createCalls() {
  const waiting = new Map<number, Waiting>();
  const take = (serial: number) => {
    const asked = waiting.get(serial);
    waiting.delete(serial);
    return asked;
  };
  return {
    isFull: () => waiting.size >= mostWaiting,
    answer(serial: number): Promise<readonly BusValue[]> {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => take(serial)?.reject(gone()), answerWithinMs);
        const done =
          <T>(act: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer);
            act(value);
          };
        waiting.set(serial, { resolve: done(resolve), reject: done(reject) });
      });
    },
    /** True when somebody waited for it. */
    settle(message: BusMessage): boolean {
      const asked = message.replySerial === undefined ? undefined : take(message.replySerial);
      if (message.type === 'answer') asked?.resolve(message.body);
      else asked?.reject(gone());
      return asked !== undefined;
    },
    end() {
      for (const serial of [...waiting.keys()]) take(serial)?.reject(gone());
    },
  };
}

export type ConnectBusOptions = { readonly address: string; readonly uid: number };

/** Rejects with `unavailable` where there is no bus. */
export async function connectBus({ address, uid }: ConnectBusOptions): Promise<SessionBus> {
  const path = socketOf(address);
  if (path === undefined) throw gone();
  const socket = connect(path);
  const calls = createCalls();
  const listeners = new Set<(message: BusMessage) => void>();
  let serial = 0;
  try {
    await greet(socket, uid);
  } catch {
    socket.destroy();
    throw gone();
  }
  socket.on('error', () => socket.destroy());
  socket.on('close', calls.end);
  readMessages(socket, (message) => {
    if (calls.settle(message)) return;
    for (const listener of listeners) listener(message);
  });
  const send = (message: Omit<BusMessage, 'serial'>) => {
    serial += 1;
    socket.write(encodeMessage({ ...message, serial }));
    return serial;
  };
  const bus: SessionBus = {
    call: async ({ body = [], ...call }) => {
      if (socket.destroyed || calls.isFull()) throw gone();
      return calls.answer(send({ type: 'call', ...call, body }));
    },
    onMessage: (listener) => void listeners.add(listener),
    send: (message) => void send(message),
    // What was said in this moment still goes out.
    close: () => void setImmediate(() => socket.end()),
  };
  const self = {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
  };
  await bus.call({ ...self, member: 'Hello' }).catch((error: unknown) => {
    bus.close();
    throw error;
  });
  return bus;
}
