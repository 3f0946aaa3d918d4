// How the tools of buses reach a board: by name, within what is allowed, and on the account of who asks.
import { z } from 'zod';
import type { Plan, PlanContext } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Effect } from '#main/contract/messages.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { hexByte, type I2cBus } from '../port/buses.ts';
import type { Link } from '../port/link.ts';
import { type BoardProtocol, boardProtocols, withI2cBus } from '../protocols/registry.ts';

export type BoardName = {
  /** As `DeviceIdentity.key`. */
  readonly key: string;
  /** As the person calls it. */
  readonly name: string;
};

export type BusOrder = Pick<PlanContext, 'sessionId' | 'turnId'> & {
  readonly key: string;
  readonly via: BoardProtocol;
};

export interface BusAccess {
  /** Which device is meant by a key or a name. Errors: `not_found` where none that is allowed is called so. */
  find(device: string, signal: AbortSignal): Promise<BoardName>;
  /** Nobody else talks to the board meanwhile, and what is sent is on the account. */
  withI2c<T>(order: BusOrder, work: (bus: I2cBus) => Promise<T>, signal: AbortSignal): Promise<T>;
}

export type LentBuses = Pick<BusAccess, 'find'> & {
  /** Lends the device's link for as long as `work` runs, as a `DeviceSession` does. */
  readonly lend: <T>(order: BusOrder, work: (link: Link) => Promise<T>, signal: AbortSignal) => Promise<T>;
  readonly clock: Clock;
};

/** The buses of boards whose links are lent. */
export const lentBuses = ({ find, lend, clock }: LentBuses): BusAccess => ({
  find,
  withI2c: (order, work, signal) =>
    lend(order, (link) => withI2cBus({ link, via: order.via, clock }, work, signal), signal),
});

export const boardInput = {
  device: z.string().min(1).max(200).describe('Key or name of an allowed device'),
  via: z.enum(boardProtocols).describe('What runs on the board'),
};

export const addressInput = z.number().int().min(0x08).max(0x77).describe('7-bit I2C address');

type Board<I> = { readonly input: I; readonly board: BoardName; readonly access: 'read' | 'write' };

/** What every plan of these tools has. `say`: what is done, in words, with the bytes where there are any. */
export function busPlan<I>(
  { input, board, access }: Board<I>,
  say: string,
  more: Pick<Plan<I>, 'title'> & { readonly grant?: string },
): Plan<I> {
  const effect: Effect = { type: 'device', target: board.key, access };
  const grant = more.grant ?? (access === 'read' ? 'read' : undefined);
  const grantTitle = access === 'read' ? 'tools.grant_bus_read' : 'tools.grant_bus_write';
  return {
    input,
    effects: [effect],
    shown: { type: 'text', text: `${board.name} (${board.key})\n${say}` },
    title: more.title,
    canUndo: false,
    basis: { device: board.key },
    ...(grant === undefined
      ? {}
      : {
          sessionGrant: {
            key: `device:${board.key}:${grant}`,
            title: { key: grantTitle, params: { device: board.name } },
          },
        }),
  };
}

/** The device that the plan was made for. */
export function plannedKey(plan: Pick<Plan<unknown>, 'basis'>): string {
  const key = plan.basis?.device;
  if (typeof key !== 'string') throw new AppError('internal', 'A plan without a device.');
  return key;
}

export const hexBytes = (bytes: Iterable<number>) => [...bytes].map((byte) => hexByte(byte).slice(2)).join(' ');
