// BME280: one measurement at a time, so that it stays cool between them.
import type { I2cDevice, I2cSensor } from '../../port/sensors.ts';
import { readRegister, send, wrongPart } from '../bytes.ts';
import { bme280Readings, calibrationOf } from './convert.ts';

const chipId = 0xd0;
const bme280Id = 0x60;
const controlHumidity = 0xf2;
const controlMeasure = 0xf4;
const status = 0xf3;
const measuring = 0x08;
/** Each quantity once, then sleep. */
const forced = 0x25;
const measureMs = 10;
const maxTries = 10;

const isBme280 = async (device: I2cDevice, signal: AbortSignal) =>
  (await readRegister(device, { register: chipId, length: 1 }, signal))[0] === bme280Id;

async function measured(device: I2cDevice, signal: AbortSignal): Promise<boolean> {
  await send(device, [controlHumidity, 0x01], signal); // takes effect with the next line
  await send(device, [controlMeasure, forced], signal);
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    await device.wait(measureMs, signal);
    const [byte = 0] = await readRegister(device, { register: status, length: 1 }, signal);
    if ((byte & measuring) === 0) return true;
  }
  return false;
}

export const bme280: I2cSensor = {
  id: 'bme280',
  label: 'BME280',
  bus: 'i2c',
  addresses: [0x76, 0x77],
  recognise: async (device, signal) => ((await isBme280(device, signal)) ? 'certain' : 'no'),
  async open(device, signal) {
    if (!(await isBme280(device, signal))) throw wrongPart('BME280');
    const low = await readRegister(device, { register: 0x88, length: 26 }, signal);
    const high = await readRegister(device, { register: 0xe1, length: 7 }, signal);
    const calibration = calibrationOf(low, high);
    return {
      read: async (stop) => {
        const done = await measured(device, stop);
        const readings = bme280Readings(await readRegister(device, { register: 0xf7, length: 8 }, stop), calibration);
        if (done) return readings;
        return readings.map(({ value: _old, ...reading }) => ({ ...reading, quality: 'not_ready' as const }));
      },
    };
  },
};
