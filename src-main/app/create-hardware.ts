// Devices and their tools, with the transports that there are.
import type { Artefacts } from '#main/abilities/artefacts/port.ts';
import { type CompanionDeps, createCompanion } from '#main/abilities/hardware/create-companion.ts';
import { createDeviceTools } from '#main/abilities/hardware/create-device-tools.ts';
import { createDevices, nameOf } from '#main/abilities/hardware/create-devices.ts';
import { createOutputs } from '#main/abilities/hardware/create-outputs.ts';
import { createReadings } from '#main/abilities/hardware/create-readings.ts';
import { createRecordings, type Recordings } from '#main/abilities/hardware/create-recordings.ts';
import { createReplays } from '#main/abilities/hardware/create-replays.ts';
import { createVirtualBoards } from '#main/abilities/hardware/create-virtual-boards.ts';
import { createWatches } from '#main/abilities/hardware/create-watches.ts';
import type { Companion } from '#main/abilities/hardware/port/companion.ts';
import type { Devices } from '#main/abilities/hardware/port/devices.ts';
import type { Outputs } from '#main/abilities/hardware/port/outputs.ts';
import type { KeptReadings } from '#main/abilities/hardware/port/readings.ts';
import type { VirtualBoards } from '#main/abilities/hardware/port/virtual.ts';
import type { Watches } from '#main/abilities/hardware/port/watches.ts';
import { linkOpeners } from '#main/abilities/hardware/registry.ts';
import type { ToolSource } from '#main/abilities/tools/port.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import { type Lockdown, lockedDown } from '#main/guard/lockdown/port.ts';
import { createServices } from '#main/guard/sandbox/create-services.ts';
import type { Services } from '#main/guard/sandbox/port/services.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';

export type HardwareDeps = {
  readonly store: Pick<Store, 'blobs' | 'devices' | 'readings' | 'settings'>;
  readonly dataFolder: string;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly activity: Activity;
  readonly artefacts: Artefacts;
  readonly approvals: CompanionDeps['approvals'];
  readonly bus: CompanionDeps['bus'];
  readonly lockdown: Lockdown;
  /** As the host starts them; left out: as children of Node. */
  readonly services?: Services | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
};

export type Hardware = {
  readonly devices: Devices;
  readonly boards: VirtualBoards;
  readonly readings: KeptReadings;
  readonly outputs: Outputs;
  readonly recordings: Recordings;
  readonly watches: Watches;
  readonly companion: Companion;
  readonly tools: ToolSource;
  /** What runs as long as the app does. */
  readonly parts: readonly { run(signal: AbortSignal): Promise<void> }[];
  /** Ends the boards that are not there. */
  close(): void;
};

/** The emergency stop holds over a restart. */
const stoppedKey = 'bench.stopped';

export function createHardware(d: HardwareDeps): Hardware {
  const { platform } = process;
  const life = new AbortController();
  const services = d.services ?? createServices({ environment: d.environment, platform, log: d.log.child('services') });
  const boards = createVirtualBoards({ services, clock: d.clock }, life.signal);
  const real = linkOpeners({ services, platform, furtherPorts: () => d.settings.current().devicePorts });
  const replays = createReplays({ clock: d.clock, onChange: () => recordings.news.tell() });
  const openers = [...real, boards.opener, replays.opener];
  const readings = createReadings({ ...d, settings: d.settings.current });
  const companion = createCompanion({
    ...d,
    devices: d.store.devices,
    values: d.store.settings,
    nameOf: async (key) => {
      const stored = (await d.store.devices.list()).find((device) => device.key === key);
      return stored === undefined ? key : nameOf(stored);
    },
    noteSpeaks: (key) => devices.noteSpeaks(key, 'limpet'),
    noteSafe: (key) => outputs.noteSafe(key),
  });
  const refusal = () => (d.lockdown.isOn ? lockedDown() : undefined);
  const devices = createDevices({
    ...{ ...d, store: d.store.devices, openers, platform, refusal },
    onSession: companion.meet,
    onLines: readings.hear,
  });
  const outputs = createOutputs({
    devices,
    kept: {
      load: async () => (await d.store.settings.getValue(stoppedKey)) === 'yes',
      save: (isStopped) => d.store.settings.setValue(stoppedKey, isStopped ? 'yes' : 'no'),
    },
    ...{ clock: d.clock, log: d.log.child('outputs') },
  });
  const recordings = createRecordings({ ...d, blobs: d.store.blobs, devices, replays });
  const watches = createWatches({ ...d, devices, readings, outputs });
  d.lockdown.onBegin(async () => {
    await outputs.stopAll('board'); // first, while the links are open
    await devices.disconnectAll();
  });
  d.lockdown.onRelease(async () => outputs.release());
  return {
    ...{ devices, boards, companion, readings, recordings, outputs, watches },
    tools: createDeviceTools({ ...d, devices, outputs, readings, watches }),
    parts: [devices, companion, readings, watches],
    close: () => life.abort(),
  };
}
