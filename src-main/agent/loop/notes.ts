// Remarks of the runtime inside an answer. They are stored and sent as keys and values: words come from the catalogue, in
// the language of whoever reads them.
import type { ErrorData } from '#main/contract/errors.ts';
import type { Part } from '#main/contract/messages.ts';
import { errorWords } from '#main/platform/texts/error-sentence.ts';
import type { LimitReached } from './limits.ts';

type Params = Readonly<Record<string, string | number>>;

const note = (name: string, params: Params = {}): Part => ({
  type: 'note',
  key: `notes.${name}`,
  params: Object.fromEntries(Object.entries(params).map(([param, value]) => [param, String(value)])),
});

/** An error as the parameter `{reason}`, with what its own sentence needs. */
function reasonOf(error: ErrorData): Params {
  const { key, params } = errorWords(error);
  return { ...params, reasonKey: key };
}

export const notes = {
  limit: ({ reason, params }: LimitReached) => note(reason, params),
  limitTime: () => note('limit_time'),
  sameCallFailing: (tool: string) => note('same_call_failing', { tool }),
  maxOutput: () => note('max_output'),
  refused: () => note('refused'),
  emptyAnswer: () => note('empty_answer'),
  suspectedToolText: () => note('suspected_tool_text'),
  failover: (o: { from: string; to: string; error: ErrorData }) =>
    note('failover', { ...reasonOf(o.error), from: o.from, to: o.to }),
  retried: (attempts: number, error: ErrorData) => note('retried', { ...reasonOf(error), attempts }),
  compacted: (count: number) => note('compacted', { count }),
  compactionFailed: (error: ErrorData) => note('compaction_failed', reasonOf(error)),
  trimmed: () => note('trimmed'),
} as const;
