// Which boards the person lets answer: kept with the moment at which the device was allowed, so that it ends with that.
import { z } from 'zod';
import type { DeviceStore } from '#main/platform/store/port/devices.ts';
import type { Store } from '#main/platform/store/port.ts';

const key = 'companion.mayAnswer';
const Kept = z.record(z.string(), z.number());

export type ConsentsDeps = {
  readonly values: Pick<Store['settings'], 'getValue' | 'setValue'>;
  readonly devices: Pick<DeviceStore, 'list'>;
};

export function createConsents({ values, devices }: ConsentsDeps) {
  const read = async () => {
    const kept = Kept.safeParse((await values.getValue(key)) ?? {});
    return kept.success ? kept.data : {}; // what cannot be read allows nothing
  };
  const allowedAt = async (device: string) => (await devices.list()).find((one) => one.key === device)?.allowedAt;
  return {
    async holds(device: string): Promise<boolean> {
      const given = (await read())[device];
      return given !== undefined && given === (await allowedAt(device));
    },
    async set(device: string, mayAnswer: boolean): Promise<void> {
      const { [device]: _before, ...others } = await read();
      const at = await allowedAt(device);
      await values.setValue(key, mayAnswer && at !== undefined ? { ...others, [device]: at } : others);
    },
  };
}
