// SHT3x: measures when it is asked to.
import type { I2cSensor } from '../../port/sensors.ts';
import { receive, send } from '../bytes.ts';
import { isWhole, sht3xReadings } from './convert.ts';

const readStatus = [0xf3, 0x2d];
/** Once, high repeatability, without holding the clock line. */
const measure = [0x24, 0x00];
const measureMs = 16;

export const sht3x: I2cSensor = {
  id: 'sht3x',
  label: 'SHT3x',
  bus: 'i2c',
  addresses: [0x44, 0x45],
  asksByCommand: true,
  async recognise(device, signal) {
    const status = await device.bus.transfer({ address: device.address, write: readStatus, readLength: 3 }, signal);
    return isWhole(status) ? 'likely' : 'no';
  },
  async open(device) {
    return {
      read: async (signal) => {
        await send(device, measure, signal);
        await device.wait(measureMs, signal);
        return sht3xReadings(await receive(device, 6, signal));
      },
    };
  },
};
