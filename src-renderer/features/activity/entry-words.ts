// How an entry is said in one line, and what it looks like.
import type { ActivityEntry, AllowedBy, HostTraffic, TrafficFact } from '#main/contract/activity.ts';
import type { CallState } from '#main/contract/messages.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Language, Translate } from '#main/platform/texts/translate.ts';
import type { Tone } from '#renderer/ui/display/tone.ts';
import { formatBytes, formatCount, formatDuration } from '#renderer/ui/text/format.ts';

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

export const hostName = ({ host, port }: HostTraffic): string =>
  visibleLine([0, 80, 443].includes(port) ? host : `${host}:${port}`);

/** `mcp:files` is the server `files`, `browser` the browser; anything else is a program by its own name. */
function whoWords(who: string, t: Translate): string {
  if (who === 'browser' || who === 'skills') return t(`activity.who_${who}`);
  const [, kind, name] = /^(mcp|skill):(.+)$/.exec(who) ?? [];
  return t(`activity.who_${kind ?? 'program'}`, { name: visibleLine(name ?? who.split(/[\\/]/).at(-1) ?? who) });
}

function trafficTitle({ who, hosts, more }: TrafficFact, t: Translate): string {
  const [first] = hosts;
  const count = hosts.length - 1 + (more?.hosts ?? 0);
  const params = { who: whoWords(who, t), host: first === undefined ? '' : hostName(first) };
  const key = hosts.every(({ requests, refused }) => requests === refused) ? 'refused' : 'traffic';
  return count < 1 ? t(`activity.${key}_alone`, params) : t(`activity.${key}`, { ...params, count });
}

function countWords(
  o: Pick<HostTraffic, 'requests' | 'refused' | 'failed' | 'sentBytes' | 'receivedBytes'>,
  { t, language }: Words,
): readonly string[] {
  const sizes = { sent: formatBytes(o.sentBytes, language), received: formatBytes(o.receivedBytes, language) };
  return [
    t('activity.requests', { count: o.requests }),
    ...(o.refused === 0 ? [] : [t('activity.requests_refused', { count: o.refused })]),
    ...(o.failed === 0 ? [] : [t('activity.requests_failed', { count: o.failed })]),
    ...(o.sentBytes + o.receivedBytes === 0 ? [] : [t('activity.bytes', sizes)]),
  ];
}

/** Of one host: with what methods, how often, why not, with which key. */
export function hostFacts(host: HostTraffic, words: Words): readonly string[] {
  const methods = host.methods.map(visibleLine).join(', ');
  const keys = host.keys.length === 0 ? [] : [words.t('activity.key_used', { names: host.keys.join(', ') })];
  return [methods, ...countWords(host, words), ...(host.reason === undefined ? [] : [host.reason]), ...keys];
}

const sumOf = (
  hosts: readonly HostTraffic[],
  name: 'requests' | 'refused' | 'failed' | 'sentBytes' | 'receivedBytes',
) => hosts.reduce((sum, host) => sum + host[name], 0);

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
    case 'traffic':
      return trafficTitle(fact, t);
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
  if (fact.type === 'traffic') {
    const { hosts, more } = fact;
    const requests = sumOf(hosts, 'requests') + (more?.requests ?? 0);
    const [refused, failed] = [sumOf(hosts, 'refused'), sumOf(hosts, 'failed')];
    const bytes = { sentBytes: sumOf(hosts, 'sentBytes'), receivedBytes: sumOf(hosts, 'receivedBytes') };
    return countWords({ requests, refused, failed, ...bytes }, words);
  }
  if (fact.type === 'noted') return [t(`activity.noted_by_${fact.by}`)];
  return [];
}

/** A call's begin is only of interest while its end is not there. */
export function withoutTwins(entries: readonly ActivityEntry[]): readonly ActivityEntry[] {
  const ended = new Set(entries.flatMap(({ fact }) => (fact.type === 'call_ended' ? [fact.callId] : [])));
  return entries.filter(({ fact }) => fact.type !== 'call_begun' || !ended.has(fact.callId));
}
