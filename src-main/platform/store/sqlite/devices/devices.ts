// Devices that the person has allowed.
import { z } from 'zod';
import { DeviceLimits } from '#main/contract/device-limits.ts';
import { parseJson } from '#main/platform/base/json.ts';
import {
  changedDevice,
  type DeviceChange,
  type DeviceStore,
  type StoredDevice,
} from '#main/platform/store/port/devices.ts';
import { createActivityWrites } from '../activity/activity-writes.ts';
import { notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';

type Row = {
  key: string;
  transport: string;
  seen: string;
  name: string | null;
  baud_rate: number;
  allowed_at: number;
  opened_at: number | null;
  limits: string | null;
  speaks: string | null;
};

const Seen = z.record(z.string(), z.string());

function toDevice(row: Row): StoredDevice | undefined {
  const seen = Seen.safeParse(parseJson(row.seen));
  const limits = row.limits === null ? undefined : DeviceLimits.safeParse(parseJson(row.limits));
  if (!seen.success || limits?.success === false) return undefined;
  return {
    ...{ key: row.key, transport: row.transport, seen: seen.data, baudRate: row.baud_rate, allowedAt: row.allowed_at },
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.opened_at === null ? {} : { openedAt: row.opened_at }),
    ...(limits === undefined ? {} : { limits: limits.data }),
    ...(row.speaks === null ? {} : { speaks: row.speaks }),
  };
}

export function createDevices({ writer, reader, run }: Shared): DeviceStore {
  const activity = createActivityWrites(writer);
  const columns = 'key, transport, seen, name, baud_rate, allowed_at, opened_at, limits, speaks';
  const all = reader.query<[], Row>(`SELECT ${columns} FROM devices ORDER BY n`);
  const one = writer.query<[string], Row>(`SELECT ${columns} FROM devices WHERE key = ?`);
  const put = writer.query<[Row]>(`
    INSERT INTO devices (${columns})
    VALUES (@key, @transport, @seen, @name, @baud_rate, @allowed_at, @opened_at, @limits, @speaks)
    ON CONFLICT (key) DO UPDATE SET
      seen = excluded.seen, name = excluded.name, baud_rate = excluded.baud_rate, opened_at = excluded.opened_at,
      limits = excluded.limits, speaks = excluded.speaks`);
  const drop = writer.query<[string]>('DELETE FROM devices WHERE key = ?');
  const find = (key: string): StoredDevice => {
    const row = one.get(key);
    const device = row === undefined ? undefined : toDevice(row);
    if (device === undefined) throw notFound('device');
    return device;
  };
  const write = (device: StoredDevice): StoredDevice => {
    put.run({
      ...{ key: device.key, transport: device.transport, seen: JSON.stringify(device.seen) },
      ...{ name: device.name ?? null, baud_rate: device.baudRate },
      ...{ allowed_at: device.allowedAt, opened_at: device.openedAt ?? null, speaks: device.speaks ?? null },
      limits: device.limits === undefined ? null : JSON.stringify(device.limits),
    });
    return device;
  };
  const change = (key: string, wanted: DeviceChange): StoredDevice => write(changedDevice(find(key), wanted));
  return {
    list: () => run(() => all.all().flatMap((row) => toDevice(row) ?? [])),
    allow: (device, noted) =>
      run(() =>
        writer.step('full', () => {
          const row = one.get(device.key);
          const known = row === undefined ? undefined : toDevice(row);
          if (known !== undefined) return known;
          drop.run(device.key); // one that cannot be read
          activity.append(noted, [noted]);
          return write(device);
        }),
      ),
    forget: (key, noted) =>
      run(() =>
        writer.step('full', () => {
          const isGone = drop.run(key) > 0;
          if (isGone) activity.append(noted, [noted]);
          return isGone;
        }),
      ),
    change: (key, wanted) => run(() => writer.step('full', () => change(key, wanted))),
  };
}
