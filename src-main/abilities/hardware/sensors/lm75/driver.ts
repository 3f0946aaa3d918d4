// LM75, LM75A, LM75B: thermometers with a register of one byte for their configuration.
import type { I2cSensor } from '../../port/sensors.ts';
import { readRegister, send, u16be } from '../bytes.ts';
import { lm75Reading } from './convert.ts';

const temperature = 0x00;
const configuration = 0x01;
const hysteresis = 0x02;
const threshold = 0x03;

export const lm75: I2cSensor = {
  id: 'lm75',
  label: 'LM75',
  bus: 'i2c',
  addresses: [0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f],
  async recognise(device, signal) {
    const word = u16be(await readRegister(device, { register: configuration, length: 2 }, signal));
    if ((word & 0x6000) !== 0) return 'no'; // a TMP102, or something else
    const low = u16be(await readRegister(device, { register: hysteresis, length: 2 }, signal));
    const high = u16be(await readRegister(device, { register: threshold, length: 2 }, signal));
    return low === 0x4b00 && high === 0x5000 ? 'likely' : 'no'; // 75 and 80 °C, as it wakes up
  },
  async open(device, signal) {
    const byte = (await readRegister(device, { register: configuration, length: 1 }, signal))[0] ?? 0;
    if ((byte & 1) === 1) {
      await send(device, [configuration, byte & 0xfe], signal);
      await device.wait(300, signal);
    }
    return {
      read: async (stop) => [lm75Reading(await readRegister(device, { register: temperature, length: 2 }, stop))],
    };
  },
};
