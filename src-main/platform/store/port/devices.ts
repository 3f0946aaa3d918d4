// What the store keeps of devices: those that the person has allowed.
import type { DeviceLimits } from '#main/contract/device-limits.ts';
import type { PlacedActivity } from './activity.ts';

export type StoredDevice = {
  /** Its identity, which stays from one plugging in to the next. */
  readonly key: string;
  readonly transport: string;
  /** What it said of itself when it was seen last, as JSON of its own. */
  readonly seen: Readonly<Record<string, string>>;
  /** The person's own name for it. */
  readonly name?: string;
  readonly baudRate: number;
  readonly allowedAt: number;
  /** When the person first let the model open it; absent before. */
  readonly openedAt?: number;
  /** What it may be made to do; absent: each order is asked for. */
  readonly limits?: DeviceLimits;
  /** The protocol that it has proved to speak. */
  readonly speaks?: string;
};

export type DeviceChange = {
  /** Null takes the name away. */
  readonly name?: string | null;
  readonly baudRate?: number;
  readonly seen?: StoredDevice['seen'];
  readonly openedAt?: number;
  /** Null takes them away, as the next one. */
  readonly limits?: DeviceLimits | null;
  readonly speaks?: string | null;
};

/** `noted` goes into the account of what was done, in the step that makes it true; not where nothing was changed. */
export interface DeviceStore {
  /** In the order in which they were allowed. A row that cannot be read is left out: it allows nothing. */
  list(): Promise<StoredDevice[]>;
  /** One that is allowed already stays as it is. */
  allow(device: StoredDevice, noted: PlacedActivity): Promise<StoredDevice>;
  /** False when it was not allowed. */
  forget(key: string, noted: PlacedActivity): Promise<boolean>;
  /** `not_found` when it is not allowed. */
  change(key: string, change: DeviceChange): Promise<StoredDevice>;
}

/** What null takes away is not there any more; what is not named stays. */
export function changedDevice(device: StoredDevice, wanted: DeviceChange): StoredDevice {
  const merged = Object.entries({ ...device, ...wanted }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(merged) as StoredDevice; // of the same names, and none of them is null
}
