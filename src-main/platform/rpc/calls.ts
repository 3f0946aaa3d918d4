// What runs on one connection: calls and streams, each with a signal of its own, never more than the bound.
import { z } from 'zod';
import { AppError, invalidInput } from '#main/contract/errors.ts';
import {
  type ClientFrame,
  ClientFrame as ClientFrames,
  closeCodes,
  type Port,
  type ServerFrame,
} from '#main/contract/frames.ts';
import { CommandId } from '#main/contract/ids.ts';
import type { Ctx, Principal, StreamItem } from '#main/contract/kernel.ts';
import { abortable } from '#main/platform/base/abort.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Route } from './access.ts';
import { failureOf } from './failure.ts';
import type { ConnectionOptions } from './serve.ts';

type CallFrame = Extract<ClientFrame, { type: 'call' }>;
type OpenFrame = Extract<ClientFrame, { type: 'open' }>;
export type CallsOptions = ConnectionOptions & { readonly principal: Principal };

/** How often a full line is looked at: no transport tells when it has room again. */
const drainPollMs = 20;
/** Enough of a frame to answer it although the rest is wrong. */
const Addressed = z.object({ type: z.enum(['call', 'open']), id: z.string().min(1).max(64) });

type Running = { readonly life: AbortController; readonly outlivesConnection: boolean };

export interface Calls {
  /** `frame` is undefined when `raw` is not a frame that this version knows. */
  receive(frame: ClientFrame | undefined, raw: unknown): void;
  /** The connection is gone. */
  end(): void;
}

export function createCalls(port: Port, o: CallsOptions): Calls {
  const { limits, clock } = o;
  const running = new Map<string, Running>();
  const connection = new AbortController();

  const send = (frame: ServerFrame) => {
    port.send(JSON.stringify(frame));
    if (port.bufferedBytes() > limits.maxBufferedBytes)
      port.close(closeCodes.tooSlow, 'Too much is waiting to be read.');
  };
  const room = async (signal: AbortSignal) => {
    while (port.bufferedBytes() > limits.highWaterBytes) await clock.sleep(drainPollMs, signal);
  };

  const answer = async (frame: CallFrame, signal: AbortSignal): Promise<ServerFrame> => {
    const route = o.router.find(frame.op, o.principal);
    if (route.type !== 'answer') throw new AppError('unsupported', `${frame.op} is a stream: open it.`);
    return { type: 'ok', id: frame.id, output: await runAnswer(route, frame, { o, signal }) };
  };

  const follow = async (frame: OpenFrame, signal: AbortSignal): Promise<ServerFrame> => {
    const route = o.router.find(frame.op, o.principal);
    if (route.type !== 'stream') throw new AppError('unsupported', `${frame.op} is not a stream: call it.`);
    const ctx = contextOf(o, { signal, commandId: CommandId.parse(newId(clock.now())) });
    const items = route
      .handle(parseInput(route, frame.input), frame.after === undefined ? ctx : { ...ctx, after: frame.after })
      [Symbol.asyncIterator]();
    try {
      for (;;) {
        await room(signal);
        const step: IteratorResult<StreamItem<unknown>, unknown> = await abortable(items.next(), signal);
        if (step.done === true) return { type: 'end', id: frame.id };
        checkOutput(route, step.value.data, o.checkOutputs);
        send({ type: 'item', id: frame.id, cursor: step.value.cursor, data: step.value.data });
      }
    } finally {
      // Not awaited: a handler that ignores its signal must not keep the slot.
      items.return?.().catch((error: unknown) => o.log.warn('stream did not end well', { op: frame.op, error }));
    }
  };

  const start = (frame: CallFrame | OpenFrame, run: (signal: AbortSignal) => Promise<ServerFrame>) => {
    if (running.has(frame.id)) return port.close(closeCodes.protocol, 'This id is in use.');
    if (running.size >= limits.maxInFlight) return refuse(frame);
    const life = new AbortController();
    const shutDown = () => life.abort();
    o.signal.addEventListener('abort', shutDown, { once: true });
    running.set(frame.id, { life, outlivesConnection: frame.type === 'call' && frame.commandId !== undefined });
    run(life.signal)
      .catch(
        (error: unknown): ServerFrame => ({ type: 'fail', id: frame.id, error: failureOf(error, o.log, frame.op) }),
      )
      .then(async (last) => {
        // The slot stays taken until the answer has room, so that a peer that does not read cannot pile them up.
        await room(connection.signal);
        if (frame.type === 'call' || !life.signal.aborted) send(last);
      })
      .catch(() => {}) // the connection has gone, nobody waits for the answer
      .finally(() => {
        o.signal.removeEventListener('abort', shutDown);
        running.delete(frame.id);
      });
  };
  const refuse = (frame: CallFrame | OpenFrame) => {
    const error = new AppError('rate_limited', 'Too many calls are open on this connection. Wait for some to end.', {
      details: { reason: 'too_many_calls' },
    });
    send({ type: 'fail', id: frame.id, error: failureOf(error, o.log, frame.op) });
  };

  return {
    receive(frame, raw) {
      switch (frame?.type) {
        case 'call':
          return start(frame, (signal) => answer(frame, signal));
        case 'open':
          return start(frame, (signal) => follow(frame, signal));
        case 'cancel':
          return running.get(frame.id)?.life.abort();
        case 'ping':
          return send({ type: 'pong' });
        case undefined: {
          const addressed = Addressed.safeParse(raw).data;
          const issue = addressed === undefined ? undefined : ClientFrames.safeParse(raw).error;
          if (addressed === undefined || issue === undefined) return; // unknown frames are ignored
          const error = failureOf(invalidInput(issue, 'The frame'), o.log, 'frame');
          return send({ type: 'fail', id: addressed.id, error });
        }
        case 'hello':
        case 'pong':
          return;
      }
    },
    end() {
      connection.abort();
      for (const call of running.values()) if (!call.outlivesConnection) call.life.abort();
    },
  };
}

function contextOf(o: CallsOptions, call: { signal: AbortSignal; commandId: CommandId }): Ctx {
  return { principal: o.principal, connectionId: o.connectionId, ...call };
}

function parseInput(route: Route, input: unknown): unknown {
  const parsed = route.operation.input.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error, `The input of ${route.name}`);
  return parsed.data;
}

function checkOutput(route: Route, output: unknown, isChecked: boolean): void {
  if (!isChecked) return;
  const parsed = route.operation.output.safeParse(output);
  if (!parsed.success) throw new Error(invalidInput(parsed.error, `The output of ${route.name}`).message);
}

/** A command runs once per id and sender, however often it is asked for. */
async function runAnswer(
  route: Extract<Route, { type: 'answer' }>,
  frame: CallFrame,
  { o, signal }: { o: CallsOptions; signal: AbortSignal },
): Promise<unknown> {
  const input = parseInput(route, frame.input);
  if (route.operation.kind === 'command' && frame.commandId === undefined)
    throw new AppError('invalid_input', 'A command needs an id.', { details: { path: ['commandId'] } });
  const commandId = frame.commandId ?? CommandId.parse(newId(o.clock.now()));
  const run = async (own: AbortSignal) => {
    const output = await route.handle(input, contextOf(o, { signal: own, commandId }));
    checkOutput(route, output, o.checkOutputs);
    return output;
  };
  if (route.operation.kind !== 'command') return run(signal);
  return o.commands.once(`${o.principal.id} ${route.name} ${commandId}`, signal, run);
}
