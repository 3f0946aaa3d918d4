// What can be looked at of a connected device, a page each.
import { SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { type Tab, Tabs } from '#renderer/ui/display/tabs.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { DeviceConsole } from './device-console.tsx';

export type DeviceViewsProps = { readonly client: Pick<LimpetClient, 'devices'>; readonly device: Device };

export function DeviceViews({ client, device }: DeviceViewsProps) {
  const { t } = useText();
  const [view, setView] = useState('console');
  const tabs: readonly Tab[] = [
    {
      ...{ id: 'console', label: t('devices.console'), icon: <SquareTerminal aria-hidden="true" /> },
      content: <DeviceConsole client={client} device={device} />,
    },
  ];
  return (
    <Tabs
      tabs={tabs}
      value={view}
      onChange={setView}
      label={t('devices.views_of', { device: visibleLine(device.name) })}
    />
  );
}
