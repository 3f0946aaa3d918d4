// "What would happen if": something to type, the decision, and every reason for it.
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Trial, Verdict } from '#main/contract/permissions.ts';
import type { Reason } from '#main/contract/policy.ts';
import { type TrialForm, trialKinds, trialOf } from '#main/contract/rule-draft.ts';
import { sentence } from '#main/contract/rule-words.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { answerTones } from './rule-row.tsx';

export type TryCardProps = {
  readonly client: Pick<LimpetClient, 'permissions'>;
  readonly workspace: string;
  readonly sessionId: SessionId | undefined;
};

const empty: TrialForm = { kind: 'command', text: '', access: 'read', network: false };

export function TryCard({ client, workspace, sessionId }: TryCardProps) {
  const { t } = useText();
  const [form, setForm] = useState(empty);
  const [verdict, setVerdict] = useState<Verdict>();
  const place = { workspace, ...(sessionId === undefined ? {} : { sessionId }) };
  const act = useAct((trial: Trial) => client.permissions.tryIt({ ...place, trial }));
  const trial = trialOf(form);
  /** Whatever is typed, the decision below was about something else. */
  const put = (change: Partial<TrialForm>) => {
    setForm({ ...form, ...change });
    setVerdict(undefined);
  };
  return (
    <Card title={t('permissions.try_title')} detail={t('permissions.try_text')}>
      <form
        aria-label={t('permissions.try_title')}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (trial !== undefined) void act.run(trial).then(setVerdict);
        }}
      >
        <div className="grid gap-3 grid-cols-[repeat(auto-fit,minmax(min(100%,10rem),1fr))]">
          <Select
            label={t('permissions.kind')}
            value={form.kind}
            options={trialKinds.map((value) => ({ value, label: t(`permissions.kind_${value}`) }))}
            onChange={(kind) => put({ kind: kind as TrialForm['kind'] })}
          />
          {form.kind === 'path' && (
            <Select
              label={t('permissions.access')}
              value={form.access}
              options={['read', 'write', 'delete'].map((value) => ({ value, label: t(`permissions.access_${value}`) }))}
              onChange={(access) => put({ access: access as TrialForm['access'] })}
            />
          )}
        </div>
        <TextField label={t('permissions.try_what')} mono value={form.text} onChange={(text) => put({ text })} />
        {form.kind === 'command' && (
          <Switch
            label={t('permissions.try_network')}
            checked={form.network}
            onChange={(network) => put({ network })}
          />
        )}
        <Button type="submit" className="self-start" busy={act.isRunning} disabled={trial === undefined}>
          {t('permissions.try_it')}
        </Button>
      </form>
      <Failure error={act.error} />
      <div role="status">{verdict !== undefined && <VerdictView verdict={verdict} />}</div>
    </Card>
  );
}

function VerdictView({ verdict }: { readonly verdict: Verdict }) {
  const { t } = useText();
  return (
    <div className="flex flex-col gap-2">
      <p>
        <Badge tone={answerTones[verdict.answer]}>{t(`permissions.verdict_${verdict.answer}`)}</Badge>
      </p>
      {verdict.reasons.length === 0 && <p className="text-sm text-ink-soft">{t('permissions.no_reasons')}</p>}
      <ul className="flex flex-col gap-1.5">
        {verdict.reasons.map((reason) => (
          <li key={JSON.stringify(reason)} className="flex items-start gap-2 text-sm">
            <Badge tone={answerTones[reason.answer]}>{t(`permissions.answer_${reason.answer}`)}</Badge>
            <span className="min-w-0 wrap-anywhere">
              {sentence(reason.words, t)}{' '}
              <span className="text-ink-soft">
                {voiceWords(reason, t)} · {sentence({ key: 'permissions.about', params: { target: reason.target } }, t)}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {verdict.commands !== undefined && (
        <p className="text-sm">
          {t('permissions.would_start')}
          {verdict.commands.map((argv) => (
            <code key={JSON.stringify(argv)} dir="ltr" className="block font-mono break-all">
              {sentence({ key: 'policy.why_person', params: { text: argv.join(' ') } }, t)}
            </code>
          ))}
        </p>
      )}
    </div>
  );
}

function voiceWords({ voice }: Reason, t: Translate): string {
  if (voice.type === 'rule') return t(`permissions.scope_${voice.scope}`);
  return voice.type === 'mode'
    ? t('permissions.mode_is', { mode: t(`permissions.mode_${voice.mode}`) })
    : t(`permissions.voice_${voice.type}`);
}
