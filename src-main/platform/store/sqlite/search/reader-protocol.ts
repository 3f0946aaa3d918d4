// What the main thread and the reader thread say to one another.
import type { ErrorData } from '#main/contract/errors.ts';
import type { DatabaseCopy } from '#main/platform/store/port.ts';
import type { SearchRequest, SearchResult } from './find-messages.ts';

export type Counts = { sessions: number; messages: number };
export type ReaderRequest = { readonly id: number } & (
  | ({ readonly type: 'search' } & SearchRequest)
  | { readonly type: 'counts' }
);
export type ReaderReply = { readonly id: number } & (
  | { readonly type: 'found'; readonly result: SearchResult }
  | { readonly type: 'counted'; readonly counts: Counts }
  | { readonly type: 'failed'; readonly error: ErrorData }
);
/** `copy`: writes a checked copy of the database to `to`. `take`: the same for a backup. `inspect`: looks at a copy. */
export type ReaderStart =
  | { readonly task: 'read'; readonly path: string; readonly folder: string }
  | { readonly task: 'copy' | 'take'; readonly path: string; readonly folder: string; readonly to: string }
  | { readonly task: 'inspect'; readonly path: string; readonly folder: string };
export type OneTask = Exclude<ReaderStart, { readonly task: 'read' }>;
/** The one message of a thread that has one task. */
export type TaskResult =
  | { readonly type: 'done'; readonly copy?: DatabaseCopy }
  | { readonly type: 'failed'; readonly error: ErrorData };
