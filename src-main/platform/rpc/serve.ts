// One connection: hello first, then calls and streams, a heartbeat, and an end that leaves nothing running.

import type { ServerFrame } from '#main/contract/frames.ts';
import {
  type ClientFrame,
  ClientFrame as ClientFrames,
  closeCodes,
  type Port,
  protocolVersion,
} from '#main/contract/frames.ts';
import type { Principal } from '#main/contract/kernel.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Router } from './access.ts';
import { createCalls } from './calls.ts';
import type { CommandMemory } from './command-memory.ts';
import type { RpcLimits, ServeOptions } from './create-rpc.ts';

export type ConnectionOptions = ServeOptions & {
  readonly router: Router;
  readonly commands: CommandMemory;
  readonly limits: RpcLimits;
  readonly version: string;
  readonly epoch: string;
  readonly clock: Clock;
  readonly checkOutputs: boolean;
  readonly connectionId: string;
  readonly log: Log;
};

/** UTF-8 never takes more than three bytes for a unit of UTF-16, so most texts need no counting. */
function isLarger(text: string, bytes: number): boolean {
  return text.length > bytes || (text.length * 3 > bytes && Buffer.byteLength(text) > bytes);
}

/** Pings a silent peer and closes one that has not answered by the next beat. The result stops it. */
function watchPeer(port: Port, o: ConnectionOptions, heardAt: () => number): () => void {
  const { clock, limits } = o;
  let pingedAt = Number.NEGATIVE_INFINITY;
  const beat = () => {
    if (heardAt() < pingedAt) return port.close(closeCodes.timeout, 'The peer fell silent.');
    if (clock.monotonic() - heardAt() >= limits.heartbeatMs / 2) {
      pingedAt = clock.monotonic();
      port.send(JSON.stringify({ type: 'ping' } satisfies ServerFrame));
    }
    stop = clock.after(limits.heartbeatMs, beat);
  };
  let stop = clock.after(limits.heartbeatMs, beat);
  return () => stop();
}

export function serveConnection(port: Port, o: ConnectionOptions): Promise<void> {
  const { limits, log, clock } = o;
  let phase: 'greeting' | 'checking' | 'open' = 'greeting';
  let heardAt = clock.monotonic();
  let stopTimer = clock.after(limits.helloTimeoutMs, () => port.close(closeCodes.timeout, 'No hello came.'));
  let receive: (frame: ClientFrame | undefined, raw: unknown) => void = () => {};

  const welcome = (principal: Principal) => {
    phase = 'open';
    heardAt = clock.monotonic();
    stopTimer();
    const stopWatching = watchPeer(port, o, () => heardAt);
    const calls = createCalls(port, { ...o, principal });
    stopTimer = () => {
      stopWatching();
      calls.end();
    };
    receive = calls.receive;
    const { version, epoch } = o;
    port.send(JSON.stringify({ type: 'welcome', protocol: protocolVersion, version, epoch } satisfies ServerFrame));
    log.debug('connection open', { access: principal.access });
  };

  const greet = async (frame: ClientFrame | undefined) => {
    if (frame?.type !== 'hello') return port.close(closeCodes.protocol, 'Say hello first.');
    if (frame.protocol !== protocolVersion) return port.close(closeCodes.mismatch, 'Another protocol version.');
    phase = 'checking';
    const principal = await o.authenticate(frame.token);
    if (principal === undefined) return port.close(closeCodes.unauthenticated, 'Sign in first.');
    if (!isClosed) welcome(principal);
  };

  let isClosed = false;
  return new Promise<void>((resolve) => {
    const abort = () => port.close(o.closeCode?.() ?? closeCodes.goingAway, 'The server ends this connection.');
    port.onClose(({ code }) => {
      isClosed = true;
      stopTimer();
      o.signal.removeEventListener('abort', abort);
      log.debug('connection closed', { code });
      resolve();
    });
    if (o.signal.aborted) return abort();
    o.signal.addEventListener('abort', abort, { once: true });
    port.onMessage((text) => {
      if (isClosed) return;
      if (isLarger(text, phase === 'open' ? limits.postAuthBytes : limits.preAuthBytes))
        return port.close(closeCodes.tooLarge, 'The frame is too large.');
      heardAt = clock.monotonic();
      const raw = parseJson(text);
      const frame = ClientFrames.safeParse(raw).data;
      if (phase === 'open') return receive(frame, raw);
      if (phase === 'checking') return port.close(closeCodes.protocol, 'Wait for the welcome.');
      greet(frame).catch((error: unknown) => {
        log.error('sign-in failed', { error });
        port.close(closeCodes.unauthenticated, 'Sign in first.');
      });
    });
  });
}
