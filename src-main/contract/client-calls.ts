// What a client has asked and not yet been told: kept over a lost connection, asked again on the next one.
import type { ArrivedItem, ClientStream } from './client-stream.ts';
import { createClientStream } from './client-stream.ts';
import { AppError, fromErrorData, isAppError } from './errors.ts';
import type { ClientFrame, ServerFrame } from './frames.ts';
import type { CommandId, Cursor } from './ids.ts';

type Send = (frame: ClientFrame) => void;
type CallFrame = Extract<ClientFrame, { type: 'call' }>;
type PendingCall = { readonly frame: CallFrame; sent: boolean; settle(outcome: ServerFrame | AppError): void };

/** Fewer than the server allows, so that streams have room. */
const maxCallsInFlight = 192;
const maxWaitingCalls = 4_096;

export interface ClientCalls {
  call(o: { op: string; input: unknown; commandId?: CommandId; signal?: AbortSignal }): Promise<unknown>;
  follow(o: { op: string; input: unknown; after?: Cursor; signal?: AbortSignal }): AsyncGenerator<ArrivedItem>;
  receive(frame: ServerFrame): void;
  /** A connection is there: everything open is asked (again). */
  online(send: Send): void;
  offline(): void;
  /** Everything open fails with this, and so does what comes later, until `online`. Undefined: wait again. */
  refuse(error: AppError | undefined): void;
}

const gone = () => new AppError('cancelled', 'Cancelled.');

export function createClientCalls(): ClientCalls {
  let send: Send | undefined;
  let refusal: AppError | undefined;
  let lastId = 0;
  let inFlight = 0;
  const calls = new Map<string, PendingCall>();
  const streams = new Set<ClientStream>();
  const byWireId = new Map<string, ClientStream>();
  const nextId = () => {
    lastId += 1;
    return `c${lastId}`;
  };

  const sendWaiting = () => {
    if (send === undefined) return;
    for (const call of calls.values()) {
      if (inFlight >= maxCallsInFlight) return;
      if (call.sent) continue;
      call.sent = true;
      inFlight += 1;
      send(call.frame);
    }
  };
  const finish = (id: string) => {
    const call = calls.get(id);
    if (call === undefined || !calls.delete(id)) return;
    if (call.sent) inFlight -= 1;
    // The map keeps its order, so without this every answer would walk over all that were sent.
    if (calls.size > inFlight) sendWaiting();
  };
  const open = (stream: ClientStream) => {
    if (send === undefined) return;
    const id = nextId();
    stream.wireId = id;
    byWireId.set(id, stream);
    const { op, input, after } = stream;
    send({ type: 'open', id, op, input, ...(after === undefined ? {} : { after }) });
  };
  const close = (stream: ClientStream) => {
    if (stream.wireId === undefined) return;
    byWireId.delete(stream.wireId);
    send?.({ type: 'cancel', id: stream.wireId });
    stream.wireId = undefined;
  };
  const settleStream = (id: string, error?: AppError) => {
    const stream = byWireId.get(id);
    if (stream === undefined) return;
    byWireId.delete(id);
    stream.wireId = undefined;
    stream.end(error);
  };

  return {
    call({ op, input, commandId, signal }) {
      if (refusal !== undefined) return Promise.reject(refusal);
      if (signal?.aborted === true) return Promise.reject(gone());
      if (calls.size >= maxWaitingCalls)
        return Promise.reject(new AppError('unavailable', 'Too much is waiting for the connection. Try again later.'));
      const id = nextId();
      return new Promise((resolve, reject) => {
        const abort = () => {
          if (calls.get(id)?.sent === true) send?.({ type: 'cancel', id });
          finish(id);
          reject(gone());
        };
        signal?.addEventListener('abort', abort, { once: true });
        calls.set(id, {
          frame: { type: 'call', id, op, input, ...(commandId === undefined ? {} : { commandId }) },
          sent: false,
          settle(outcome) {
            signal?.removeEventListener('abort', abort);
            finish(id);
            if (isAppError(outcome)) reject(outcome);
            else if (outcome.type === 'ok') resolve(outcome.output);
            else if (outcome.type === 'fail') reject(fromErrorData(outcome.error));
          },
        });
        sendWaiting();
      });
    },

    async *follow({ op, input, after, signal }) {
      if (refusal !== undefined) throw refusal;
      const stream = createClientStream({ op, input, after });
      streams.add(stream);
      open(stream);
      try {
        while (signal?.aborted !== true) {
          const item = stream.shift();
          if (item !== undefined) {
            yield item;
            continue;
          }
          const outcome = stream.outcome();
          if (outcome?.error !== undefined) throw outcome.error;
          if (outcome !== undefined) return;
          if (stream.wireId === undefined) open(stream); // paused for a slow reader who has now caught up
          await stream.change(signal);
        }
      } finally {
        streams.delete(stream);
        close(stream);
      }
    },

    receive(frame) {
      if (frame.type === 'ok') calls.get(frame.id)?.settle(frame);
      else if (frame.type === 'fail') {
        calls.get(frame.id)?.settle(frame);
        settleStream(frame.id, fromErrorData(frame.error));
      } else if (frame.type === 'end') settleStream(frame.id);
      else if (frame.type === 'item') {
        const stream = byWireId.get(frame.id);
        if (stream !== undefined && !stream.take(frame)) close(stream);
      }
    },
    online(newSend) {
      send = newSend;
      refusal = undefined;
      sendWaiting();
      for (const stream of streams) if (stream.outcome() === undefined) open(stream);
    },
    offline() {
      send = undefined;
      inFlight = 0;
      for (const call of calls.values()) call.sent = false;
      byWireId.clear();
      for (const stream of streams) stream.wireId = undefined;
    },
    refuse(error) {
      refusal = error;
      if (error === undefined) return;
      for (const call of [...calls.values()]) call.settle(error);
      for (const stream of streams) stream.end(error);
    },
  };
}
