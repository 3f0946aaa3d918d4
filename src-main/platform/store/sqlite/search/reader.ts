// The main thread's side of the reader thread: started on first use, one request at a time, cancelled ones dropped.
import { Worker } from 'node:worker_threads';
import { AppError, fromErrorData } from '#main/contract/errors.ts';
import { cancelled } from '#main/platform/base/clock.ts';
import type { DatabaseCopy } from '#main/platform/store/port.ts';
import type { SearchRequest, SearchResult } from './find-messages.ts';
import type { Counts, OneTask, ReaderReply, ReaderRequest, ReaderStart, TaskResult } from './reader-protocol.ts';

/** Requests that may wait for the thread. */
const waitingLimit = 64;

type Ask = { type: 'search'; request: SearchRequest } | { type: 'counts' };
type Waiting = {
  readonly ask: Ask;
  readonly settle: (reply: ReaderReply | Error) => void;
};

export interface Reader {
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchResult>;
  counts(): Promise<Counts>;
  close(): Promise<void>;
}

/**
 * The sources run as they are (`.ts` beside this file); the build puts the thread's own entry next to the hosts', and
 * this file into one of them or into a chunk one folder below.
 */
export function readerUrl(): URL {
  const here = import.meta.url;
  if (here.endsWith('.ts')) return new URL('reader-worker.ts', here);
  return new URL(/\/chunks\/[^/]+$/.test(here) ? '../reader-worker.js' : 'reader-worker.js', here);
}

const lost = (cause?: unknown) =>
  new AppError('unavailable', 'The search stopped. Try again.', { cause, details: { reason: 'reader_stopped' } });

export function createReader(start: { path: string; folder: string }): Reader {
  let worker: Worker | undefined;
  let current: Waiting | undefined;
  let isClosed = false;
  let lastId = 0;
  const waiting: Waiting[] = [];

  const settleCurrent = (reply: ReaderReply | Error) => {
    const done = current;
    current = undefined;
    worker?.unref();
    done?.settle(reply);
  };
  const startWorker = (): Worker => {
    const data: ReaderStart = { task: 'read', ...start };
    const made = new Worker(readerUrl(), { workerData: data });
    made.on('message', (reply: ReaderReply) => {
      if (reply.id !== lastId) return;
      settleCurrent(reply);
      next();
    });
    const stopped = (cause: unknown) => {
      if (worker !== made) return;
      worker = undefined; // the next request starts another one
      settleCurrent(lost(cause));
      next();
    };
    made.on('error', stopped);
    made.on('exit', stopped);
    return made;
  };
  const next = () => {
    if (current !== undefined) return;
    current = waiting.shift();
    if (current === undefined) return;
    lastId += 1;
    const { ask } = current;
    const request: ReaderRequest =
      ask.type === 'search' ? { id: lastId, type: 'search', ...ask.request } : { id: lastId, type: 'counts' };
    try {
      worker ??= startWorker();
      worker.ref(); // somebody waits: the process must not end before the answer
      worker.postMessage(request);
    } catch (error) {
      settleCurrent(lost(error));
      next();
    }
  };
  const ask = (wanted: Ask, signal: AbortSignal | undefined): Promise<ReaderReply> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      if (isClosed) return reject(lost());
      if (waiting.length >= waitingLimit) {
        return reject(new AppError('rate_limited', 'Too many searches wait. Try again in a moment.'));
      }
      const abort = () => {
        const at = waiting.indexOf(entry);
        if (at !== -1) waiting.splice(at, 1);
        reject(cancelled());
      };
      const entry: Waiting = {
        ask: wanted,
        settle: (reply) => {
          signal?.removeEventListener('abort', abort);
          if (reply instanceof Error) reject(reply);
          else resolve(reply);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      waiting.push(entry);
      next();
    });
  const unexpected = (reply: ReaderReply): Error =>
    reply.type === 'failed' ? fromErrorData(reply.error) : new Error('the reader answered another question');
  return {
    async search(request, signal) {
      const reply = await ask({ type: 'search', request }, signal);
      if (reply.type !== 'found') throw unexpected(reply);
      return reply.result;
    },
    async counts() {
      const reply = await ask({ type: 'counts' }, undefined);
      if (reply.type !== 'counted') throw unexpected(reply);
      return reply.counts;
    },
    async close() {
      isClosed = true;
      for (const entry of waiting.splice(0)) entry.settle(lost());
      const closing = worker;
      await closing?.terminate();
    },
  };
}

/** Copies or looks at a database in a thread of its own. On abort the thread ends with what it is doing and says nothing. */
export function runInThread(task: OneTask, signal: AbortSignal): Promise<DatabaseCopy | undefined> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled());
    const worker = new Worker(readerUrl(), { workerData: task });
    const end = (outcome: { copy?: DatabaseCopy | undefined } | Error) => {
      signal.removeEventListener('abort', abort);
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome.copy);
    };
    const abort = () => void worker.terminate();
    signal.addEventListener('abort', abort, { once: true });
    worker.on('message', (result: TaskResult) => end(result.type === 'done' ? result : fromErrorData(result.error)));
    worker.on('error', (error: unknown) => end(lost(error)));
    // Also after an abort: only once the thread has let go of its files.
    worker.on('exit', () => end(signal.aborted ? cancelled() : lost()));
  });
}
