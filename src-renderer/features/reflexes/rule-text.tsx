// A reflex to be read: what sets it off, what it does then and when it is over, and what bounds it.
import type { Device } from '#main/contract/devices.ts';
import type { ReflexAction, ReflexRule } from '#main/contract/reflexes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { actionWords, boundWords, overWords, type Words, whenWords } from './rule-words.ts';

export type RuleTextProps = { readonly rule: ReflexRule; readonly devices: readonly Device[] };

export function RuleText({ rule, devices }: RuleTextProps) {
  const { t, language } = useText();
  const words: Words = { t, language, devices };
  return (
    <div className="flex flex-col gap-2 wrap-anywhere">
      <p className="font-medium">{whenWords(rule, words)}</p>
      <Actions actions={rule.onStart} words={words} />
      <p className="font-medium">{overWords(rule, words)}</p>
      {rule.onEnd.length === 0 ? (
        <p className="ps-4 text-ink-soft">{t('reflexes.over_nothing')}</p>
      ) : (
        <Actions actions={rule.onEnd} words={words} />
      )}
      <ul className="flex flex-col gap-0.5 text-sm text-ink-soft">
        {boundWords(rule, words).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function Actions({ actions, words }: { readonly actions: readonly ReflexAction[]; readonly words: Words }) {
  return (
    <ul className="flex list-disc flex-col gap-0.5 ps-8">
      {actions.map((action) => (
        <li key={JSON.stringify(action)}>{actionWords(action, words)}</li>
      ))}
    </ul>
  );
}
