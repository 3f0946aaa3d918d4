// What playing an answer again showed: the same words, and what would be decided about each call today.
import type { Replay, ReplayedCall } from '#main/contract/activity.ts';
import { Badge } from '#renderer/ui/display/badge.tsx';
import type { Tone } from '#renderer/ui/display/tone.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { titleWords } from './entry-words.ts';

const tones: Readonly<Record<ReplayedCall['now'], Tone>> = {
  allow: 'done',
  ask: 'ask',
  deny: 'stop',
  failed: 'stop',
  missing: 'plain',
};

export function ReplayResult({ replay }: { readonly replay: Replay }) {
  const { t } = useText();
  return (
    <section aria-live="polite" className="flex flex-col gap-2 rounded-card border border-edge bg-quiet p-3">
      <p className="font-medium">{t(replay.sameAnswer ? 'activity.replay_matches' : 'activity.replay_differs')}</p>
      <p className="text-sm text-ink-soft">{t('activity.replay_text')}</p>
      <ul className="flex flex-col gap-1">
        {replay.calls.map((call, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes, and calls may be alike
          <li key={index} className="flex flex-wrap items-center gap-2 text-sm">
            <span className="min-w-0 wrap-anywhere">{titleWords(t, call.title)}</span>
            <Badge tone={tones[call.now]}>{t(`activity.now_${call.now}`)}</Badge>
            {!call.samePlan && call.now !== 'failed' && call.now !== 'missing' && (
              <span className="text-ink-soft">{t('activity.other_plan')}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
