// MPU6050: acceleration and turning on three axes.
import type { I2cDevice, I2cSensor } from '../../port/sensors.ts';
import { readRegister, send, wrongPart } from '../bytes.ts';
import { mpu6050Readings } from './convert.ts';

const whoAmI = 0x75;
const mpu6050Id = 0x68;
const power = 0x6b;
const asleep = 0x40;
const gyroRange = 0x1b;
const accelerationRange = 0x1c;
const firstValue = 0x3b;

const isMpu6050 = async (device: I2cDevice, signal: AbortSignal) =>
  (await readRegister(device, { register: whoAmI, length: 1 }, signal))[0] === mpu6050Id;

async function wake(device: I2cDevice, signal: AbortSignal): Promise<void> {
  await send(device, [power, 0x00], signal);
  await send(device, [gyroRange, 0x00], signal);
  await send(device, [accelerationRange, 0x00], signal);
  await device.wait(100, signal);
}

export const mpu6050: I2cSensor = {
  id: 'mpu6050',
  label: 'MPU6050',
  bus: 'i2c',
  addresses: [0x68, 0x69],
  recognise: async (device, signal) => ((await isMpu6050(device, signal)) ? 'certain' : 'no'),
  async open(device, signal) {
    if (!(await isMpu6050(device, signal))) throw wrongPart('MPU6050');
    await wake(device, signal);
    return {
      read: async (stop) => {
        const [state = asleep] = await readRegister(device, { register: power, length: 1 }, stop);
        const readings = mpu6050Readings(await readRegister(device, { register: firstValue, length: 14 }, stop));
        if ((state & asleep) === 0) return readings;
        // It lost its supply in between: what it holds is not a measurement. It is awake for the next one.
        await wake(device, stop);
        return readings.map(({ value: _old, ...reading }) => ({ ...reading, quality: 'not_ready' as const }));
      },
    };
  },
};
