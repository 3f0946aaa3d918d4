// The tools of buses, pins and sensors, for whoever joins the tools of devices.
import type { Tool } from '#main/abilities/tools/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Readings } from '../port/readings.ts';
import type { BoardAccess } from './bus-access.ts';
import { createI2cScan, createI2cTransfer } from './i2c-tools.ts';
import { createMcuRun } from './mcu-run.ts';
import { createModbusRead, createModbusWrite } from './modbus-tools.ts';
import { createAnalogRead, createPinRead, createPinWrite } from './pin-tools.ts';
import { createSensorIdentify, createSensorRead } from './sensor-tools.ts';
import { createSpiTransfer } from './spi-tools.ts';

export const createBusTools = (boards: BoardAccess, clock: Clock, note: Readings['note']): readonly Tool[] => [
  createSensorIdentify(boards),
  createSensorRead(boards, note),
  createI2cScan(boards),
  createI2cTransfer(boards),
  createSpiTransfer(boards),
  createPinRead(boards),
  createPinWrite(boards),
  createAnalogRead(boards, note),
  createModbusRead(boards, clock),
  createModbusWrite(boards, clock),
  createMcuRun(boards),
];
