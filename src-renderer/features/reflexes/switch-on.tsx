// The question before a reflex runs by itself: the whole rule to read, and what it would have done.
import { Power } from 'lucide-react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Device } from '#main/contract/devices.ts';
import type { Reflex } from '#main/contract/reflexes.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { DryRun } from './dry-run.tsx';
import { RuleText } from './rule-text.tsx';

export type SwitchOnProps = {
  readonly client: Pick<LimpetClient, 'reflexes'>;
  readonly reflex: Reflex;
  readonly devices: readonly Device[];
  readonly onClose: () => void;
};

export function SwitchOn({ client, reflex, devices, onClose }: SwitchOnProps) {
  const { t } = useText();
  const { id, hash, rule } = reflex;
  const on = useAct(async () => {
    await client.reflexes.switchOn({ id, hash });
    onClose();
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="md"
      title={t('reflexes.on_title', { name: visibleLine(rule.name) })}
      description={t('reflexes.on_text')}
      footer={
        <Button
          variant="primary"
          icon={<Power aria-hidden="true" />}
          busy={on.isRunning}
          onClick={() => void on.run(undefined)}
        >
          {t('reflexes.switch_on')}
        </Button>
      }
    >
      <RuleText rule={rule} devices={devices} />
      <DryRun client={client} rule={rule} />
      {on.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(on.error, t)}
        </p>
      )}
    </Dialog>
  );
}
