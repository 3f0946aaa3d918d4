// measure_now: what a device measures at this moment, whichever way it tells it.
import { z } from 'zod';
import { defineTool, type Plan, type Tool, type ToolContext } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { noSuchAbility } from '../port/buses.ts';
import type { Devices } from '../port/devices.ts';
import type { Measured, Readings } from '../port/readings.ts';
import { type BoardAccess, busPlan, onBoard } from './bus-access.ts';
import { deviceInput, fromDevice, type Wanted } from './device-call.ts';

export type MeasureNow = {
  readonly devices: Pick<Devices, 'session' | 'rights' | 'onChange'>;
  readonly boards: Pick<BoardAccess, 'find' | 'withBoard'>;
  readonly readings: Pick<Readings, 'note' | 'onNoted'>;
};

/** As long as a board takes that starts anew, says its name, and speaks every second. */
const waitMs = 6_000;
const ours = 'limpet';

/** The names that readings have for what people call otherwise. */
const alike: Readonly<Record<string, readonly string[]>> = { light: ['illuminance', 'brightness'] };

function isAbout(quantity: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const words = quantity.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const plain = wanted.toLowerCase();
  return quantity.toLowerCase() === plain || [plain, ...(alike[plain] ?? [])].some((word) => words.includes(word));
}

const numberOf = (value: number) => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6))));

const lineOf = ({ quantity, channel, unit, quality, value }: Measured) =>
  `${[quantity, channel].filter((part) => part !== undefined).join(' ')}: ${
    value === undefined ? `no value (${quality})` : `${numberOf(value)}${unit === '' ? '' : ` ${unit}`}`
  }`;

type Next = 'ours' | readonly Measured[];

/** The first readings of the device that fit, or that it turned out to run our firmware. */
async function listen(
  { devices, readings }: MeasureNow,
  { key, quantity }: { readonly key: string; readonly quantity: string | undefined },
  { clock, signal }: Pick<ToolContext, 'clock' | 'signal'>,
): Promise<Next> {
  const over = new AbortController();
  const found = new Promise<Next>((resolve, reject) => {
    const look = () =>
      devices.rights(key).then(({ speaks }) => {
        if (speaks === ours) resolve('ours');
      }, reject);
    const ends = [
      readings.onNoted((noted) => {
        const fit = noted.filter((one) => one.device === key && isAbout(one.quantity, quantity));
        if (fit.length > 0) resolve(fit);
      }),
      devices.onChange(() => void look()),
    ];
    over.signal.addEventListener('abort', () => {
      for (const end of ends) end();
    });
    void look();
  });
  try {
    return await Promise.race([found, clock.sleep(waitMs, AbortSignal.any([signal, over.signal])).then(() => [])]);
  } finally {
    over.abort();
    found.catch(() => {}); // nobody waits for it any more
  }
}

const nothing = (quantity: string | undefined) =>
  new AppError(
    'not_found',
    `The device told ${quantity === undefined ? 'no number' : `no ${quantity}`} within ${waitMs / 1_000} s. Look what it says with device_read, or measure with sensor_read.`,
    { details: { reason: 'nothing_measured' } },
  );

type Input = Wanted & { readonly quantity?: string | undefined };

async function ask({ boards, readings }: MeasureNow, plan: Plan<Input>, ctx: ToolContext) {
  const measured = await onBoard({ boards, plan, ctx }, async (board) => {
    if (board.measure === undefined) throw noSuchAbility('sensors of its own');
    return board.measure(ctx.signal);
  });
  const at = ctx.clock.now();
  const noted = measured.map((one) => ({
    ...one,
    device: plan.basis?.device ?? '',
    source: 'board',
    at,
    quality: 'good' as const,
  }));
  readings.note(noted);
  return noted;
}

export function createMeasureNow(o: MeasureNow): Tool {
  return defineTool<Input>({
    name: 'measure_now',
    description:
      'What a connected device measures just now: values in units, of a board with our firmware or of one that says them by itself. For a sensor on a bus: sensor_read. For what was: sensor_history.',
    input: z.strictObject({
      device: deviceInput,
      quantity: z.string().min(1).max(80).optional().describe('temperature, humidity, …; left out: all'),
    }),
    timeoutMs: 20_000,
    async plan(input, ctx) {
      const board = await o.boards.find(input.device, ctx.signal);
      const known = { ...board, runs: ours, speaks: ours } as const;
      return busPlan({ input, board: known, access: 'read' }, 'Measure, and take the next numbers that it tells', {
        title: { key: 'tools.measure_now', params: { device: board.name } },
      });
    },
    async run(plan, ctx) {
      const key = plan.basis?.device ?? '';
      o.devices.session(key); // says what to do where it is not open
      const { quantity } = plan.input;
      const next = await listen(o, { key, quantity }, ctx);
      const all = next === 'ours' ? await ask(o, plan, ctx) : next;
      const fit = all.filter((one) => isAbout(one.quantity, quantity));
      if (fit.length === 0) throw nothing(quantity);
      const { name } = await o.devices.rights(key);
      return fromDevice(
        { key, name },
        `${visibleLine(name)}, ${new Date(ctx.clock.now()).toISOString()}`,
        fit.map(lineOf).join('\n'),
      );
    },
  });
}
