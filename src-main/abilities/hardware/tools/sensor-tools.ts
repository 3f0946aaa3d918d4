// sensor_identify and sensor_read: what is on a bus, and what it measures, in units.
import { z } from 'zod';
import { defineTool, type Tool, type ToolContext } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { hexByte, noSuchAbility, type OpenBoard } from '../port/buses.ts';
import type { I2cSensor, Quality, Reading, SpiSensor } from '../port/sensors.ts';
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

type Asked = { readonly sensor: string; readonly address?: number | undefined; readonly select?: string | undefined };
type Chosen =
  | { readonly sensor: I2cSensor; readonly address: number }
  | { readonly sensor: SpiSensor; readonly select: string };

function chosen({ sensor: id, address, select }: Asked): Chosen {
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

const placeOf = (one: Chosen) => ('address' in one ? `I2C ${hexByte(one.address)}` : `SPI, select pin ${one.select}`);
/** What only a converter counts against. */
const against = (one: Chosen, reference: number) => ('address' in one ? '' : `, against ${reference} V`);

/** Of boards whose supply is also what they measure against. */
const usualReference = 3.3;

type Measure = { readonly one: Chosen; readonly board: OpenBoard; readonly referenceVolts: number };

async function measure({ one, board, referenceVolts }: Measure, ctx: ToolContext): Promise<readonly Reading[]> {
  if ('address' in one) {
    const device = { bus: await board.i2c(ctx.signal), address: one.address, wait: ctx.clock.sleep };
    return (await one.sensor.open(device, ctx.signal)).read(ctx.signal);
  }
  if (board.spi === undefined) throw noSuchAbility('SPI');
  return one.sensor.open({ bus: await board.spi({ select: one.select }, ctx.signal), referenceVolts }).read(ctx.signal);
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

export function createSensorRead(boards: BoardAccess): Tool {
  return defineTool({
    name: 'sensor_read',
    description: 'Measure with a sensor on an I2C or SPI bus: values in units, raw bytes in brackets.',
    input: z.strictObject({
      ...boardInput,
      sensor: z.enum([...i2cSensors, ...spiSensors].map(({ id }) => id)),
      address: addressInput.optional().describe('Default: the usual'),
      select: z.string().max(20).optional().describe('Select pin of SPI'),
      reference: z.number().positive().max(10).default(usualReference).describe('Volts of SPI converters'),
    }),
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      const one = chosen(input);
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
      const one = chosen(plan.input);
      const readings = await onBoard({ boards, plan, ctx }, (board) =>
        measure({ one, board, referenceVolts: plan.input.reference }, ctx),
      );
      const heading = `${one.sensor.label} at ${placeOf(one)}${against(one, plan.input.reference)}, ${new Date(ctx.clock.now()).toISOString()}`;
      return { output: [heading, ...readings.map(readingLine)].join('\n'), label: measured(orderOf(plan, ctx)) };
    },
  });
}
