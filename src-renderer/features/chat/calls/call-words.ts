// How the state of a call is said and coloured.
import type { CallState, ToolCall } from '#main/contract/messages.ts';
import type { Language, Translate } from '#main/platform/texts/translate.ts';
import type { Tone } from '#renderer/ui/display/tone.ts';
import { formatDuration } from '#renderer/ui/text/format.ts';

export const callTone: Record<CallState, Tone> = {
  planning: 'plain',
  asking: 'ask',
  running: 'model',
  done: 'plain',
  failed: 'stop',
  denied: 'stop',
  stopped: 'plain',
  unknown: 'ask',
  proposed: 'ask',
};

/** "4.2 s, exit 0"; the state first when it is not simply done. */
export function callFacts(call: ToolCall, now: number, text: { t: Translate; language: Language }): string {
  const { t, language } = text;
  const facts: string[] = [];
  if (call.state !== 'done') facts.push(t(`chat.call_${call.state}`));
  const until = call.endedAt ?? (call.state === 'running' ? now : undefined);
  if (call.startedAt !== undefined && until !== undefined) {
    facts.push(formatDuration(Math.max(0, until - call.startedAt), language));
  }
  if (call.exitCode !== undefined && call.exitCode !== null)
    facts.push(t('chat.call_exit', { code: String(call.exitCode) }));
  return facts.join(' · ');
}

/** Who let it run, as a sentence; undefined when nobody had to be asked. */
export function callConsent(call: ToolCall, t: Translate): string | undefined {
  const { approval } = call;
  if (approval === undefined) return undefined;
  if (call.state === 'denied')
    return t(approval.by === 'timeout' ? 'chat.denied_by_timeout' : `chat.denied_by_${approval.by}`);
  if (approval.by === 'person')
    return t(approval.scope === 'session' ? 'chat.allowed_for_session' : 'chat.allowed_once');
  return t(`chat.allowed_by_${approval.by}`);
}
