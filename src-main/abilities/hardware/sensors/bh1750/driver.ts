// BH1750: measures once when it is asked to, then sleeps.
import type { I2cSensor } from '../../port/sensors.ts';
import { receive, send } from '../bytes.ts';
import { bh1750Reading } from './convert.ts';

const powerOn = 0x01;
const onceHighResolution = 0x20;
const measureMs = 180;

export const bh1750: I2cSensor = {
  id: 'bh1750',
  label: 'BH1750',
  bus: 'i2c',
  addresses: [0x23, 0x5c],
  async recognise(device, signal) {
    // It has nothing to tell it by: what answers at one of its two addresses with two bytes may be it.
    await receive(device, 2, signal);
    return 'likely';
  },
  async open(device) {
    return {
      read: async (signal) => {
        await send(device, [powerOn], signal);
        await send(device, [onceHighResolution], signal);
        await device.wait(measureMs, signal);
        return [bh1750Reading(await receive(device, 2, signal))];
      },
    };
  },
};
