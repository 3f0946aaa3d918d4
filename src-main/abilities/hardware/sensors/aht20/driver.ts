// AHT20: measures when it is asked to, and says itself when it is done.
import type { I2cSensor } from '../../port/sensors.ts';
import { receive, send } from '../bytes.ts';
import { aht20Readings, isCalibrated } from './convert.ts';

const initialise = [0xbe, 0x08, 0x00];
const measure = [0xac, 0x33, 0x00];
const measureMs = 80;

export const aht20: I2cSensor = {
  id: 'aht20',
  label: 'AHT20',
  bus: 'i2c',
  addresses: [0x38],
  async recognise(device, signal) {
    const [status = 0xff] = await receive(device, 1, signal);
    // Not busy, and the bits that are always zero are.
    return (status & 0x87) === 0 && (status & 0x18) !== 0 ? 'likely' : 'no';
  },
  async open(device, signal) {
    const [status = 0] = await receive(device, 1, signal);
    if (!isCalibrated(status)) {
      await send(device, initialise, signal);
      await device.wait(10, signal);
    }
    return {
      read: async (stop) => {
        await send(device, measure, stop);
        await device.wait(measureMs, stop);
        return aht20Readings(await receive(device, 7, stop));
      },
    };
  },
};
