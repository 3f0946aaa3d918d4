// INA219: current and voltage of a supply, across the resistor of 0.1 Ω that the usual boards carry.
import type { I2cSensor } from '../../port/sensors.ts';
import { readRegister, send, u16be } from '../bytes.ts';
import { ina219Readings } from './convert.ts';

const configuration = 0x00;
const shuntVoltage = 0x01;
const busVoltage = 0x02;
/** 32 V, ±320 mV, twelve bits, measuring all the time: also what it wakes up with. */
const widest = 0x399f;
const usualShuntOhms = 0.1;

export const ina219: I2cSensor = {
  id: 'ina219',
  label: 'INA219',
  bus: 'i2c',
  addresses: [0x40, 0x41, 0x44, 0x45, 0x42, 0x43, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f],
  async recognise(device, signal) {
    return u16be(await readRegister(device, { register: configuration, length: 2 }, signal)) === widest
      ? 'likely'
      : 'no';
  },
  async open(device, signal) {
    const word = u16be(await readRegister(device, { register: configuration, length: 2 }, signal));
    if (word !== widest) {
      await send(device, [configuration, widest >> 8, widest & 0xff], signal);
      await device.wait(2, signal);
    }
    return {
      read: async (stop) => {
        const shunt = await readRegister(device, { register: shuntVoltage, length: 2 }, stop);
        const bus = await readRegister(device, { register: busVoltage, length: 2 }, stop);
        return ina219Readings({ shunt, bus }, usualShuntOhms);
      },
    };
  },
};
