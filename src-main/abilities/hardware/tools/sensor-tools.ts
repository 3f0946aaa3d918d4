// sensor_identify and sensor_read: what is on a bus, and what it measures, in units.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { hexByte } from '../port/buses.ts';
import type { I2cSensor, Quality, Reading } from '../port/sensors.ts';
import { type Found, identifyAll, identifyAt } from '../sensors/identify.ts';
import { i2cSensors } from '../sensors/registry.ts';
import { addressInput, type BusAccess, boardInput, busPlan, hexBytes, plannedKey } from './bus-access.ts';

/** What a driver works out is our own words about the person's world. */
const measured = (key: string) => ({ trust: 'known', secrecy: 'private', source: `device:${key}` }) as const;

function foundLine({ address, candidates }: Found): string {
  const names = candidates.map(({ sensor, recognition }) => `${sensor.id} (${recognition})`);
  return `${hexByte(address)}: ${names.length === 0 ? 'no sensor that is known' : names.join(' or ')}`;
}

export function createSensorIdentify(buses: BusAccess): Tool {
  return defineTool({
    name: 'sensor_identify',
    description: 'Find out which sensors are on the I2C bus of a board, by asking them; changes nothing.',
    input: z.strictObject({ ...boardInput, address: addressInput.optional() }),
    async plan(input, ctx) {
      const board = await buses.find(input.device, ctx.signal);
      const where = input.address === undefined ? 'every address' : hexByte(input.address);
      return busPlan({ input, board, access: 'read' }, `I2C: ask at ${where} which sensor it is`, {
        title: { key: 'tools.sensor_identify', params: { device: board.name } },
      });
    },
    async run(plan, ctx) {
      const { via, address } = plan.input;
      const key = plannedKey(plan);
      const found = await buses.withI2c(
        { sessionId: ctx.sessionId, turnId: ctx.turnId, key, via },
        async (bus) => {
          const o = { bus, wait: ctx.clock.sleep, sensors: i2cSensors };
          return address === undefined ? identifyAll(o, ctx.signal) : [await identifyAt(address, o, ctx.signal)];
        },
        ctx.signal,
      );
      const output = found.length === 0 ? 'Nothing answers. Check power and wiring.' : found.map(foundLine).join('\n');
      return { output, label: measured(key) };
    },
  });
}

function chosen(id: string, address: number | undefined): { sensor: I2cSensor; address: number } {
  const sensor = i2cSensors.find((one) => one.id === id);
  const at = address ?? sensor?.addresses[0];
  if (sensor === undefined || at === undefined || !sensor.addresses.includes(at))
    throw new AppError('invalid_input', 'Such a sensor cannot be at this address. Use sensor_identify first.', {
      details: { reason: 'unknown_sensor' },
    });
  return { sensor, address: at };
}

const why: Readonly<Record<Quality, string>> = {
  good: 'no value was given',
  not_ready: 'not measured yet',
  out_of_range: 'beyond its range',
  bad_checksum: 'damaged on the way',
  fault: 'not to be trusted',
};

/** As many digits as these parts can tell apart; a time has more, and all of them. */
const numberOf = (value: number) => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7))));

function readingLine({ quantity, channel, unit, quality, value, raw }: Reading): string {
  const name = channel === undefined ? quantity : `${quantity} ${channel}`;
  const said = value === undefined ? `no value (${why[quality]})` : `${numberOf(value)} ${unit}`;
  return `${name}: ${said} [${hexBytes(raw)}]`;
}

export function createSensorRead(buses: BusAccess): Tool {
  return defineTool({
    name: 'sensor_read',
    description: 'Measure with a sensor on the I2C bus of a board: values in units, with the raw bytes in brackets.',
    input: z.strictObject({
      ...boardInput,
      sensor: z.enum(i2cSensors.map(({ id }) => id)),
      address: addressInput.optional().describe('Default: the usual one'),
    }),
    async plan(input, ctx) {
      const board = await buses.find(input.device, ctx.signal);
      const { sensor, address } = chosen(input.sensor, input.address);
      return busPlan(
        { input, board, access: 'read' },
        `I2C ${hexByte(address)}: wake the ${sensor.label} and read it`,
        {
          title: { key: 'tools.sensor_read', params: { sensor: sensor.label, device: board.name } },
        },
      );
    },
    async run(plan, ctx) {
      const { sensor, address } = chosen(plan.input.sensor, plan.input.address);
      const key = plannedKey(plan);
      const readings = await buses.withI2c(
        { sessionId: ctx.sessionId, turnId: ctx.turnId, key, via: plan.input.via },
        async (bus) => {
          const open = await sensor.open({ bus, address, wait: ctx.clock.sleep }, ctx.signal);
          return open.read(ctx.signal);
        },
        ctx.signal,
      );
      const heading = `${sensor.label} at ${hexByte(address)}, ${new Date(ctx.clock.now()).toISOString()}`;
      return { output: [heading, ...readings.map(readingLine)].join('\n'), label: measured(key) };
    },
  });
}
