// One reflex: what it does in words, how it is, and what the person can do with it.
import { History, Pencil, Power, PowerOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Device } from '#main/contract/devices.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Reflex } from '#main/contract/reflexes.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { PhaseBadge } from './phase-badge.tsx';
import { ReflexEvents } from './reflex-events.tsx';
import { RuleText } from './rule-text.tsx';
import { momentTime, valueWords } from './rule-words.ts';
import { SwitchOn } from './switch-on.tsx';

export type ReflexCardProps = {
  readonly client: Pick<LimpetClient, 'reflexes'>;
  readonly reflex: Reflex;
  readonly devices: readonly Device[];
  readonly chatHref: (sessionId: SessionId) => string;
  readonly onEdit: () => void;
};

export function ReflexCard({ client, reflex, devices, chatHref, onEdit }: ReflexCardProps) {
  const { t } = useText();
  const [dialog, setDialog] = useState<'on' | 'remove'>();
  const [isHistory, setIsHistory] = useState(false);
  const { id, rule, isOn, draftedIn } = reflex;
  const name = visibleLine(rule.name);
  const off = useAct(() => client.reflexes.switchOff({ id }));
  const remove = useAct(() => client.reflexes.remove({ id }));
  const error = off.error ?? remove.error;
  return (
    <Card title={name} detail={<NowText reflex={reflex} />} action={<PhaseBadge reflex={reflex} />}>
      {draftedIn !== undefined && (
        <p className="text-pretty text-ink-soft">
          {t('reflexes.drafted')}{' '}
          <a href={chatHref(draftedIn)} className="text-tide-ink underline">
            {t('reflexes.drafted_open')}
          </a>
        </p>
      )}
      <RuleText rule={rule} devices={devices} />
      {error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(error, t)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {isOn ? (
          <Button icon={<PowerOff aria-hidden="true" />} busy={off.isRunning} onClick={() => void off.run(undefined)}>
            {t('reflexes.switch_off')}
          </Button>
        ) : (
          <Button variant="primary" icon={<Power aria-hidden="true" />} onClick={() => setDialog('on')}>
            {t('reflexes.switch_on')}
          </Button>
        )}
        <Button icon={<Pencil aria-hidden="true" />} onClick={onEdit}>
          {t('reflexes.edit')}
        </Button>
        <Button
          icon={<History aria-hidden="true" />}
          aria-expanded={isHistory}
          onClick={() => setIsHistory(!isHistory)}
        >
          {t('reflexes.events')}
        </Button>
        <Button variant="plain" icon={<Trash2 aria-hidden="true" />} onClick={() => setDialog('remove')}>
          {t('reflexes.remove')}
        </Button>
      </div>
      {isHistory && <ReflexEvents client={client} reflex={reflex} />}
      {dialog === 'on' && (
        <SwitchOn client={client} reflex={reflex} devices={devices} onClose={() => setDialog(undefined)} />
      )}
      <Dialog
        open={dialog === 'remove'}
        onOpenChange={() => setDialog(undefined)}
        title={t('reflexes.remove_title', { name })}
        description={t('reflexes.remove_text')}
        footer={
          <Button
            variant="danger"
            busy={remove.isRunning}
            onClick={() => void remove.run(undefined).then(() => setDialog(undefined))}
          >
            {t('reflexes.remove')}
          </Button>
        }
      />
    </Card>
  );
}

/** Its value now, and when it would begin. */
function NowText({ reflex }: { readonly reflex: Reflex }) {
  const { t, language } = useText();
  const { value, valueAt, firesAt, rule, isOn } = reflex;
  if (!isOn) return null;
  const at = (when: number) => momentTime(when, { language });
  const parts = [
    ...(value === undefined || valueAt === undefined
      ? [t('reflexes.no_value')]
      : [t('reflexes.value_now', { value: valueWords(value, rule.sensor.unit, { language }), time: at(valueAt) })]),
    ...(firesAt === undefined ? [] : [t('reflexes.fires_at', { time: at(firesAt) })]),
  ];
  return <span className="tabular-nums">{parts.join(' ')}</span>;
}
