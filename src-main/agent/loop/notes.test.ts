// Every remark inside an answer, read in German: no English gets in with what fills the gaps.
import { describe, expect, it } from 'vitest';
import { type FailureClass, providerError } from '#main/agent/providers/to-provider-error.ts';
import { AppError, type ErrorData, toErrorData } from '#main/contract/errors.ts';
import type { Part } from '#main/contract/messages.ts';
import { Settings } from '#main/contract/settings.ts';
import { english } from '#main/platform/texts/en/catalogue.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { createLimits } from './limits.ts';
import { notes } from './notes.ts';

const place = { label: 'Mistral', model: 'large', local: false, now: 0 };
const failures: Record<FailureClass, true> = {
  key_wrong: true,
  no_credit: true,
  rate_limited: true,
  overloaded: true,
  server_error: true,
  context_overflow: true,
  unknown_model: true,
  wrong_address: true,
  no_tools: true,
  no_images: true,
  vendor_policy: true,
  not_allowed: true,
  bad_request: true,
  timeout: true,
  network: true,
  not_running: true,
  certificate: true,
  stream_cut: true,
  bad_stream: true,
  empty_answer: true,
  broken_tool_call: true,
};
/** What a vendor, the network or a bug can come to; the last ones have no sentence of their own. */
const errors: readonly ErrorData[] = [
  ...(Object.keys(failures) as FailureClass[]).map((name) =>
    toErrorData(providerError(name, place, { said: 'You exceeded your current quota.' })),
  ),
  toErrorData(new Error('socket hang up')),
  toErrorData(new AppError('provider_failed', 'The model ended its answer without saying so. Try again.')),
  toErrorData(new AppError('unavailable', 'Not now.', { details: { reason: 'never_heard_of' } })),
  toErrorData(
    new AppError('not_found', 'Gone.', { details: { reason: 'unknown_model', facts: { vendor: 'Mistral' } } }),
  ),
];

const limits = { stepsPerTurn: 50, tokensPerTurn: 1_000_000, costUsdPerTurn: 2.5, minutesPerTurn: 30 };
const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
function limitNote(o: { steps?: number; tokens?: number; cost?: number }): Part {
  const used = createLimits(Settings.parse({ limits }).limits);
  used.add({ ...usage, inputTokens: o.tokens ?? 0 }, o.cost);
  const reached = used.reached(o.steps ?? 0);
  if (reached === undefined) throw new Error('no limit');
  return notes.limit(reached);
}

/** One of each; those with an error once for every error. A new kind of note does not compile without its samples. */
const samples: Record<keyof typeof notes, readonly Part[]> = {
  limit: [limitNote({ steps: 50 }), limitNote({ tokens: 1_000_000 }), limitNote({ cost: 2.5 })],
  limitTime: [notes.limitTime()],
  sameCallFailing: [notes.sameCallFailing('run_command')],
  maxOutput: [notes.maxOutput()],
  refused: [notes.refused()],
  emptyAnswer: [notes.emptyAnswer()],
  suspectedToolText: [notes.suspectedToolText()],
  failover: errors.map((error) => notes.failover({ from: 'mistral/large', to: 'openai/gpt', error })),
  retried: errors.map((error) => notes.retried(1_200, error)),
  compacted: [notes.compacted(1), notes.compacted(1_200)],
  compactionFailed: errors.map((error) => notes.compactionFailed(error)),
  trimmed: [notes.trimmed()],
};
const all = Object.values(samples).flat();
/** Made elsewhere, without parameters or with names only: titles of calls, and what the store says of a damaged row. */
const elsewhere = ['preparing_call', 'unknown_tool', 'bad_input', 'messageDamaged'];

const german = createTranslate('de');
const said = (part: Part | undefined) => (part?.type === 'note' ? german(part.key, part.params) : '');
/** Words that German does not have. */
const englishWords =
  /\b(the|this|that|is|are|has|not|and|or|of|to|it|its|with|again|try|wait|little|answer|choose|another|check|reason|steps?|limit|later|model's|broke|something|key|quota|gone|now)\b/i;

describe('a note in German', () => {
  it('is one of those that are tried here', () => {
    const tried = new Set(all.map((part) => (part.type === 'note' ? part.key.replace('notes.', '') : '')));
    const known = Object.keys(english.notes).map((key) => key.replace(/_(one|other)$/, ''));
    expect([...tried, ...elsewhere].sort()).toEqual([...new Set(known)].sort());
  });

  it('holds no gap and no English word, whatever its error is', () => {
    const sentences = all.map(said);
    expect(sentences.filter((sentence) => sentence === '' || /[{}]|notes\.|errors\./.test(sentence))).toEqual([]);
    expect(sentences.filter((sentence) => englishWords.test(sentence))).toEqual([]);
    const own = new Set(Object.values<string>(english.errors));
    for (const { message } of errors) own.add(message);
    expect(sentences.filter((sentence) => [...own].some((text) => sentence.includes(text)))).toEqual([]);
  });

  it('says the finest reason that it knows, and the general one where a fact is missing', () => {
    expect(said(samples.failover[errors.findIndex(({ details }) => details?.reason === 'overloaded')])).toBe(
      'mistral/large hat nicht geantwortet. Stattdessen antwortet openai/gpt. Grund: Mistral ist überlastet. Bitte kurz warten oder ein anderes Modell wählen.',
    );
    expect(said(samples.compactionFailed.at(-1))).toContain('Das ist nicht mehr da.');
  });

  it('writes numbers and money the German way', () => {
    expect(samples.limit.map(said)).toEqual([
      expect.stringContaining('Nach 50 Schritten'),
      expect.stringContaining('Nach 1.000.000 Tokens'),
      expect.stringContaining('Bei 2,50 US-Dollar'),
    ]);
    expect(samples.compacted.map(said)).toEqual([
      expect.stringContaining('1 frühere Nachricht wurde'),
      expect.stringContaining('1.200 frühere Nachrichten wurden'),
    ]);
  });

  it('keeps what an older Limpet stored', () => {
    const old = { from: 'a/b', to: 'c/d', reason: 'It was overloaded.' };
    expect(german('notes.failover', old)).toContain('Grund: It was overloaded.');
  });
});
