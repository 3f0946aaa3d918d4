// What is kept of devices, in plain memory; what would stand on the account is handed over.
import type { Title } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { PlacedActivity } from '#main/platform/store/port/activity.ts';
import { changedDevice, type DeviceStore, type StoredDevice } from '#main/platform/store/port/devices.ts';

export function createMemoryStore(account: Title[]): DeviceStore {
  const rows = new Map<string, StoredDevice>();
  const noteTo = ({ fact }: PlacedActivity) => {
    if (fact.type === 'noted') account.push(fact.title);
  };
  return {
    list: async () => [...rows.values()],
    async allow(device, noted) {
      const known = rows.get(device.key);
      if (known !== undefined) return known;
      rows.set(device.key, device);
      noteTo(noted);
      return device;
    },
    async forget(key, noted) {
      const isGone = rows.delete(key);
      if (isGone) noteTo(noted);
      return isGone;
    },
    async change(key, wanted) {
      const found = rows.get(key);
      if (found === undefined) throw new AppError('not_found', 'No such device.');
      const changed = changedDevice(found, wanted);
      rows.set(key, changed);
      return changed;
    },
  };
}
