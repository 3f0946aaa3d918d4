// From what the model calls things to a rule over a sensor that is recorded and outputs of boards that are allowed.
import { z } from 'zod';
import type { Devices } from '#main/abilities/hardware/port/devices.ts';
import type { Readings } from '#main/abilities/hardware/port/readings.ts';
import type { Device } from '#main/contract/devices.ts';
import { AppError, invalidInput } from '#main/contract/errors.ts';
import type { Series } from '#main/contract/readings.ts';
import { ReflexRule } from '#main/contract/reflexes.ts';
import { visibleLine } from '#main/contract/shown-text.ts';

const Action = z.union([
  z.strictObject({ tell: z.string().describe('What the person is told, in their language') }),
  z.strictObject({
    device: z.string().optional().describe('Key or name; may be left out where only one is allowed'),
    pin: z.string().describe('As the board or the person calls it'),
    level: z.number().min(0).max(1).describe('0 off, 1 on, between: share of the time'),
    via: z.string().optional().describe('What runs on the board: limpet, firmata, micropython'),
  }),
]);
type Action = z.infer<typeof Action>;

export const DraftInput = z.strictObject({
  name: z.string(),
  quantity: z.string().describe('As sensor_history and device_list have it: temperature, relative_humidity'),
  device: z.string().optional(),
  source: z.string().optional(),
  channel: z.string().optional(),
  is: z.enum(['above', 'below']),
  threshold: z.number(),
  hysteresis: z.number().optional().describe('How far back behind the threshold it is over'),
  for_seconds: z.number().optional(),
  start: z.array(Action),
  end: z.array(Action).optional().describe('When it is over'),
  again_after_seconds: z.number().optional(),
  alarm_without_values_seconds: z.number().optional(),
});
export type DraftInput = z.infer<typeof DraftInput>;

export type ResolveDeps = { readonly readings: Pick<Readings, 'list'>; readonly devices: Pick<Devices, 'list'> };

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
const mostNamed = 20;

const named = ({ deviceName, source, quantity, channel, unit }: Series) =>
  visibleLine(`${quantity}${channel === undefined ? '' : ` ${channel}`} (${unit}) from ${source} of ${deviceName}`);

/** The one that is meant; the sentence of the error says which there are. */
function pickSeries(input: DraftInput, all: readonly Series[]): Series {
  const found = all.filter(
    ({ deviceKey, deviceName, source, quantity, channel }) =>
      same(quantity, input.quantity) &&
      (input.device === undefined || deviceKey === input.device || same(deviceName, input.device)) &&
      (input.source === undefined || same(source, input.source)) &&
      (input.channel === undefined || same(channel ?? '', input.channel)),
  );
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const shown = (found.length > 0 ? found : all).slice(0, mostNamed).map(named).join('; ');
  const problem = found.length > 0 ? 'Several sensors fit' : 'No such sensor is recorded';
  const next =
    shown === '' ? 'Read a sensor first, then draft it.' : `Give quantity, source and device of one of: ${shown}`;
  throw new AppError('not_found', `${problem}. ${next}`, { details: { reason: 'reflex_no_series' } });
}

function pickBoard(wanted: string | undefined, allowed: readonly Device[]): Device {
  const found = allowed.filter(({ key, name }) => wanted === undefined || key === wanted || same(name, wanted));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  throw new AppError('not_found', 'Say which board by its key or name. Look with device_list.', {
    details: { reason: 'device_unknown' },
  });
}

function actionOf(action: Action, allowed: readonly Device[]): unknown {
  if ('tell' in action) return { type: 'tell', text: action.tell };
  const board = pickBoard(action.device, allowed);
  const output = board.limits?.outputs.find(({ name, pin }) => pin === action.pin || same(name ?? '', action.pin));
  const via = action.via ?? board.speaks;
  if (via === undefined)
    throw new AppError('invalid_input', 'Give via: what runs on the board (limpet, firmata or micropython).', {
      details: { reason: 'reflex_board' },
    });
  return { type: 'set', deviceKey: board.key, via, pin: output?.pin ?? action.pin, value: action.level };
}

const seconds = (value: number | undefined, usual: number) => Math.round((value ?? usual) * 1_000);

export async function resolveDraft(input: DraftInput, d: ResolveDeps, signal: AbortSignal): Promise<ReflexRule> {
  const [series, devices] = await Promise.all([d.readings.list({}), d.devices.list(signal)]);
  const { deviceKey, source, quantity, channel, unit } = pickSeries(input, series);
  const allowed = devices.filter(({ allowedAt }) => allowedAt !== undefined);
  const parsed = ReflexRule.safeParse({
    ...{ name: input.name, is: input.is, threshold: input.threshold, hysteresis: input.hysteresis ?? 0 },
    sensor: { deviceKey, source, quantity, unit, ...(channel === undefined ? {} : { channel }) },
    forMs: seconds(input.for_seconds, 0),
    coolDownMs: seconds(input.again_after_seconds, 600),
    staleAfterMs: seconds(input.alarm_without_values_seconds, 900),
    whenStale: 'keep',
    onStart: input.start.map((action) => actionOf(action, allowed)),
    onEnd: (input.end ?? []).map((action) => actionOf(action, allowed)),
  });
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error, 'The reflex');
}
