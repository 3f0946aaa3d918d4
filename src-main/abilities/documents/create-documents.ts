// Starts a thread for each document, two at a time, and ends it at its limits.
import { Worker } from 'node:worker_threads';
import { AppError, fromErrorData } from '#main/contract/errors.ts';
import { cancelled } from '#main/platform/base/clock.ts';
import { unreadable } from './failure.ts';
import { type Documents, documentLimits } from './port.ts';
import type { DocumentReply, DocumentTask } from './thread-protocol.ts';

const timeLimitMs = 90_000;
const atOnce = 2;
const maxWaiting = 16;
const resourceLimits = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 64 };

/** As for the reader of the store: beside this source, or beside the hosts' bundles. */
function threadUrl(): URL {
  const here = import.meta.url;
  if (here.endsWith('.ts')) return new URL('document-worker.ts', here);
  return new URL(/\/chunks\/[^/]+$/.test(here) ? '../document-worker.js' : './document-worker.js', here);
}

function failureOf(error: unknown): AppError {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isFull) return unreadable('too_large', 'This document needs more memory than reading one may take.', error);
  return new AppError('internal', 'The document reader stopped.', { cause: error });
}

function runTask(task: DocumentTask, signal: AbortSignal, limitMs: number): Promise<DocumentReply> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(threadUrl(), { workerData: task, resourceLimits, stdout: false, env: {} });
    const end = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      void worker.terminate();
      act();
    };
    const abort = () => end(() => reject(cancelled()));
    const timer = setTimeout(
      () => end(() => reject(new AppError('timeout', 'The document took too long to read. Ask for a smaller part.'))),
      limitMs,
    );
    signal.addEventListener('abort', abort, { once: true });
    worker.once('message', (reply: DocumentReply) => end(() => resolve(reply)));
    worker.once('error', (error) => end(() => reject(failureOf(error))));
    worker.once('exit', () => end(() => reject(failureOf(undefined))));
  });
}

export function createDocuments(o: { timeLimitMs?: number } = {}): Documents {
  let running = 0;
  const waiting: (() => void)[] = [];

  const inTurn = async (task: DocumentTask, signal: AbortSignal): Promise<DocumentReply> => {
    if (task.request.bytes.length > documentLimits.fileBytes)
      throw unreadable('too_large', 'This document is larger than 64 MiB.');
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting)
        throw new AppError('unavailable', 'Too many documents are being read. Try again.');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      if (signal.aborted) throw cancelled();
      return await runTask(task, signal, o.timeLimitMs ?? timeLimitMs);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next(); // takes this one's place
    }
  };

  return {
    async read(request, signal) {
      const reply = await inTurn({ type: 'read', request }, signal);
      if (reply.type === 'text') return reply.text;
      throw reply.type === 'failed' ? fromErrorData(reply.error) : failureOf(undefined);
    },
    async picture(request, signal) {
      const reply = await inTurn({ type: 'picture', request }, signal);
      if (reply.type === 'picture') return reply.picture;
      throw reply.type === 'failed' ? fromErrorData(reply.error) : failureOf(undefined);
    },
  };
}
