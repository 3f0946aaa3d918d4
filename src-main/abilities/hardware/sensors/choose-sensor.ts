// Which sensor of the catalogue is meant and where it is, and one measurement with it.
import { AppError } from '#main/contract/errors.ts';
import { hexByte, noSuchAbility, type OpenBoard } from '../port/buses.ts';
import type { I2cSensor, Reading, SpiSensor, Wait } from '../port/sensors.ts';
import { i2cSensors, spiSensors } from './registry.ts';

export type SensorPlace = {
  readonly sensor: string;
  readonly address?: number | undefined;
  readonly select?: string | undefined;
};

export type ChosenSensor =
  | { readonly sensor: I2cSensor; readonly address: number }
  | { readonly sensor: SpiSensor; readonly select: string };

/** Errors: `invalid_input` (`unknown_sensor`). */
export function chooseSensor({ sensor: id, address, select }: SensorPlace): ChosenSensor {
  const spi = spiSensors.find((one) => one.id === id);
  if (spi !== undefined && select !== undefined) return { sensor: spi, select };
  const sensor = i2cSensors.find((one) => one.id === id);
  const at = address ?? sensor?.addresses[0];
  if (sensor === undefined || at === undefined || !sensor.addresses.includes(at))
    throw new AppError('invalid_input', 'Such a sensor cannot be there. Use sensor_identify, or name its select pin.', {
      details: { reason: 'unknown_sensor' },
    });
  return { sensor, address: at };
}

/** `I2C 0x76`, `SPI, select pin D10`. */
export const placeOf = (one: ChosenSensor) =>
  'address' in one ? `I2C ${hexByte(one.address)}` : `SPI, select pin ${one.select}`;

/** Of boards whose supply is also what they measure against. */
export const usualReferenceVolts = 3.3;

export type MeasureWith = {
  readonly chosen: ChosenSensor;
  readonly board: OpenBoard;
  readonly referenceVolts: number;
  readonly wait: Wait;
};

/** Wakes it and reads it. Errors of the bus. */
export async function measureWith(o: MeasureWith, signal: AbortSignal): Promise<readonly Reading[]> {
  const { chosen, board, referenceVolts, wait } = o;
  if ('address' in chosen) {
    const device = { bus: await board.i2c(signal), address: chosen.address, wait };
    return (await chosen.sensor.open(device, signal)).read(signal);
  }
  if (board.spi === undefined) throw noSuchAbility('SPI');
  return chosen.sensor.open({ bus: await board.spi({ select: chosen.select }, signal), referenceVolts }).read(signal);
}
