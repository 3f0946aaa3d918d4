// ADS1115: four channels, each measured once when it is asked for.
import type { I2cDevice, I2cSensor, Reading } from '../../port/sensors.ts';
import { readRegister, send, u16be } from '../bytes.ts';
import { ads1115Reading } from './convert.ts';

const conversion = 0x00;
const configuration = 0x01;
const lowThreshold = 0x02;
const highThreshold = 0x03;
const start = 0x8000;
const idle = 0x8000;
/** ±4.096 V, once, 128 samples a second, comparator off. */
const settings = 0x0383;
const fullScaleVolts = 4.096;
const measureMs = 9;
const maxTries = 10;

async function readChannel(device: I2cDevice, channel: number, signal: AbortSignal): Promise<Reading> {
  const word = start | ((4 + channel) << 12) | settings;
  await send(device, [configuration, word >> 8, word & 0xff], signal);
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    await device.wait(measureMs, signal);
    const state = u16be(await readRegister(device, { register: configuration, length: 2 }, signal));
    if ((state & idle) === 0) continue;
    const raw = await readRegister(device, { register: conversion, length: 2 }, signal);
    return ads1115Reading(raw, { channel: String(channel), fullScaleVolts });
  }
  return { quantity: 'voltage', channel: String(channel), unit: 'V', quality: 'not_ready', raw: [] };
}

export const ads1115: I2cSensor = {
  id: 'ads1115',
  label: 'ADS1115',
  bus: 'i2c',
  addresses: [0x48, 0x49, 0x4a, 0x4b],
  async recognise(device, signal) {
    const low = u16be(await readRegister(device, { register: lowThreshold, length: 2 }, signal));
    const high = u16be(await readRegister(device, { register: highThreshold, length: 2 }, signal));
    return low === 0x8000 && high === 0x7fff ? 'likely' : 'no'; // as it wakes up
  },
  async open(device) {
    return {
      read: async (signal) => {
        const readings: Reading[] = [];
        for (let channel = 0; channel < 4; channel += 1) readings.push(await readChannel(device, channel, signal));
        return readings;
      },
    };
  },
};
