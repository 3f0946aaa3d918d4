// What a standing measurement asks of a board, by code that knows the part: no byte of it is anybody's text.
import { AppError } from '#main/contract/errors.ts';
import type { WatchedPart } from '#main/contract/readings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { type BoardProtocol, boardProtocols, type OpenBoard } from '../port/buses.ts';
import type { Measured } from '../port/readings.ts';
import { byConverter, bySensor, sensorSource } from '../readings/measured-by.ts';
import { chooseSensor, measureWith, usualReferenceVolts } from '../sensors/choose-sensor.ts';

type Place = { readonly device: string; readonly clock: Clock };

export function protocolOf(part: WatchedPart): BoardProtocol {
  const via = boardProtocols.find((one) => one === part.via);
  if (via !== undefined) return via;
  throw new AppError('invalid_input', `Nobody knows what runs on this board. Give via: ${boardProtocols.join(', ')}.`, {
    details: { reason: 'board_unknown' },
  });
}

/** Errors: `invalid_input` (`unknown_sensor`, `board_unknown`). */
export function checkPart(part: WatchedPart): void {
  protocolOf(part);
  if (part.type === 'sensor') chooseSensor(part);
}

/** `bme280@0x76`, `adc A0`: what the person is told. */
export function nameOfPart(part: WatchedPart): string {
  if (part.type === 'analog') return `adc ${part.channel}`;
  const chosen = chooseSensor(part);
  return sensorSource(chosen.sensor.id, chosen);
}

export async function measurePart(
  board: OpenBoard,
  { part, device, clock }: Place & { readonly part: WatchedPart },
  signal: AbortSignal,
): Promise<readonly Measured[]> {
  if (part.type === 'analog') {
    const adc = await board.adc({ referenceVolts: part.reference }, signal);
    const { volts } = await adc.read(part.channel, signal);
    return [byConverter(part.channel, volts, { device, at: clock.now() })];
  }
  const chosen = chooseSensor(part);
  const readings = await measureWith(
    { chosen, board, referenceVolts: part.reference ?? usualReferenceVolts, wait: clock.sleep },
    signal,
  );
  return bySensor(sensorSource(chosen.sensor.id, chosen), readings, { device, at: clock.now() });
}
