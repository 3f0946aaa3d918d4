// How the tools of boards reach them: by name, within what is allowed, and on the account of who asks.
import { z } from 'zod';
import type { Plan, PlanContext } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Effect } from '#main/contract/messages.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { type BoardProtocol, boardProtocols, hexByte, type I2cBus, type OpenBoard } from '../port/buses.ts';
import type { Link } from '../port/link.ts';
import { withBoard } from '../protocols/registry.ts';
import { deviceInput } from './device-call.ts';

export type BoardName = {
  /** As `DeviceIdentity.key`. */
  readonly key: string;
  /** As the person calls it. */
  readonly name: string;
  /** What runs on it, where that is known. */
  readonly runs?: BoardProtocol;
};

export type LinkOrder = Pick<PlanContext, 'sessionId' | 'turnId'> & { readonly key: string };
export type BoardOrder = LinkOrder & { readonly via: BoardProtocol };

export interface BoardAccess {
  /** Which device is meant by a key or a name; left out: the only one. Errors: those of `findAllowed`. */
  find(device: string | undefined, signal: AbortSignal): Promise<BoardName>;
  /** Nobody else talks to the board meanwhile, and what is sent is on the account. */
  withBoard<T>(order: BoardOrder, work: (board: OpenBoard) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** The bare link, for devices that speak a protocol of their own. */
  withLink<T>(order: LinkOrder, work: (link: Link) => Promise<T>, signal: AbortSignal): Promise<T>;
}

export type LentBoards = Pick<BoardAccess, 'find'> & {
  /** Lends the device's link for as long as `work` runs, as a `DeviceSession` does. */
  readonly lend: <T>(order: LinkOrder, work: (link: Link) => Promise<T>, signal: AbortSignal) => Promise<T>;
  readonly clock: Clock;
};

/** Boards whose links are lent. */
export const lentBoards = ({ find, lend, clock }: LentBoards): BoardAccess => ({
  find,
  withBoard: (order, work, signal) =>
    lend(order, (link) => withBoard({ link, via: order.via, clock }, work, signal), signal),
  withLink: lend,
});

export const boardInput = {
  device: deviceInput,
  via: z
    .enum(boardProtocols)
    .optional()
    .describe('What runs on the board, where Limpet does not know; limpet: our own firmware'),
};

export const addressInput = z.number().int().min(0x08).max(0x77).describe('7-bit I2C address');

type Board<I> = {
  readonly input: I;
  readonly board: BoardName;
  readonly access: 'read' | 'write';
  /** The device speaks a protocol of its own: nothing has to run on it. */
  readonly isBareLink?: true;
};

/** What the call says runs there, or what is known to. */
function protocolOf({ input, board }: Board<unknown>): BoardProtocol {
  const said = typeof input === 'object' && input !== null && 'via' in input ? input.via : undefined;
  const via = boardProtocols.find((one) => one === said) ?? board.runs;
  if (via !== undefined) return via;
  throw new AppError('invalid_input', `Nobody knows what runs on this board. Give via: ${boardProtocols.join(', ')}.`, {
    details: { reason: 'board_unknown' },
  });
}

const interrupted = '\nA program that runs on the board is stopped.';

/** What every plan of these tools has. `say`: what is done, in words, with the bytes where there are any. */
export function busPlan<I>(
  order: Board<I>,
  say: string,
  more: Pick<Plan<I>, 'title'> & { readonly grant?: string },
): Plan<I> {
  const { input, board, access } = order;
  const effect: Effect = { type: 'device', target: board.key, access };
  const via = order.isBareLink ? undefined : protocolOf(order);
  const grant = more.grant ?? (access === 'read' ? 'read' : undefined);
  const grantTitle = access === 'read' ? 'tools.grant_bus_read' : 'tools.grant_bus_write';
  return {
    input,
    effects: [effect],
    shown: { type: 'text', text: `${board.name} (${board.key})\n${say}${via === 'micropython' ? interrupted : ''}` },
    title: more.title,
    canUndo: false,
    basis: { device: board.key, ...(via === undefined ? {} : { via }) },
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

type Call = Pick<PlanContext, 'sessionId' | 'turnId' | 'signal'>;

/** Whose call it is, and which device its plan was made for. */
export function orderOf(plan: Pick<Plan<unknown>, 'basis'>, ctx: Call): LinkOrder {
  const key = plan.basis?.device;
  if (typeof key !== 'string') throw new AppError('internal', 'A plan without a device.');
  return { sessionId: ctx.sessionId, turnId: ctx.turnId, key };
}

export type OnBoard = { readonly boards: BoardAccess; readonly plan: Pick<Plan<unknown>, 'basis'>; readonly ctx: Call };

export async function onBoard<T>({ boards, plan, ctx }: OnBoard, work: (board: OpenBoard) => Promise<T>): Promise<T> {
  const via = boardProtocols.find((one) => one === plan.basis?.via);
  if (via === undefined) throw new AppError('internal', 'A plan without what runs on the board.');
  return boards.withBoard({ ...orderOf(plan, ctx), via }, work, ctx.signal);
}

export const onI2c = <T>(o: OnBoard, work: (bus: I2cBus) => Promise<T>): Promise<T> =>
  onBoard(o, async (board) => work(await board.i2c(o.ctx.signal)));

export const hexBytes = (bytes: Iterable<number>) => [...bytes].map((byte) => hexByte(byte).slice(2)).join(' ');
