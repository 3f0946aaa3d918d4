// A process that notes a reading every 20 ms over a true store, and says each time how many it has noted. It is killed.

import { Settings } from '#main/contract/settings.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import { createReadings } from '../create-readings.ts';

const [, , folder = ''] = process.argv;
const { store } = await openStore({ folder, now: () => Date.now() });
const readings = createReadings({ store, settings: () => Settings.parse({}), clock: systemClock, log: silentLog });
let count = 0;
setInterval(() => {
  count += 1;
  readings.note([
    { device: 'virtual:x', source: 'line', quantity: 'count', unit: '', at: Date.now(), quality: 'good', value: count },
  ]);
  process.send?.({ count, at: Date.now() });
}, 20);
