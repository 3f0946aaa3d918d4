// How an entry is said in one line, and what it looks like.
import type { ActivityEntry, AllowedBy } from '#main/contract/activity.ts';
import type { CallState } from '#main/contract/messages.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Language, Translate } from '#main/platform/texts/translate.ts';
import type { Tone } from '#renderer/ui/display/tone.ts';
import { formatCount, formatDuration } from '#renderer/ui/text/format.ts';

type Title = { readonly key: string; readonly params: Readonly<Record<string, string>> };
type Words = { readonly t: Translate; readonly language: Language };

/** Parameters are the words of models, files and servers: what is hidden in them is made visible. */
export const titleWords = (t: Translate, { key, params }: Title): string =>
  t(key, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, visibleLine(value)])));

export const stateTone: Readonly<Record<CallState, Tone>> = {
  planning: 'plain',
  asking: 'ask',
  running: 'model',
  done: 'done',
  failed: 'stop',
  denied: 'stop',
  stopped: 'plain',
  unknown: 'ask',
  proposed: 'ask',
};

/** By whose order it ran; undefined where nobody had to be asked. */
export function allowedWords(decision: AllowedBy | undefined, t: Translate): string | undefined {
  return decision === undefined ? undefined : t(`activity.by_${decision.by}`);
}

export function entryTitle({ fact }: ActivityEntry, { t }: Words): string {
  switch (fact.type) {
    case 'turn_begun':
      return t(fact.channel === 'ui' ? 'activity.turn_begun' : 'activity.turn_begun_by', {
        channel: fact.channel,
        model: visibleLine(fact.model),
      });
    case 'model_called':
      return t('activity.model_called', { model: visibleLine(fact.model) });
    case 'call_begun':
    case 'call_ended':
    case 'noted':
      return titleWords(t, fact.title);
    case 'turn_ended':
      return t(`activity.turn_${fact.state}`);
  }
}

/** The small print: how long, how many tokens, who allowed it. */
export function entryFacts({ fact }: ActivityEntry, words: Words): readonly string[] {
  const { t, language } = words;
  if (fact.type === 'model_called') {
    const ms = formatDuration(Math.max(0, fact.endedAt - fact.startedAt), language);
    const { usage } = fact;
    if (usage === undefined) return [ms];
    const input = formatCount(usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens, language);
    return [ms, t('activity.tokens', { input, output: formatCount(usage.outputTokens, language) })];
  }
  if (fact.type === 'call_ended') {
    const took =
      fact.startedAt === undefined || fact.endedAt === undefined
        ? []
        : [formatDuration(Math.max(0, fact.endedAt - fact.startedAt), language)];
    const exit = typeof fact.exitCode === 'number' ? [t('chat.call_exit', { code: String(fact.exitCode) })] : [];
    const by = allowedWords(fact.decision, t);
    return [...took, ...exit, ...(by === undefined ? [] : [by])];
  }
  if (fact.type === 'turn_ended')
    return [fact.callsRun === 0 ? t('activity.nothing_run') : t('activity.calls_run', { count: fact.callsRun })];
  if (fact.type === 'noted') return [t(`activity.noted_by_${fact.by}`)];
  return [];
}

/** A call's begin is only of interest while its end is not there. */
export function withoutTwins(entries: readonly ActivityEntry[]): readonly ActivityEntry[] {
  const ended = new Set(entries.flatMap(({ fact }) => (fact.type === 'call_ended' ? [fact.callId] : [])));
  return entries.filter(({ fact }) => fact.type !== 'call_begun' || !ended.has(fact.callId));
}
