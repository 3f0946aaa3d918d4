// DS3231: a clock with a battery. It is read, never set: what time it is here is not ours to say.
import type { I2cSensor } from '../../port/sensors.ts';
import { readRegister } from '../bytes.ts';
import { clockSeconds, ds3231Temperature, ds3231Time } from './convert.ts';

const time = 0x00;
const status = 0x0f;
const temperature = 0x11;

export const ds3231: I2cSensor = {
  id: 'ds3231',
  label: 'DS3231',
  bus: 'i2c',
  addresses: [0x68],
  async recognise(device, signal) {
    const registers = await readRegister(device, { register: time, length: 7 }, signal);
    const [state = 0xff] = await readRegister(device, { register: status, length: 1 }, signal);
    const weekday = registers[3] ?? 0;
    const isClock = clockSeconds(registers) !== undefined && weekday >= 1 && weekday <= 7;
    return isClock && (state & 0x70) === 0 ? 'likely' : 'no';
  },
  async open(device) {
    return {
      read: async (signal) => {
        const registers = await readRegister(device, { register: time, length: 7 }, signal);
        const [state = 0] = await readRegister(device, { register: status, length: 1 }, signal);
        const degrees = await readRegister(device, { register: temperature, length: 2 }, signal);
        return [ds3231Time(registers, state), ds3231Temperature(degrees)];
      },
    };
  },
};
