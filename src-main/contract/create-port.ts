// The behaviour that every Port shares: early messages are kept, closing happens once, nothing is sent after it.
import { closeCodes, type Port } from './frames.ts';

export type PortReason = { readonly code: number; readonly reason: string };

/** What a transport must be able to do. */
export type PortTransport = {
  send(text: string): void;
  /** Called once at most. */
  close(reason: PortReason): void;
  bufferedBytes(): number;
};

export type PortEnds = {
  readonly port: Port;
  /** The transport hands over what arrived. */
  receive(text: string): void;
  /** The transport tells that the other side or the line has gone. */
  closed(reason: PortReason): void;
};

export function createPort(transport: PortTransport): PortEnds {
  let early: string[] = [];
  let onMessage: ((text: string) => void) | undefined;
  let onClose: ((reason: PortReason) => void) | undefined;
  let end: PortReason | undefined;
  const finish = (reason: PortReason) => {
    if (end !== undefined) return false;
    end = reason;
    onClose?.(reason);
    return true;
  };
  const port: Port = {
    send(text) {
      if (end === undefined) transport.send(text);
    },
    onMessage(listener) {
      onMessage = listener;
      const kept = early;
      early = [];
      for (const text of kept) listener(text);
    },
    onClose(listener) {
      onClose = listener;
      if (end !== undefined) listener(end);
    },
    close(code = closeCodes.normal, reason = '') {
      if (finish({ code, reason })) transport.close({ code, reason });
    },
    bufferedBytes: () => (end === undefined ? transport.bufferedBytes() : 0),
  };
  return {
    port,
    receive(text) {
      if (end !== undefined) return;
      if (onMessage === undefined) early.push(text);
      else onMessage(text);
    },
    closed: (reason) => void finish(reason),
  };
}
