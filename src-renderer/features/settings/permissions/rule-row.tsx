// One rule: what it says, whose it is, why it exists, when it last counted, and whether it is dead.
import { Trash2, TriangleAlert } from 'lucide-react';
import { type Rule, RuleAnswer } from '#main/contract/policy.ts';
import { matchWords, ruleWords, sentence } from '#main/contract/rule-words.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import type { Tone } from '#renderer/ui/display/tone.ts';
import { formatAgo, formatDateTime } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';

export const answerTones: Readonly<Record<RuleAnswer, Tone>> = { deny: 'stop', ask: 'ask', allow: 'done' };

export type RuleRowProps = {
  readonly rule: Rule;
  /** All of them, to name the one that goes before this one. */
  readonly rules: readonly Rule[];
  readonly onAnswer: (answer: RuleAnswer) => void;
  readonly onRemove: () => void;
};

export function RuleRow({ rule, rules, onAnswer, onRemove }: RuleRowProps) {
  const { t, language } = useText();
  const now = useNow(60_000);
  const words = matchWords(rule.match, t);
  const canChange = rule.scope === 'person' && rule.match.type !== 'exact';
  const canRemove = rule.scope === 'person' || rule.scope === 'session';
  const facts = [
    t(`permissions.scope_${rule.scope}`),
    rule.workspace !== undefined && t('permissions.only_in', { folder: rule.workspace }),
    rule.expiresAt !== undefined && t('permissions.expires', { when: formatDateTime(rule.expiresAt, language) }),
    rule.lastMatchedAt === undefined
      ? t('permissions.never_matched')
      : t('permissions.matched', { count: rule.matches, when: formatAgo(rule.lastMatchedAt, now, language) }),
  ].filter((fact) => fact !== false);
  const dead = rule.dead === undefined ? undefined : deadWords(rule.dead, rules, t);
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 py-2">
      <div className="w-28 shrink-0">
        {canChange ? (
          <Select
            label={t('permissions.answer_of', { rule: words })}
            hideLabel
            value={rule.answer}
            options={RuleAnswer.options.map((value) => ({ value, label: t(`permissions.answer_${value}`) }))}
            onChange={(value) => onAnswer(RuleAnswer.parse(value))}
          />
        ) : (
          <Badge tone={answerTones[rule.answer]}>{t(`permissions.answer_${rule.answer}`)}</Badge>
        )}
      </div>
      <div className="min-w-0 flex-1 basis-48">
        <p className="wrap-anywhere">{words}</p>
        <p className="text-sm text-ink-soft wrap-anywhere">{sentence(rule.why, t)}</p>
        <p className="text-sm text-ink-soft wrap-anywhere">{facts.join(' · ')}</p>
        {dead !== undefined && (
          <p className="flex items-start gap-1.5 text-sm text-ask-ink">
            <TriangleAlert className="mt-0.5" aria-hidden="true" />
            <span className="min-w-0 wrap-anywhere">{dead}</span>
          </p>
        )}
      </div>
      {canRemove && (
        <IconButton
          label={t('permissions.remove_rule', { rule: words })}
          icon={<Trash2 aria-hidden="true" />}
          onClick={onRemove}
        />
      )}
    </li>
  );
}

function deadWords(dead: NonNullable<Rule['dead']>, rules: readonly Rule[], t: Translate): string {
  switch (dead.type) {
    case 'unused':
      return t('permissions.dead_unused', { count: dead.sinceDays });
    case 'shadowed': {
      const by = rules.find(({ id }) => id === dead.by);
      return t('permissions.dead_shadowed', { rule: by === undefined ? dead.by : ruleWords(by, t) });
    }
    case 'gone':
      return t('permissions.dead_gone', { path: dead.path });
    case 'ignored':
      return t('permissions.dead_ignored');
  }
}
