// The boards that anyone can start without having one, and the links to them.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VirtualBoardName } from '#main/contract/devices.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Services } from '#main/guard/sandbox/port/services.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { UnoBoard } from './links/virtual/uno/uno-board.ts';
import { createVirtualOpener } from './links/virtual/virtual-opener.ts';
import { startWeatherBoard, type WeatherBoard } from './links/virtual/weather/weather-board.ts';
import type { VirtualBoards } from './port/virtual.ts';

export type VirtualBoardsDeps = {
  readonly services: Services;
  readonly clock: Clock;
  /** Folder of the firmware that is shipped; left out: found beside the program. */
  readonly firmwareFolder?: string;
  /** Of the weather. */
  readonly seed?: number;
  /** Where the Uno writes down what its outputs did, also when we are gone. Left out: nowhere. */
  readonly journal?: string;
};

/** `resources/firmware` above this module: in the sources, in `out/` and inside the packed app alike. */
function findFirmware(): string {
  let folder = import.meta.dirname;
  for (let level = 0; level < 4 && !existsSync(join(folder, 'resources', 'firmware')); level += 1)
    folder = dirname(folder);
  return join(folder, 'resources', 'firmware');
}

type Boards = { uno?: UnoBoard; weather?: WeatherBoard };

function running<T>(board: T | undefined): T {
  if (board !== undefined) return board;
  throw new AppError('not_found', 'The virtual board is not started. Start it first.', {
    details: { reason: 'board_not_started' },
  });
}

/** All boards end with the signal. */
export function createVirtualBoards(d: VirtualBoardsDeps, life: AbortSignal): VirtualBoards {
  const boards: Boards = {};
  const starting = new Map<VirtualBoardName, Promise<void>>();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };

  const begin = async (name: VirtualBoardName, signal: AbortSignal) => {
    if (name === 'weather') boards.weather = startWeatherBoard({ clock: d.clock, seed: d.seed ?? 1 });
    else {
      const { startUnoBoard } = await import('./links/virtual/uno/uno-board.ts');
      const uno = await startUnoBoard(
        { ...d, firmwareFolder: d.firmwareFolder ?? findFirmware(), onChange: changed },
        life,
      );
      if (signal.aborted) await uno.stop();
      throwIfAborted(signal);
      boards.uno = uno;
    }
    const board = boards[name];
    void board?.gone.then(() => {
      if (boards[name] === board) delete boards[name];
      changed();
    });
    changed();
  };
  life.addEventListener('abort', () => void boards.weather?.stop(), { once: true });

  return {
    list: () =>
      VirtualBoardName.options.map((name) => {
        const { uno } = boards;
        if (name !== 'uno' || uno === undefined) return { name, isRunning: boards[name] !== undefined };
        const { outputs, inputs } = uno;
        return { name, isRunning: true, outputs, inputs, ...(uno.pid === undefined ? {} : { pid: uno.pid }) };
      }),
    async start(name, signal) {
      if (boards[name] !== undefined) return;
      const under = starting.get(name);
      if (under !== undefined) return under;
      const mine = begin(name, signal).finally(() => starting.delete(name));
      starting.set(name, mine);
      return mine;
    },
    async stop(name) {
      await starting.get(name)?.catch(() => {}); // whoever started it was told
      await boards[name]?.stop();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press: (button, holdMs) => running(boards.uno).press(button, holdMs),
    setAnalog: (channel, volt) => running(boards.uno).setAnalog(channel, volt),
    cause: (fault) => running(boards.weather).cause(fault),
    opener: createVirtualOpener((name) => boards[name]),
  };
}
