// How the tools of boards reach them: by name, within what is allowed, and on the account of who asks.
import { z } from 'zod';
import type { Plan, PlanContext } from '#main/abilities/tools/port.ts';
import type { DeviceLimits } from '#main/contract/device-limits.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Envelope } from '../envelope/create-envelope.ts';
import type { DeviceOrder } from '../envelope/device-order.ts';
import { guardBoard } from '../envelope/guard-board.ts';
import { guardModbusLink } from '../envelope/modbus-gate.ts';
import { type BoardProtocol, boardProtocols, hexByte, type I2cBus, type OpenBoard } from '../port/buses.ts';
import type { Link } from '../port/link.ts';
import type { Outputs } from '../port/outputs.ts';
import { withBoard } from '../protocols/registry.ts';
import { deviceEffect, deviceInput } from './device-call.ts';

export type BoardName = {
  /** As `DeviceIdentity.key`. */
  readonly key: string;
  /** As the person calls it. */
  readonly name: string;
  /** What runs on it, where that is known. */
  readonly runs?: BoardProtocol | undefined;
  /** The protocol that it has proved to speak. */
  readonly speaks?: string | undefined;
  readonly limits?: DeviceLimits | undefined;
  /** Its firmware brings its outputs to a safe state by itself. */
  readonly deadMan?: true | undefined;
};

export type LinkOrder = Pick<PlanContext, 'sessionId' | 'turnId'> & { readonly key: string };
export type BoardOrder = LinkOrder & { readonly via: BoardProtocol };

export interface BoardAccess {
  /** Which device is meant by a key or a name; left out: the only one. Errors: those of `findAllowed`. */
  find(device: string | undefined, signal: AbortSignal): Promise<BoardName>;
  /** Nobody else talks to the board meanwhile, and what is sent is on the account. */
  withBoard<T>(order: BoardOrder, work: (board: OpenBoard) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** The link of a device that speaks Modbus. */
  withLink<T>(order: LinkOrder, work: (link: Link) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Switches an output, within its limits. */
  set(order: BoardOrder & { readonly pin: string; readonly value: number }, signal: AbortSignal): Promise<void>;
  /** What the limits refuse is refused before the person is asked for it. */
  check(key: string, order: DeviceOrder): Promise<void>;
}

export type LentBoards = Pick<BoardAccess, 'find'> & {
  /** Lends the device's link for as long as `work` runs, as a `DeviceSession` does. */
  readonly lend: <T>(order: LinkOrder, work: (link: Link) => Promise<T>, signal: AbortSignal) => Promise<T>;
  readonly envelope: Pick<Envelope, 'checkOf' | 'checkProtocol' | 'refusalOf'>;
  readonly outputs: Pick<Outputs, 'set'>;
  /** It has answered in this protocol. */
  readonly noteSpeaks: (key: string, protocol: string) => Promise<void>;
  readonly clock: Clock;
};

export const modbus = 'modbus';

/** Boards whose links are lent, and which ask the envelope before each order. */
export const lentBoards = ({ find, lend, envelope, outputs, noteSpeaks, clock }: LentBoards): BoardAccess => ({
  find,
  async withBoard(order, work, signal) {
    await envelope.checkProtocol(order.key, order.via);
    return lend(
      order,
      (link) =>
        withBoard(
          { link, via: order.via, clock },
          async (board) => {
            await noteSpeaks(order.key, order.via);
            return work(guardBoard(board, envelope.checkOf(order.key)));
          },
          signal,
        ),
      signal,
    );
  },
  async withLink(order, work, signal) {
    await envelope.checkProtocol(order.key, modbus);
    const result = await lend(order, (link) => work(guardModbusLink(link, envelope.checkOf(order.key))), signal);
    await noteSpeaks(order.key, modbus);
    return result;
  },
  set: ({ key, via, pin, value, ...place }, signal) =>
    outputs.set({ device: key, via, pin, value }, { by: 'agent', ...place }, signal),
  async check(key, order) {
    const refused = await envelope.refusalOf(key, order);
    if (refused !== undefined) throw refused;
  },
});

export const boardInput = {
  device: deviceInput,
  via: z.enum(boardProtocols).optional().describe('What runs on it, if not known'),
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
const unproven = (protocol: string) =>
  `\nWhether it speaks ${protocol} is not known yet; to something else these bytes may be an order.`;

/** Whether "this session" may be offered for what switches: within limits, on a board that becomes safe by itself. */
export const mayGrant = ({ limits, deadMan }: BoardName) => limits !== undefined && deadMan === true;

/** What every plan of these tools has. `say`: what is done, in words, with the bytes where there are any. */
export function busPlan<I>(
  order: Board<I>,
  say: string,
  more: Pick<Plan<I>, 'title'> & { readonly grant?: string },
): Plan<I> {
  const { input, board } = order;
  const via = order.isBareLink ? undefined : protocolOf(order);
  const protocol = via ?? modbus;
  const isProven = (board.speaks ?? board.runs) === protocol;
  // A question in one language may be an order in another: the first one is asked for.
  const access = isProven ? order.access : 'write';
  const grant = (isProven ? more.grant : undefined) ?? (access === 'read' ? 'read' : undefined);
  const grantTitle = access === 'read' ? 'tools.grant_bus_read' : 'tools.grant_bus_write';
  return {
    input,
    effects: [deviceEffect(board.key, access, grant !== undefined)],
    shown: {
      type: 'text',
      text: `${board.name} (${board.key})\n${say}${via === 'micropython' ? interrupted : ''}${isProven ? '' : unproven(protocol)}`,
    },
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

export type OnBoard = {
  readonly boards: Pick<BoardAccess, 'withBoard'>;
  readonly plan: Pick<Plan<unknown>, 'basis'>;
  readonly ctx: Call;
};

export function viaOf(plan: Pick<Plan<unknown>, 'basis'>): BoardProtocol {
  const via = boardProtocols.find((one) => one === plan.basis?.via);
  if (via === undefined) throw new AppError('internal', 'A plan without what runs on the board.');
  return via;
}

export const onBoard = async <T>({ boards, plan, ctx }: OnBoard, work: (board: OpenBoard) => Promise<T>): Promise<T> =>
  boards.withBoard({ ...orderOf(plan, ctx), via: viaOf(plan) }, work, ctx.signal);

export const onI2c = <T>(o: OnBoard, work: (bus: I2cBus) => Promise<T>): Promise<T> =>
  onBoard(o, async (board) => work(await board.i2c(o.ctx.signal)));

export const hexBytes = (bytes: Iterable<number>) => [...bytes].map((byte) => hexByte(byte).slice(2)).join(' ');
