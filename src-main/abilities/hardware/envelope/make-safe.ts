// Brings one device to its safe state, over a link that was seized for it.
import type { DeviceLimits } from '#main/contract/device-limits.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { type BoardProtocol, boardProtocols, type OpenBoard } from '../port/buses.ts';
import type { DeviceRights, DeviceSession, SentBy } from '../port/devices.ts';
import type { Link } from '../port/link.ts';
import { withBoard, withModbus } from '../protocols/registry.ts';
import { setPin } from './set-pin.ts';

export type SafePin = { readonly via: BoardProtocol; readonly pin: string; readonly safe: number };
export type SafeOrder = {
  readonly session: Pick<DeviceSession, 'seize' | 'unended'>;
  readonly rights: DeviceRights;
  /** Outputs that are on. */
  readonly pins: readonly SafePin[];
  /** Everything that the limits name, too: something may have switched what nobody keeps a list of. */
  readonly isWhole: boolean;
  readonly by: SentBy;
  readonly clock: Clock;
};

const noSafeState = () =>
  new AppError(
    'unsupported',
    'What was sent there may have switched something, and nobody said what is safe. Look at it, or cut its power.',
    {
      details: { reason: 'no_safe_state' },
    },
  );

/** A line that stands half is spoilt first, so that it is not carried out. */
const spoil = (unended: string, end: string) => (unended === '' ? '' : `\x18${end}`);

async function sayLines(link: Link, o: { unended: string; limits: DeviceLimits }, signal: AbortSignal): Promise<void> {
  const { lineEnd, safeLines } = o.limits;
  const text = spoil(o.unended, lineEnd) + safeLines.map((line) => line + lineEnd).join('');
  await link.write(Buffer.from(text, 'latin1'), signal);
}

async function setRegisters(link: Link, o: { clock: Clock; limits: DeviceLimits }, signal: AbortSignal): Promise<void> {
  await withModbus({ link, clock: o.clock }, async (modbus) => {
    for (const { unit, table, from, to, safe } of o.limits.modbus) {
      if (safe === undefined || (table !== 'coils' && table !== 'holding_registers')) continue;
      for (let address = from; address <= to; address += 1)
        await modbus.write({ unit, table, address, values: [safe] }, signal);
    }
  });
}

const hasRegisters = (limits: DeviceLimits | undefined) =>
  limits?.modbus.some(({ safe }) => safe !== undefined) === true;

/** Pins that are on, and those of the limits, each once. */
function pinsOf({ pins, rights, isWhole }: SafeOrder): readonly SafePin[] {
  const via = boardProtocols.find((one) => one === rights.speaks) ?? pins[0]?.via;
  const listed = (isWhole && via !== undefined ? (rights.limits?.outputs ?? []) : []).map(({ pin, safe }) => ({
    ...{ pin, safe },
    via: pins.find((one) => one.pin === pin)?.via ?? via ?? 'limpet',
  }));
  return [...pins, ...listed.filter(({ pin }) => !pins.some((one) => one.pin === pin))];
}

/** Errors: those of the link and the board; `unsupported` (`no_safe_state`) where nobody knows what to do. */
export async function makeSafe(o: SafeOrder, signal: AbortSignal): Promise<void> {
  const { limits } = o.rights;
  const pins = pinsOf(o);
  const speaksLines = o.isWhole && (limits?.safeLines.length ?? 0) > 0;
  const speaksModbus = o.isWhole && hasRegisters(limits);
  const knowsOwn = o.isWhole && o.rights.speaks === 'limpet';
  if (pins.length === 0 && !speaksLines && !speaksModbus && !knowsOwn) throw noSafeState();
  const { unended } = o.session;
  const vias = new Set<BoardProtocol>([...pins.map(({ via }) => via), ...(knowsOwn ? (['limpet'] as const) : [])]);
  await o.session.seize(
    o.by,
    async (link) => {
      if (unended !== '' && !speaksLines) await link.write(Buffer.from(spoil(unended, '\n'), 'latin1'), signal);
      for (const via of vias)
        await withBoard(
          { link, via, clock: o.clock },
          (board: OpenBoard) =>
            settle(
              board,
              pins.filter((one) => one.via === via),
              signal,
            ),
          signal,
        );
      if (speaksLines && limits !== undefined) await sayLines(link, { unended, limits }, signal);
      if (speaksModbus && limits !== undefined) await setRegisters(link, { ...o, limits }, signal);
    },
    signal,
  );
}

/** All at once where the firmware knows how, then each as the person set it. One that fails leaves none of the others out. */
async function settle(board: OpenBoard, pins: readonly SafePin[], signal: AbortSignal): Promise<void> {
  const failed: unknown[] = [];
  await board.safe?.(signal).catch((error: unknown) => failed.push(error));
  if (pins.length > 0) {
    const gpio = await board.gpio(signal);
    for (const { pin, safe } of pins)
      await setPin(gpio, { pin, value: safe }, signal).catch((error) => failed.push(error));
  }
  if (failed.length > 0) throw failed[0];
}
