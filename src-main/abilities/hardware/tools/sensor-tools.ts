// sensor_identify and sensor_read: what is on a bus, and what it measures, in units.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import { hexByte } from '../port/buses.ts';
import type { Readings } from '../port/readings.ts';
import type { Quality, Reading } from '../port/sensors.ts';
import { bySensor, sensorSource } from '../readings/measured-by.ts';
import {
  type ChosenSensor,
  chooseSensor,
  measureWith,
  placeOf,
  usualReferenceVolts,
} from '../sensors/choose-sensor.ts';
import { type Found, identifyAll, identifyAt, mayBeOutputs } from '../sensors/identify.ts';
import { i2cSensors, spiSensors } from '../sensors/registry.ts';
import {
  addressInput,
  type BoardAccess,
  boardInput,
  busPlan,
  hexBytes,
  type LinkOrder,
  onBoard,
  onI2c,
  orderOf,
} from './bus-access.ts';

/** What a driver works out is our own words about the person's world. */
const measured = ({ key }: LinkOrder) => ({ trust: 'known', secrecy: 'private', source: `device:${key}` }) as const;

function foundLine({ address, candidates }: Found): string {
  const names = candidates.map(({ sensor, recognition }) => `${sensor.id} (${recognition})`);
  return `${hexByte(address)}: ${names.length === 0 ? 'no sensor that is known' : names.join(' or ')}`;
}

export function createSensorIdentify(boards: BoardAccess): Tool {
  return defineTool({
    name: 'sensor_identify',
    description: 'Find out which sensors are on the I2C bus of a board, by asking them; changes nothing.',
    input: z.strictObject({ ...boardInput, address: addressInput.optional() }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      const where = input.address === undefined ? 'every address' : hexByte(input.address);
      if (input.address === undefined) await boards.check(board.key, { type: 'i2c_scan' });
      const access = input.address !== undefined && mayBeOutputs(input.address) ? 'write' : 'read';
      return busPlan({ input, board, access }, `I2C: ask at ${where} which sensor it is`, {
        title: { key: 'tools.sensor_identify', params: { device: board.name } },
      });
    },
    async run(plan, ctx) {
      const { address } = plan.input;
      const found = await onI2c({ boards, plan, ctx }, async (bus) => {
        const o = { bus, wait: ctx.clock.sleep, sensors: i2cSensors };
        return address === undefined ? identifyAll(o, ctx.signal) : [await identifyAt(address, o, ctx.signal)];
      });
      const output = found.length === 0 ? 'Nothing answers. Check power and wiring.' : found.map(foundLine).join('\n');
      return { output, label: measured(orderOf(plan, ctx)) };
    },
  });
}

/** What only a converter counts against. */
const against = (one: ChosenSensor, reference: number) => ('address' in one ? '' : `, against ${reference} V`);

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

/** What is measured is kept, too. */
export function createSensorRead(boards: BoardAccess, note: Readings['note']): Tool {
  return defineTool({
    name: 'sensor_read',
    description: 'Measure with an I2C or SPI sensor: values in units, raw bytes.',
    input: z.strictObject({
      ...boardInput,
      sensor: z.enum([...i2cSensors, ...spiSensors].map(({ id }) => id)),
      address: addressInput.optional().describe('Default: the usual'),
      select: z.string().max(20).optional().describe('Pin, for SPI'),
      reference: z.number().positive().max(10).default(usualReferenceVolts).describe('Volts, for SPI'),
    }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      const one = chooseSensor(input);
      const { label } = one.sensor;
      if ('select' in one) await boards.check(board.key, { type: 'spi', select: one.select });
      const asks = 'select' in one || mayBeOutputs(one.address);
      return busPlan(
        { input, board, access: asks ? 'write' : 'read' },
        `${placeOf(one)}: wake the ${label} and read it${against(one, input.reference)}`,
        {
          title: { key: 'tools.sensor_read', params: { sensor: label, device: board.name } },
          ...(asks ? { grant: `sensor:${placeOf(one)}:${one.sensor.id}` } : {}),
        },
      );
    },
    async run(plan, ctx) {
      const one = chooseSensor(plan.input);
      const readings = await onBoard({ boards, plan, ctx }, (board) =>
        measureWith({ chosen: one, board, referenceVolts: plan.input.reference, wait: ctx.clock.sleep }, ctx.signal),
      );
      const { key } = orderOf(plan, ctx);
      note(bySensor(sensorSource(one.sensor.id, one), readings, { device: key, at: ctx.clock.now() }));
      const heading = `${one.sensor.label} at ${placeOf(one)}${against(one, plan.input.reference)}, ${new Date(ctx.clock.now()).toISOString()}`;
      return { output: [heading, ...readings.map(readingLine)].join('\n'), label: measured(orderOf(plan, ctx)) };
    },
  });
}
