// sensor_watch: a part of a board, measured again and again after one question, until it is ended.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { WatchedPart } from '#main/contract/readings.ts';
import { boardProtocols } from '../port/buses.ts';
import type { Watches, WatchOrder } from '../port/watches.ts';
import { chooseSensor, placeOf } from '../sensors/choose-sensor.ts';
import { i2cSensors, spiSensors } from '../sensors/registry.ts';
import { addressInput, type BoardAccess, boardInput, busPlan, orderOf } from './bus-access.ts';

const hourMs = 3_600_000;

const Input = z.strictObject({
  ...boardInput,
  sensor: z.enum([...i2cSensors, ...spiSensors].map(({ id }) => id)).optional(),
  address: addressInput.optional().describe('Default: the usual'),
  select: z.string().min(1).max(20).optional().describe('Select pin of SPI'),
  channel: z.string().min(1).max(20).optional().describe('Analog input, instead of a sensor'),
  reference: z.number().positive().max(10).optional().describe('Volts of converters'),
  everySeconds: z.number().min(1).max(86_400).default(60),
  hours: z.number().positive().max(87_600).optional().describe('Left out: until it is ended'),
  stop: z.literal(true).optional().describe('End it instead'),
});
type Input = z.infer<typeof Input>;

const wrong = (message: string) => new AppError('invalid_input', message, { details: { reason: 'watch_which' } });

function partOf({ sensor, channel, ...input }: Input, via: string): WatchedPart {
  const reference = input.reference === undefined ? {} : { reference: input.reference };
  if (sensor !== undefined && channel === undefined) {
    const chosen = chooseSensor({ sensor, address: input.address, select: input.select });
    if ('address' in chosen) return { type: 'sensor', via, sensor, address: chosen.address };
    return { type: 'sensor', via, sensor, select: chosen.select, ...reference };
  }
  if (sensor !== undefined || channel === undefined) throw wrong('Name a sensor or a channel, one of both.');
  if (input.reference === undefined) throw wrong('Name the reference of the analog input, often 5 or 3.3 (volts).');
  return { type: 'analog', via, channel, reference: input.reference };
}

const inWords = (part: WatchedPart) => {
  if (part.type === 'analog') return `analog input ${part.channel}, against ${part.reference} V`;
  const chosen = chooseSensor(part);
  return `${chosen.sensor.label} at ${placeOf(chosen)}`;
};

export type SensorWatchDeps = { readonly boards: Pick<BoardAccess, 'find' | 'check'>; readonly watches: Watches };

export function createSensorWatch({ boards, watches }: SensorWatchDeps): Tool {
  /** What the plan was made for, and nothing else. */
  const orderFrom = (input: Input, basis: { readonly device: string; readonly via: string }): WatchOrder => ({
    ...{ deviceKey: basis.device, part: partOf(input, basis.via), everySeconds: input.everySeconds },
  });
  return defineTool({
    name: 'sensor_watch',
    description:
      'Measure a sensor or an analog input again and again, also later and after a restart; `stop` ends it. Ask what was measured with sensor_history.',
    input: Input,
    async plan(input, ctx) {
      const board = await boards.find(input.device, ctx.signal);
      const named = busPlan({ input, board, access: input.stop === true ? 'read' : 'write' }, '', {
        title: {
          key: input.stop === true ? 'tools.sensor_watch_end' : 'tools.sensor_watch',
          params: {
            part: input.sensor ?? input.channel ?? '',
            device: board.name,
            seconds: String(input.everySeconds),
          },
        },
      });
      const via = boardProtocols.find((one) => one === named.basis?.via) ?? '';
      const order = orderFrom(input, { device: board.key, via });
      if (input.stop === true)
        return {
          ...named,
          effects: [{ type: 'read', target: 'readings' }],
          shown: { type: 'text', text: `${board.name} (${board.key})\nEnd: ${inWords(order.part)}` },
        };
      await watches.check(order);
      if (order.part.type === 'sensor' && order.part.select !== undefined)
        await boards.check(board.key, { type: 'spi', select: order.part.select });
      const until = input.hours === undefined ? 'until it is ended' : `for ${input.hours} h`;
      const text = [
        `${board.name} (${board.key})`,
        `Measure every ${input.everySeconds} s, ${until}: ${inWords(order.part)}`,
        'Runs without a model while the board is connected, and opens it again after a restart of Limpet.',
        ...(via === 'micropython' ? ['A program that runs on the board is stopped each time.'] : []),
      ].join('\n');
      const { sessionGrant: _asksEachTime, ...plan } = named;
      return { ...plan, shown: { type: 'text', text } };
    },
    async run(plan, ctx) {
      const { key } = orderOf(plan, ctx);
      const via = plan.basis?.via ?? '';
      const order = orderFrom(plan.input, { device: key, via: typeof via === 'string' ? via : '' });
      const by = { by: 'agent', sessionId: ctx.sessionId, turnId: ctx.turnId } as const;
      if (plan.input.stop === true) return { output: await endSame(watches, order, by) };
      const { hours } = plan.input;
      const until = hours === undefined ? undefined : ctx.clock.now() + hours * hourMs;
      const watch = await watches.start({ ...order, until }, by);
      return { output: `Measures every ${watch.everySeconds} s from now on. Look at it with sensor_history.` };
    },
  });
}

async function endSame(watches: Watches, order: WatchOrder, by: Parameters<Watches['end']>[1]): Promise<string> {
  const same = (await watches.list()).filter(
    ({ deviceKey, part }) => deviceKey === order.deviceKey && inWords(part) === inWords(order.part),
  );
  for (const { id } of same) await watches.end(id, by);
  return same.length === 0 ? 'No such measurement runs.' : 'It is ended. What it measured stays.';
}
