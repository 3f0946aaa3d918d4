// One device: what it is taken for, how it is, and what the person can do.
import { useState } from 'react';
import type { Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Card } from '#renderer/ui/display/card.tsx';
import type { Bench } from './bench.ts';
import { BoardButtons } from './board-buttons.tsx';
import { DeviceActions, type DeviceDialog, isOpen } from './device-actions.tsx';
import { DeviceHint } from './device-hint.tsx';
import { DeviceIdentity } from './device-identity.tsx';
import { DeviceProblem } from './device-problem.tsx';
import { DeviceViews, type View } from './device-views.tsx';
import { EditDevice } from './edit-device.tsx';
import { ForgetDevice } from './forget-device.tsx';
import { DeviceSafety } from './limits/device-safety.tsx';
import { LiveValues } from './live/live-values.tsx';
import { AwaitedBytes } from './recordings/awaited-bytes.tsx';
import { StateBadge } from './state-badge.tsx';
import { useDeviceActs } from './use-device-acts.ts';

export type DeviceCardProps = { readonly bench: Bench; readonly device: Device };

export function DeviceCard({ bench, device }: DeviceCardProps) {
  const [dialog, setDialog] = useState<DeviceDialog>();
  const [view, setView] = useState<View>();
  const { client } = bench;
  const { key } = device;
  const acts = useDeviceActs(client, key);
  const problem = device.problem ?? acts.failed;
  const live = bench.live.filter(({ series }) => series.deviceKey === key);
  const isUnfolded = view !== undefined && (isOpen(device) || live.length > 0);
  const close = () => setDialog(undefined);
  return (
    <Card
      title={visibleLine(device.name)}
      detail={<DeviceIdentity device={device} />}
      action={<StateBadge state={device.state} />}
    >
      {problem !== undefined && !isOpen(device) && <DeviceProblem problem={problem} />}
      <DeviceHint device={device} hasProblem={problem !== undefined} />
      {isOpen(device) && <LiveValues live={live} />}
      <DeviceActions
        {...{ device, acts, isUnfolded }}
        hasViews={isOpen(device) || live.length > 0}
        onConnected={() => setView('console')}
        onUnfold={(unfolds) => setView(unfolds ? (live.length > 0 ? 'live' : 'console') : undefined)}
        onDialog={setDialog}
      />
      {isOpen(device) && (
        <AwaitedBytes client={client} recording={bench.recordings.find(({ playing }) => playing === key)} />
      )}
      {isOpen(device) && <BoardButtons client={client} deviceKey={key} />}
      {device.allowedAt !== undefined && <DeviceSafety client={client} device={device} />}
      {isUnfolded && <DeviceViews {...{ bench, device, live, view }} onView={setView} />}
      {dialog === 'edit' && <EditDevice client={client} device={device} onClose={close} />}
      <ForgetDevice device={device} forget={acts.forget} isOpen={dialog === 'forget'} onClose={close} />
    </Card>
  );
}
