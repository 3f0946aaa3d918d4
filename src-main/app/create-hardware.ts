// Devices and their tools, with the transports that there are.
import { createDeviceTools } from '#main/abilities/hardware/create-device-tools.ts';
import { createDevices } from '#main/abilities/hardware/create-devices.ts';
import type { Devices } from '#main/abilities/hardware/port/devices.ts';
import { linkOpeners } from '#main/abilities/hardware/registry.ts';
import type { ToolSource } from '#main/abilities/tools/port.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';

export type HardwareDeps = {
  readonly store: Pick<Store, 'devices'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly activity: Activity;
  readonly clock: Clock;
  readonly log: Log;
};

export function createHardware(d: HardwareDeps): { readonly devices: Devices; readonly tools: ToolSource } {
  const { platform } = process;
  const openers = linkOpeners({ platform, furtherPorts: () => d.settings.current().devicePorts });
  const devices = createDevices({ ...d, store: d.store.devices, openers, platform });
  return { devices, tools: createDeviceTools(devices) };
}
