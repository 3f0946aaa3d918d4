// A reflex made or changed by hand. What was on is off afterwards, until the person switches it on again.
import { useId, useState } from 'react';
import type { Device } from '#main/contract/devices.ts';
import { type Reflex, type ReflexRule, reflexLimits } from '#main/contract/reflexes.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ActionFields } from './action-fields.tsx';
import { BoundFields } from './bound-fields.tsx';
import { ConditionFields } from './condition-fields.tsx';
import { DryRun } from './dry-run.tsx';
import { emptyForm, type FormTrouble, formOf, type RuleForm, ruleOf } from './rule-form.ts';
import { type ReflexesClient, useSeries } from './use-reflexes.ts';

export type EditReflexProps = {
  readonly client: ReflexesClient;
  /** Undefined: a new one. */
  readonly reflex: Reflex | undefined;
  readonly devices: readonly Device[];
  readonly onClose: () => void;
};

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function EditReflex({ client, reflex, devices, onClose }: EditReflexProps) {
  const { t } = useText();
  const formId = useId();
  const series = useSeries(client);
  const [form, setForm] = useState<RuleForm>(() => (reflex === undefined ? emptyForm : formOf(reflex.rule)));
  const [trouble, setTrouble] = useState<FormTrouble>();
  const [tried, setTried] = useState<ReflexRule>();
  const set = (change: Partial<RuleForm>) => {
    setForm({ ...form, ...change });
    setTrouble(undefined);
    setTried(undefined);
  };
  const save = useAct(async (rule: ReflexRule) => {
    const place = reflex === undefined ? {} : { id: reflex.id, revision: reflex.revision };
    await client.reflexes.save({ ...place, rule });
    onClose();
  });
  const withRule = (use: (rule: ReflexRule) => void) => {
    const made = ruleOf(form, ownZone());
    if ('rule' in made) return use(made.rule);
    setTrouble(made.trouble);
  };
  const boards = devices.filter(({ allowedAt }) => allowedAt !== undefined);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="md"
      title={t(reflex === undefined ? 'reflexes.new' : 'reflexes.edit_title')}
      description={reflex?.isOn === true ? t('reflexes.edit_text') : undefined}
      footer={
        <>
          <Button onClick={() => withRule(setTried)}>{t('reflexes.dry_open')}</Button>
          <Button variant="primary" type="submit" form={formId} busy={save.isRunning}>
            {t('reflexes.save')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          withRule((rule) => void save.run(rule));
        }}
      >
        <TextField
          label={t('reflexes.name')}
          value={form.name}
          maxLength={reflexLimits.nameChars}
          autoComplete="off"
          onChange={(name) => set({ name })}
        />
        <ConditionFields form={form} series={series} devices={devices} onChange={set} />
        <ActionFields
          title={t('reflexes.on_start')}
          actions={form.onStart}
          devices={boards}
          percent="100"
          onChange={(onStart) => set({ onStart })}
        />
        <ActionFields
          title={t('reflexes.on_end')}
          actions={form.onEnd}
          devices={boards}
          percent="0"
          onChange={(onEnd) => set({ onEnd })}
        />
        <BoundFields form={form} onChange={set} />
      </form>
      {trouble !== undefined && (
        <p role="alert" className="text-stop-ink">
          {t(`reflexes.wrong_${trouble}`)}
        </p>
      )}
      {tried !== undefined && <DryRun client={client} rule={tried} />}
      {save.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(save.error, t)}
        </p>
      )}
    </Dialog>
  );
}
