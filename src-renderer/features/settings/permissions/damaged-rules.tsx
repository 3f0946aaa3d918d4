// Rules that cannot be read any more, with what is known of each; the person says what becomes of them.
import { TriangleAlert } from 'lucide-react';
import type { DamagedRule } from '#main/contract/permissions.ts';
import { ruleWords } from '#main/contract/rule-words.ts';
import { visibleLines } from '#main/contract/shown-text.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { formatDateTime } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type DamagedRulesProps = {
  readonly rules: readonly DamagedRule[];
  readonly isBusy: boolean;
  readonly onKeep: (rule: DamagedRule) => void;
  readonly onRemove: (rule: DamagedRule) => void;
};

export function DamagedRules({ rules, isBusy, onKeep, onRemove }: DamagedRulesProps) {
  const { t, language } = useText();
  return (
    <section
      aria-label={t('permissions.damaged_title')}
      className="rounded-card border border-ask-edge bg-ask-surface p-3"
    >
      <p className="flex items-start gap-2 text-pretty text-ask-ink">
        <TriangleAlert className="mt-0.5" aria-hidden="true" />
        <span className="min-w-0">{t('permissions.damaged_text')}</span>
      </p>
      <ul className="divide-y divide-ask-edge">
        {rules.map((rule) => (
          <li key={rule.id} className="flex flex-wrap items-start gap-x-3 gap-y-2 py-2">
            <div className="min-w-0 flex-1 basis-64">
              <p className="wrap-anywhere">
                <Badge tone="ask">{t('permissions.damaged_row')}</Badge>{' '}
                {rule.draft === undefined
                  ? t('permissions.damaged_reads', { rule: visibleLines(rule.text).join(' ') })
                  : ruleWords(rule.draft, t)}
              </p>
              {rule.why !== '' && (
                <p className="text-sm text-ink-soft wrap-anywhere">{visibleLines(rule.why).join(' ')}</p>
              )}
              <p className="text-sm text-ink-soft wrap-anywhere">
                {[
                  t(`permissions.damaged_${rule.effect}`),
                  rule.workspace !== undefined && t('permissions.only_in', { folder: rule.workspace }),
                  formatDateTime(rule.createdAt, language),
                ]
                  .filter((fact) => fact !== false)
                  .join(' · ')}
              </p>
            </div>
            <div className="flex flex-wrap gap-2">
              {rule.draft !== undefined && (
                <Button size="sm" disabled={isBusy} onClick={() => onKeep(rule)}>
                  {t('permissions.damaged_keep')}
                </Button>
              )}
              <Button size="sm" disabled={isBusy} onClick={() => onRemove(rule)}>
                {t('permissions.damaged_remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
