// The tools of buses and sensors, for whoever joins the tools of devices.
import type { Tool } from '#main/abilities/tools/port.ts';
import type { BusAccess } from './bus-access.ts';
import { createI2cScan, createI2cTransfer } from './i2c-tools.ts';
import { createSensorIdentify, createSensorRead } from './sensor-tools.ts';

export const createBusTools = (buses: BusAccess): readonly Tool[] => [
  createSensorIdentify(buses),
  createSensorRead(buses),
  createI2cScan(buses),
  createI2cTransfer(buses),
];
