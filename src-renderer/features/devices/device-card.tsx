// One device: what it is taken for, how it is, and what the person can do.
import { Cable, Pencil, SquareTerminal, Trash2, Unplug } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { DeviceConsole } from './device-console.tsx';
import { DeviceProblem } from './device-problem.tsx';
import { EditDevice } from './edit-device.tsx';
import { StateBadge } from './state-badge.tsx';

export type DeviceCardProps = { readonly client: Pick<LimpetClient, 'devices'>; readonly device: Device };

/** Who it is, as it says itself and where it hangs. */
function identityWords({ key, path, manufacturer, product }: Device): string {
  const place = key.startsWith('path:') || key === path ? [path] : [key, path];
  return [...[manufacturer, product].filter((word) => word !== undefined), ...place].map(visibleLine).join(' · ');
}

export function DeviceCard({ client, device }: DeviceCardProps) {
  const { t } = useText();
  const [dialog, setDialog] = useState<'forget' | 'edit'>();
  const [isConsole, setIsConsole] = useState(false);
  const { key, state } = device;
  const name = visibleLine(device.name);
  const allow = useAct(() => client.devices.allow({ key }));
  const forget = useAct(() => client.devices.forget({ key }));
  const connect = useAct(async () => {
    await client.devices.connect({ key });
    setIsConsole(true);
  });
  const disconnect = useAct(() => client.devices.disconnect({ key }));
  const failed = allow.error ?? forget.error ?? connect.error ?? disconnect.error;
  const problem = device.problem ?? failed;
  const isAllowed = device.allowedAt !== undefined;
  const isOpen = state === 'connected' || state === 'not_responding';
  const isSimulated = device.transport === 'virtual' && device.confidence !== 'given';
  const canConnect = state === 'allowed' || state === 'busy';
  return (
    <Card
      title={name}
      detail={
        <>
          <span>{t(isSimulated ? 'devices.sure_virtual' : `devices.sure_${device.confidence}`)}</span>
          <bdi dir="ltr" className="block font-mono text-xs wrap-anywhere">
            {identityWords(device)}
          </bdi>
        </>
      }
      action={<StateBadge state={state} />}
    >
      {problem !== undefined && !isOpen && <DeviceProblem problem={problem} />}
      {!isAllowed && <p className="text-pretty text-ink-soft">{t('devices.allow_text')}</p>}
      {canConnect && problem === undefined && <p className="text-pretty text-ink-soft">{t('devices.connect_text')}</p>}
      <div className="flex flex-wrap gap-2">
        {!isAllowed && (
          <Button
            variant={device.confidence === 'unknown' ? 'outline' : 'primary'}
            busy={allow.isRunning}
            onClick={() => void allow.run(undefined)}
          >
            {t('devices.allow')}
          </Button>
        )}
        {canConnect && (
          <Button
            variant="primary"
            icon={<Cable aria-hidden="true" />}
            busy={connect.isRunning}
            onClick={() => void connect.run(undefined)}
          >
            {t('devices.connect')}
          </Button>
        )}
        {isOpen && (
          <>
            <Button
              icon={<SquareTerminal aria-hidden="true" />}
              aria-expanded={isConsole}
              onClick={() => setIsConsole(!isConsole)}
            >
              {t('devices.console')}
            </Button>
            <Button
              icon={<Unplug aria-hidden="true" />}
              busy={disconnect.isRunning}
              onClick={() => void disconnect.run(undefined)}
            >
              {t('devices.disconnect')}
            </Button>
          </>
        )}
        {isAllowed && (
          <>
            <Button icon={<Pencil aria-hidden="true" />} onClick={() => setDialog('edit')}>
              {t('devices.settings')}
            </Button>
            <Button variant="plain" icon={<Trash2 aria-hidden="true" />} onClick={() => setDialog('forget')}>
              {t('devices.forget')}
            </Button>
          </>
        )}
      </div>
      {isOpen && isConsole && <DeviceConsole client={client} device={device} />}
      {dialog === 'edit' && <EditDevice client={client} device={device} onClose={() => setDialog(undefined)} />}
      <Dialog
        open={dialog === 'forget'}
        onOpenChange={() => setDialog(undefined)}
        title={t('devices.forget_title', { device: name })}
        description={t('devices.forget_text')}
        footer={
          <Button
            variant="danger"
            busy={forget.isRunning}
            onClick={() => void forget.run(undefined).then(() => setDialog(undefined))}
          >
            {t('devices.forget')}
          </Button>
        }
      />
    </Card>
  );
}
