// TMP102: a thermometer that measures by itself.
import type { I2cSensor } from '../../port/sensors.ts';
import { readRegister, send, u16be } from '../bytes.ts';
import { tmp102Reading } from './convert.ts';

const temperature = 0x00;
const configuration = 0x01;
const shutdown = 0x0100;

export const tmp102: I2cSensor = {
  id: 'tmp102',
  label: 'TMP102',
  bus: 'i2c',
  addresses: [0x48, 0x49, 0x4a, 0x4b],
  async recognise(device, signal) {
    const word = u16be(await readRegister(device, { register: configuration, length: 2 }, signal));
    // The resolution bits are wired to 1, the lowest four to 0; an LM75 repeats its one byte, an ADS1115 has others.
    return (word & 0x6000) === 0x6000 && (word & 0x000f) === 0 ? 'likely' : 'no';
  },
  async open(device, signal) {
    const word = u16be(await readRegister(device, { register: configuration, length: 2 }, signal));
    if ((word & shutdown) !== 0) {
      await send(device, [configuration, (word & ~shutdown & 0xffff) >> 8, word & 0xff], signal);
      await device.wait(35, signal);
    }
    return {
      read: async (stop) => [tmp102Reading(await readRegister(device, { register: temperature, length: 2 }, stop))],
    };
  },
};
