// What every store promises about devices that were allowed.
import { describe, expect, it } from 'vitest';
import { DeviceLimits } from '#main/contract/device-limits.ts';
import type { PlacedActivity } from '../port/activity.ts';
import type { StoredDevice } from '../port/devices.ts';
import type { Bench } from './store-suite.ts';

const noted: PlacedActivity = { at: 7, fact: { type: 'noted', by: 'person', title: { key: 'x.y', params: {} } } };
const uno: StoredDevice = {
  ...{ key: 'usb:2341:0043:1', transport: 'serial', seen: { path: '/dev/ttyACM0', product: 'Uno' } },
  ...{ baudRate: 115_200, allowedAt: 5 },
};

export function devicesSuite({ store }: Pick<Bench, 'store'>): void {
  describe('devices', () => {
    it('keeps who was allowed, changes it, and forgets it, each on the account', async () => {
      expect(await store().devices.list()).toEqual([]);
      expect(await store().devices.allow(uno, noted)).toEqual(uno);
      expect(await store().devices.allow({ ...uno, baudRate: 9_600 }, noted)).toEqual(uno);
      expect((await store().activity.list({ limit: 10 })).entries).toHaveLength(1);
      const named = await store().devices.change(uno.key, { name: 'Bench', baudRate: 57_600, openedAt: 9 });
      expect(named).toEqual({ ...uno, name: 'Bench', baudRate: 57_600, openedAt: 9 });
      expect(await store().devices.list()).toEqual([named]);
      const { name: _name, ...bare } = named;
      expect(await store().devices.change(uno.key, { name: null })).toEqual(bare);
      const limits = DeviceLimits.parse({ inputs: ['5'], lines: ['led 13 {on|off}'] });
      const limited = await store().devices.change(uno.key, { limits, speaks: 'firmata' });
      expect(limited).toEqual({ ...bare, limits, speaks: 'firmata' });
      expect(await store().devices.list()).toEqual([limited]);
      expect(await store().devices.change(uno.key, { limits: null, speaks: null })).toEqual(bare);
      expect(await store().devices.forget(uno.key, noted)).toBe(true);
      expect(await store().devices.forget(uno.key, noted)).toBe(false);
      expect((await store().activity.list({ limit: 10 })).entries).toHaveLength(2);
      await expect(store().devices.change(uno.key, { baudRate: 300 })).rejects.toMatchObject({ code: 'not_found' });
    });
  });
}
