// One device: what it is taken for, how it is, and what the person can do.
import { useState } from 'react';
import type { Device } from '#main/contract/devices.ts';
import type { Recording } from '#main/contract/recordings.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { BenchClient } from './bench-client.ts';
import { canConnect, DeviceActions, type DeviceDialog, isOpen } from './device-actions.tsx';
import { DeviceIdentity } from './device-identity.tsx';
import { DeviceProblem } from './device-problem.tsx';
import { DeviceViews } from './device-views.tsx';
import { EditDevice } from './edit-device.tsx';
import { ForgetDevice } from './forget-device.tsx';
import { AwaitedBytes } from './recordings/awaited-bytes.tsx';
import { StateBadge } from './state-badge.tsx';
import { useDeviceActs } from './use-device-acts.ts';

export type DeviceCardProps = {
  readonly client: BenchClient;
  readonly device: Device;
  readonly recordings: readonly Recording[];
};

export function DeviceCard({ client, device, recordings }: DeviceCardProps) {
  const { t } = useText();
  const [dialog, setDialog] = useState<DeviceDialog>();
  const [isUnfolded, setIsUnfolded] = useState(false);
  const acts = useDeviceActs(client, device.key);
  const problem = device.problem ?? acts.failed;
  const close = () => setDialog(undefined);
  return (
    <Card
      title={visibleLine(device.name)}
      detail={<DeviceIdentity device={device} />}
      action={<StateBadge state={device.state} />}
    >
      {problem !== undefined && !isOpen(device) && <DeviceProblem problem={problem} />}
      {device.allowedAt === undefined && <p className="text-pretty text-ink-soft">{t('devices.allow_text')}</p>}
      {canConnect(device) && problem === undefined && (
        <p className="text-pretty text-ink-soft">{t('devices.connect_text')}</p>
      )}
      <DeviceActions {...{ device, acts, isUnfolded }} onUnfold={setIsUnfolded} onDialog={setDialog} />
      {isOpen(device) && (
        <AwaitedBytes client={client} recording={recordings.find(({ playing }) => playing === device.key)} />
      )}
      {isOpen(device) && isUnfolded && <DeviceViews {...{ client, device, recordings }} />}
      {dialog === 'edit' && <EditDevice client={client} device={device} onClose={close} />}
      <ForgetDevice device={device} forget={acts.forget} isOpen={dialog === 'forget'} onClose={close} />
    </Card>
  );
}
