// PCA9685: sixteen outputs. Read here: what they do now; nothing is switched.
import type { I2cSensor, Reading } from '../../port/sensors.ts';
import { readRegister } from '../bytes.ts';
import { pca9685Duty, pca9685Frequency } from './convert.ts';

const mode1 = 0x00;
const mode2 = 0x01;
const prescale = 0xfe;
const firstOutput = 0x06;
const asleep = 0x10;

export const pca9685: I2cSensor = {
  id: 'pca9685',
  label: 'PCA9685',
  bus: 'i2c',
  addresses: Array.from({ length: 0x30 }, (_, index) => 0x40 + index),
  async recognise(device, signal) {
    const [second = 0xff] = await readRegister(device, { register: mode2, length: 1 }, signal);
    const [divisor = 0] = await readRegister(device, { register: prescale, length: 1 }, signal);
    // The top bits of MODE2 are always zero; fewer than 3 the part does not take. Others that fit have 0 or 0xFF here.
    return (second & 0xe0) === 0 && (second & 0x04) !== 0 && divisor >= 3 && divisor !== 0xff ? 'likely' : 'no';
  },
  async open(device) {
    const one = async (register: number, signal: AbortSignal) =>
      (await readRegister(device, { register, length: 1 }, signal))[0] ?? 0;
    return {
      read: async (signal) => {
        const isAsleep = ((await one(mode1, signal)) & asleep) !== 0;
        const readings: Reading[] = [pca9685Frequency(await one(prescale, signal))];
        for (let channel = 0; channel < 16; channel += 1) {
          const bytes: number[] = [];
          // One by one: whether it counts registers up is a setting, and settings are not changed by reading.
          for (let part = 0; part < 4; part += 1) bytes.push(await one(firstOutput + 4 * channel + part, signal));
          const { value = 0, ...duty } = pca9685Duty(bytes, channel);
          readings.push(isAsleep ? { ...duty, quality: 'not_ready' } : { ...duty, value });
        }
        return readings;
      },
    };
  },
};
