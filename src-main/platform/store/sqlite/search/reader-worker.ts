// The reader thread: long reads that must not hold up the thread that streams.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { toErrorData } from '#main/contract/errors.ts';
import type { DatabaseCopy } from '#main/platform/store/port.ts';
import { migrations } from '../../migrations/list.ts';
import { openConnection } from '../connection/connection.ts';
import { toStoreError } from '../connection/store-errors.ts';
import { copyDatabase } from '../opening/copy-database.ts';
import { inspectCopy, takeCopy } from '../opening/inspect-copy.ts';
import { createFindMessages } from './find-messages.ts';
import type { Counts, OneTask, ReaderReply, ReaderRequest, ReaderStart, TaskResult } from './reader-protocol.ts';

// Each thread has a part of its own in a report of Node, and with it a list of the environment with its keys.
process.report.excludeEnv = true;

const Start: z.ZodType<ReaderStart> = z.discriminatedUnion('task', [
  z.object({ task: z.literal('read'), path: z.string(), folder: z.string() }),
  z.object({ task: z.enum(['copy', 'take']), path: z.string(), folder: z.string(), to: z.string() }),
  z.object({ task: z.literal('inspect'), path: z.string(), folder: z.string() }),
]);

function serve(start: { path: string; folder: string }, port: NonNullable<typeof parentPort>): void {
  const connection = openConnection({ path: start.path, mode: 'read' });
  const find = createFindMessages(connection);
  const sessions = connection.query<[], { n: number }>('SELECT count(*) AS n FROM sessions WHERE deleted_at IS NULL');
  const messages = connection.query<[], { n: number }>('SELECT count(*) AS n FROM messages');
  const counts = (): Counts => ({ sessions: sessions.get()?.n ?? 0, messages: messages.get()?.n ?? 0 });
  const answer = (request: ReaderRequest): ReaderReply => {
    try {
      if (request.type === 'counts') return { id: request.id, type: 'counted', counts: counts() };
      return { id: request.id, type: 'found', result: find(request) };
    } catch (error) {
      return { id: request.id, type: 'failed', error: toErrorData(toStoreError(error, start.folder)) };
    }
  };
  port.on('message', (request: ReaderRequest) => port.postMessage(answer(request)));
}

async function work(task: OneTask): Promise<DatabaseCopy | undefined> {
  if (task.task === 'inspect') return inspectCopy(task.path, migrations);
  if (task.task === 'take') return takeCopy({ from: task.path, to: task.to, migrations });
  await copyDatabase(task.path, task.to);
  return undefined;
}

async function report(task: OneTask): Promise<TaskResult> {
  try {
    const copy = await work(task);
    return copy === undefined ? { type: 'done' } : { type: 'done', copy };
  } catch (error) {
    return { type: 'failed', error: toErrorData(toStoreError(error, task.folder)) };
  }
}

// A thread's module is its main function: this is its start, not work at import time of the app.
if (parentPort !== null) {
  const start = Start.parse(workerData);
  if (start.task === 'read') serve(start, parentPort);
  else parentPort.postMessage(await report(start));
}
