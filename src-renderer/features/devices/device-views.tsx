// What can be looked at of a device, a page each.
import { ChartSpline, CircuitBoard, SquareTerminal } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { type Tab, Tabs } from '#renderer/ui/display/tabs.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Bench } from './bench.ts';
import { isOpen } from './device-actions.tsx';
import { DeviceConsole } from './device-console.tsx';
import type { LiveSeries } from './live/use-live.ts';
import { PinsView } from './pins/pins-view.tsx';
import { UnoPanel } from './pins/uno-panel.tsx';

/** What draws curves is loaded with the first of them. */
const LiveView = lazy(() => import('./live/live-view.tsx').then((module) => ({ default: module.LiveView })));

const views = ['live', 'console', 'pins'] as const;
export type View = (typeof views)[number];

/** Buses and adapters are not spoken to in text. */
const hasLine = ({ transport }: Device) => transport !== 'hid' && transport !== 'i2c';

/** The weather station only talks, and a recording is none that could be switched. */
const hasPins = ({ key, transport }: Device) => transport !== 'replay' && key !== 'virtual:weather';

export type DeviceViewsProps = {
  readonly bench: Bench;
  readonly device: Device;
  readonly live: readonly LiveSeries[];
  readonly view: View;
  readonly onView: (view: View) => void;
};

export function DeviceViews({ bench, device, live, view, onView }: DeviceViewsProps) {
  const { t } = useText();
  const { client, recordings } = bench;
  const all: readonly (Tab & { readonly id: View; readonly isThere: boolean })[] = [
    {
      ...{ id: 'live', isThere: true, label: t('live.title'), icon: <ChartSpline aria-hidden="true" /> },
      content: (
        <Suspense fallback={<Busy text={t('live.loading')} />}>
          <LiveView client={client} deviceKey={device.key} live={live} />
        </Suspense>
      ),
    },
    {
      ...{ id: 'console', label: t('devices.console'), icon: <SquareTerminal aria-hidden="true" /> },
      isThere: isOpen(device) && hasLine(device),
      content: <DeviceConsole {...{ client, device, recordings }} />,
    },
    {
      ...{ id: 'pins', label: t('live.pins'), icon: <CircuitBoard aria-hidden="true" /> },
      isThere: isOpen(device) && hasPins(device),
      content: device.key === 'virtual:uno' ? <UnoPanel client={client} /> : <PinsView {...{ client, device }} />,
    },
  ];
  const tabs = all.filter(({ isThere }) => isThere);
  return (
    <Tabs
      tabs={tabs.map((tab) => ({ ...tab, content: <div className="px-1 pt-3 pb-1">{tab.content}</div> }))}
      value={tabs.some(({ id }) => id === view) ? view : 'live'}
      onChange={(id) => onView(views.find((one) => one === id) ?? 'live')}
      label={t('live.views_of', { device: visibleLine(device.name) })}
    />
  );
}
