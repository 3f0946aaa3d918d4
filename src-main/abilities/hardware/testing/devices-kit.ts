// Devices over memory: boards to plug in, a clock to move, and what went onto the account.
import type { Title } from '#main/abilities/tools/port.ts';
import type { Series } from '#main/contract/readings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createDeviceTools } from '../create-device-tools.ts';
import { createDevices } from '../create-devices.ts';
import { createOutputs } from '../create-outputs.ts';
import type { Devices } from '../port/devices.ts';
import type { DeviceIdentity, LinkOpener } from '../port/link.ts';
import { createMemoryStore } from './memory-device-store.ts';
import { createMemoryLinks } from './memory-links.ts';
import { noReadings, notAsked, noWatches } from './no-readings.ts';

export const uno: DeviceIdentity = {
  ...{ transport: 'serial', key: 'usb:2341:0043:7583', path: '/dev/ttyACM0' },
  ...{ vendorId: '2341', productId: '0043', serialNumber: '7583', manufacturer: 'Arduino' },
};
export const bare: DeviceIdentity = { transport: 'serial', key: 'path:/dev/ttyS0', path: '/dev/ttyS0' };

/** `over`: real ways to devices in place of those of memory or (`more`) beside them, and a clock that moves by itself. */
export function createDevicesKit(over?: {
  readonly openers?: readonly LinkOpener[];
  readonly more?: readonly LinkOpener[];
  readonly clock?: Clock;
}) {
  const fake = createFakeClock(1_700_000_000_000);
  const clock = over?.clock ?? fake;
  const links = createMemoryLinks();
  const account: Title[] = [];
  const openers = over?.openers ?? [links.opener, ...(over?.more ?? [])];
  const devices: Devices = createDevices({
    ...{ openers, store: createMemoryStore(account), clock, log: silentLog },
    activity: { note: async ({ title }) => void account.push(title) },
    platform: 'darwin',
  });
  let isKeptStopped = false;
  const kept = {
    load: async () => isKeptStopped,
    save: async (isStopped: boolean) => {
      isKeptStopped = isStopped;
    },
  };
  const outputs = createOutputs({ devices, kept, clock, log: silentLog });
  const memory: { series: readonly Series[] } = { series: [] };
  const tools = createDeviceTools({
    ...{ devices, outputs, clock, watches: noWatches, artefacts: { show: notAsked } },
    readings: { ...noReadings, list: async () => memory.series },
  });
  const stop = new AbortController();
  const running = devices.run(stop.signal);
  return {
    ...{ clock: fake, links, account, devices, kept, outputs, tools },
    /** What was measured before. */
    remember(series: readonly Series[]) {
      memory.series = series;
    },
    signal: stop.signal,
    async close() {
      stop.abort();
      let isOver = false;
      const ended = running.finally(() => {
        isOver = true;
      });
      // What is on is made safe first, and that takes its time.
      while (!isOver) {
        await fake.advance(100);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await ended;
    },
  };
}
export type DevicesKit = ReturnType<typeof createDevicesKit>;
