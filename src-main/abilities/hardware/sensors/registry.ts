// The sensors that Limpet knows: one line each.
import type { I2cSensor, SpiSensor } from '../port/sensors.ts';
import { ads1115 } from './ads1115/driver.ts';
import { aht20 } from './aht20/driver.ts';
import { bh1750 } from './bh1750/driver.ts';
import { bme280 } from './bme280/driver.ts';
import { ds3231 } from './ds3231/driver.ts';
import { ina219 } from './ina219/driver.ts';
import { lm75 } from './lm75/driver.ts';
import { mcp3008 } from './mcp3008/driver.ts';
import { mpu6050 } from './mpu6050/driver.ts';
import { pca9685 } from './pca9685/driver.ts';
import { sht3x } from './sht3x/driver.ts';
import { tmp102 } from './tmp102/driver.ts';

/** Those that say who they are come first, then by how sure their signs are, those asked by a command last. */
export const i2cSensors: readonly I2cSensor[] = [
  ...[bme280, mpu6050],
  ...[ina219, ads1115, tmp102, lm75, aht20, ds3231, pca9685, bh1750],
  sht3x,
];
export const spiSensors: readonly SpiSensor[] = [mcp3008];
