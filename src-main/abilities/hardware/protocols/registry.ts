// What runs on boards that lend their buses and pins: one line each, loaded with its first use.
import type { Clock } from '#main/platform/base/clock.ts';
import type { BoardProtocol, OpenBoard } from '../port/buses.ts';
import type { Link } from '../port/link.ts';
import type { ModbusClient } from './modbus/client.ts';

type Open = (link: Link, deps: { readonly clock: Clock }, signal: AbortSignal) => Promise<OpenBoard>;

const openers: Readonly<Record<BoardProtocol, Open>> = {
  micropython: async (...given) => (await import('./micropython/board.ts')).openMicroPythonBoard(...given),
  firmata: async (...given) => (await import('./firmata/board.ts')).openFirmataBoard(...given),
  limpet: async (...given) => (await import('./limpet/board.ts')).openLimpetBoard(...given),
  linux: async (...given) => (await import('./linux/board.ts')).openLinuxBoard(...given),
  mcp2221: async (link, deps) => (await import('./mcp2221/board.ts')).openMcp2221Board(link, deps),
};

export type OpenFor = { readonly link: Link; readonly via: BoardProtocol; readonly clock: Clock };

/** The board for as long as `work` runs. */
export async function withBoard<T>(
  o: OpenFor,
  work: (board: OpenBoard) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const board = await openers[o.via](o.link, { clock: o.clock }, signal);
  try {
    return await work(board);
  } finally {
    await board.leave().catch(() => {}); // a board that has gone needs no farewell
  }
}

/** A Modbus RTU line for as long as `work` runs. */
export async function withModbus<T>(
  o: Pick<OpenFor, 'link' | 'clock'>,
  work: (modbus: ModbusClient) => Promise<T>,
): Promise<T> {
  const { createModbusClient } = await import('./modbus/client.ts');
  return work(createModbusClient(o.link, o));
}
