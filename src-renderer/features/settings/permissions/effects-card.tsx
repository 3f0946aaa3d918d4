// What happens without asking, what asks, and what never happens: the rules in words.
import { Ban, Check, Hand } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { type Tone, toneInk } from '#renderer/ui/display/tone.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

type Rule = {
  readonly title: string;
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly lines: readonly string[];
};

const rules: readonly Rule[] = [
  {
    title: 'settings.permissions_free',
    tone: 'done',
    icon: <Check aria-hidden="true" />,
    lines: ['settings.permissions_free_read', 'settings.permissions_free_search'],
  },
  {
    title: 'settings.permissions_ask',
    tone: 'ask',
    icon: <Hand aria-hidden="true" />,
    lines: ['settings.permissions_ask_write', 'settings.permissions_ask_run', 'settings.permissions_ask_fetch'],
  },
  {
    title: 'settings.permissions_never',
    tone: 'stop',
    icon: <Ban aria-hidden="true" />,
    lines: ['settings.permissions_never_outside', 'settings.permissions_never_guard'],
  },
];

export function EffectsCard() {
  const { t } = useText();
  return (
    <Card>
      <div className="grid gap-5 grid-cols-[repeat(auto-fit,minmax(min(100%,11rem),1fr))]">
        {rules.map((rule) => (
          <div key={rule.title} className="flex min-w-0 flex-col gap-2">
            <h3 className={classes('flex items-center gap-2 font-semibold', toneInk[rule.tone])}>
              {rule.icon}
              {t(rule.title)}
            </h3>
            <ul className="flex flex-col gap-2">
              {rule.lines.map((line) => (
                <li key={line} className="text-pretty">
                  {t(line)}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <p className="text-sm text-ink-soft">{t('settings.permissions_answers')}</p>
    </Card>
  );
}
