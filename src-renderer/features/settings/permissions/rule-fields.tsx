// A new rule of the person's own.
import { useState } from 'react';
import type { ErrorData } from '#main/contract/errors.ts';
import { RuleAnswer, type RuleDraft } from '#main/contract/policy.ts';
import { draftOf, effectNames, type RuleForm, ruleKinds } from '#main/contract/rule-draft.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';

export type RuleFieldsProps = {
  readonly workspace: string;
  readonly isAdding: boolean;
  readonly error: ErrorData | undefined;
  readonly onAdd: (rule: RuleDraft) => void;
  readonly onCancel: () => void;
};

const empty: RuleForm = {
  ...{ answer: 'ask', kind: 'command', pattern: '', access: 'any', effect: 'execute', why: '', workspace: '' },
};

export function RuleFields({ workspace, isAdding, error, onAdd, onCancel }: RuleFieldsProps) {
  const { t } = useText();
  const [form, setForm] = useState(empty);
  const rule = draftOf(form);
  /** The options are the values that the field takes. */
  const put = (name: keyof RuleForm) => (value: string) => setForm({ ...form, [name]: value } as RuleForm);
  const options = (values: readonly string[], prefix: string) =>
    values.map((value) => ({ value, label: t(`permissions.${prefix}_${value}`) }));
  const hasAccess = form.kind === 'path' || form.kind === 'device';
  return (
    <form
      aria-label={t('permissions.add_title')}
      className="flex flex-col gap-3 rounded-control border border-edge p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (rule !== undefined) onAdd(rule);
      }}
    >
      <div className="grid gap-3 grid-cols-[repeat(auto-fit,minmax(min(100%,10rem),1fr))]">
        <Select
          label={t('permissions.answer')}
          value={form.answer}
          options={options(RuleAnswer.options, 'answer')}
          onChange={put('answer')}
        />
        <Select
          label={t('permissions.kind')}
          value={form.kind}
          options={options(ruleKinds, 'kind')}
          onChange={put('kind')}
        />
        {hasAccess && (
          <Select
            label={t('permissions.access')}
            value={form.access}
            options={options(['any', 'read', 'write'], 'access')}
            onChange={put('access')}
          />
        )}
      </div>
      {form.kind === 'effect' ? (
        <Select
          label={t('permissions.effect')}
          value={form.effect}
          options={options(effectNames, 'match_effect')}
          onChange={put('effect')}
        />
      ) : (
        <TextField
          label={t('permissions.pattern')}
          hint={t(`permissions.hint_${form.kind}`)}
          mono
          value={form.pattern}
          onChange={put('pattern')}
        />
      )}
      <TextField label={t('permissions.reason')} maxLength={500} value={form.why} onChange={put('why')} />
      <Select
        label={t('permissions.where')}
        value={form.workspace}
        options={[
          { value: '', label: t('permissions.everywhere') },
          { value: workspace, label: t('permissions.only_in', { folder: workspace }) },
        ]}
        onChange={put('workspace')}
      />
      <Failure error={error} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={isAdding} disabled={rule === undefined}>
          {t('permissions.add')}
        </Button>
        <Button variant="plain" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}
