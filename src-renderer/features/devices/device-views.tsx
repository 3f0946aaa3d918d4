// What can be looked at of a connected device, a page each.
import { CircuitBoard, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import type { Device } from '#main/contract/devices.ts';
import type { Recording } from '#main/contract/recordings.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { type Tab, Tabs } from '#renderer/ui/display/tabs.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { BenchClient } from './bench-client.ts';
import { DeviceConsole } from './device-console.tsx';
import { UnoPanel } from './pins/uno-panel.tsx';

export type DeviceViewsProps = {
  readonly client: BenchClient;
  readonly device: Device;
  readonly recordings: readonly Recording[];
};

export function DeviceViews({ client, device, recordings }: DeviceViewsProps) {
  const { t } = useText();
  const [view, setView] = useState('console');
  const tabs: readonly Tab[] = [
    {
      ...{ id: 'console', label: t('devices.console'), icon: <SquareTerminal aria-hidden="true" /> },
      content: <DeviceConsole {...{ client, device, recordings }} />,
    },
    ...(device.key === 'virtual:uno'
      ? [
          {
            ...{ id: 'pins', label: t('live.pins'), icon: <CircuitBoard aria-hidden="true" /> },
            content: <UnoPanel client={client} />,
          },
        ]
      : []),
  ];
  return (
    <Tabs
      tabs={tabs.map((tab) => ({ ...tab, content: <div className="px-0.5 pt-3 pb-0.5">{tab.content}</div> }))}
      value={view}
      onChange={setView}
      label={t('devices.views_of', { device: visibleLine(device.name) })}
    />
  );
}
