// One connection of a client, from hello to its end: greeting, heartbeat, frames in and out.
import { AppError } from './errors.ts';
import { type ClientFrame, closeCodes, type Port, protocolVersion, ServerFrame } from './frames.ts';

export type ClientClock = {
  now(): number;
  /** Calls back once after `ms`; the result cancels it. */
  after(ms: number, callback: () => void): () => void;
};

export type Welcome = Extract<ServerFrame, { type: 'welcome' }>;
export type LinkEnd = { readonly code: number; readonly reason: string };

export type Link = {
  readonly welcome: Welcome;
  send(frame: ClientFrame): void;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly ended: Promise<LinkEnd>;
  close(): void;
};

export type LinkOptions = {
  readonly port: Port;
  readonly clock: ClientClock;
  readonly token: string | undefined;
  readonly helloTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly onFrame: (frame: ServerFrame) => void;
};

/** Undefined for text that is no frame: newer servers may speak of things that this client does not know. */
function readFrame(text: string): ServerFrame | undefined {
  try {
    return ServerFrame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON: ignored like any unknown frame
  }
}

/** What the end of a connection before its welcome means to whoever wanted it. */
export function endError(end: LinkEnd): AppError {
  if (end.code === closeCodes.unauthenticated)
    return new AppError('unauthenticated', 'Limpet did not accept this sign-in. Sign in again.');
  if (end.code === closeCodes.mismatch)
    return new AppError('unsupported', 'Limpet was updated. Load the page again.', {
      details: { reason: 'version_mismatch' },
    });
  return new AppError('unavailable', 'Limpet cannot be reached. Check that it is running.', {
    details: { reason: 'offline', facts: { closeCode: end.code } },
  });
}

/** Says hello and waits for the welcome. Rejects as `endError` tells; the port is closed then. */
export function openLink(o: LinkOptions): Promise<Link> {
  const { port, clock } = o;
  const send = (frame: ClientFrame) => port.send(JSON.stringify(frame));
  return new Promise<Link>((resolve, reject) => {
    let welcomed = false;
    let heardAt = clock.now();
    let endLink: (end: LinkEnd) => void = () => {};
    const ended = new Promise<LinkEnd>((settle) => {
      endLink = settle;
    });
    let stopTimer = clock.after(o.helloTimeoutMs, () => port.close(closeCodes.timeout, 'No welcome came.'));
    let pingedAt = Number.NEGATIVE_INFINITY;
    const beat = () => {
      if (heardAt < pingedAt) return port.close(closeCodes.timeout, 'The server fell silent.');
      if (clock.now() - heardAt >= o.heartbeatMs) {
        pingedAt = clock.now();
        send({ type: 'ping' });
      }
      stopTimer = clock.after(o.heartbeatMs, beat);
    };
    const greet = (welcome: Welcome) => {
      if (welcome.protocol !== protocolVersion) return port.close(closeCodes.mismatch, 'Another protocol version.');
      welcomed = true;
      stopTimer();
      stopTimer = clock.after(o.heartbeatMs, beat);
      resolve({ welcome, send, ended, close: () => port.close(closeCodes.normal, '') });
    };
    port.onClose((end) => {
      stopTimer();
      endLink(end);
      if (!welcomed) reject(endError(end));
    });
    port.onMessage((text) => {
      heardAt = clock.now();
      const frame = readFrame(text);
      if (frame === undefined) return;
      if (!welcomed) return frame.type === 'welcome' ? greet(frame) : undefined;
      if (frame.type === 'ping') return send({ type: 'pong' });
      if (frame.type !== 'pong' && frame.type !== 'welcome') o.onFrame(frame);
    });
    send({ type: 'hello', protocol: protocolVersion, ...(o.token === undefined ? {} : { token: o.token }) });
  });
}
