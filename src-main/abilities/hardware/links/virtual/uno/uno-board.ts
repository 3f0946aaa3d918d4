// The virtual Uno as the core sees it: starts its process, and gives it a link.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Port } from '#main/contract/frames.ts';
import type { Services } from '#main/guard/sandbox/port/services.ts';
import { abortable, throwIfAborted } from '#main/platform/base/abort.ts';
import { type Board, deviceGone } from '../board.ts';
import { FromBoard, readMessage, type ToBoard } from './board-messages.ts';

export type UnoBoardDeps = {
  readonly services: Services;
  /** Folder of `limpet-board/limpet-board.hex`. */
  readonly firmwareFolder: string;
  /** Where the board writes down what its outputs did. Left out: nowhere. */
  readonly journal?: string;
  readonly onChange: () => void;
};

export type UnoBoard = Board & {
  readonly pid: number | undefined;
  readonly outputs: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, number>>;
  press(button: 'approve' | 'deny', holdMs: number): void;
  setAnalog(channel: number, volt: number | null): void;
};

/** Beside this source, or beside the hosts' bundles. */
function processUrl(): URL {
  const here = import.meta.url;
  if (here.endsWith('.ts')) return new URL('board-process.ts', here);
  return new URL(/\/chunks\/[^/]+$/.test(here) ? '../virtual-board.js' : './virtual-board.js', here);
}

async function readFirmware(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, 'limpet-board', 'limpet-board.hex'), 'latin1');
  } catch (cause) {
    throw new AppError('unavailable', 'The program of the virtual board is missing. Install Limpet again.', {
      cause,
      details: { reason: 'service_start' },
    });
  }
}

/** Bytes handed over that its line has not taken: a writer waits at the bound, as with a real port. */
const maxUntaken = 4_096;

function createWriter(send: (message: ToBoard) => void) {
  let untaken = 0;
  let hasEnded = false;
  let wake = () => {};
  return {
    taken(count: number) {
      untaken = Math.max(0, untaken - count); // a reset may have come between
      wake();
    },
    reset() {
      untaken = 0;
      wake();
    },
    end() {
      hasEnded = true;
      untaken = 0;
      wake();
    },
    async write(bytes: Uint8Array, signal: AbortSignal) {
      for (let at = 0; at < bytes.length; at += maxUntaken) {
        const piece = bytes.subarray(at, at + maxUntaken);
        while (untaken > 0 && untaken + piece.length > maxUntaken) {
          const taken = new Promise<void>((resolve) => {
            wake = resolve;
          });
          await abortable(taken, signal);
        }
        throwIfAborted(signal);
        if (hasEnded) throw deviceGone();
        untaken += piece.length;
        send({ type: 'bytes', bytes: Buffer.from(piece).toString('base64') });
      }
    },
  };
}

/** Ends with the signal. Errors: as `VirtualBoards.start`. */
export async function startUnoBoard(d: UnoBoardDeps, signal: AbortSignal): Promise<UnoBoard> {
  const hex = await readFirmware(d.firmwareFolder);
  const service = await d.services.start(processUrl(), signal);
  const { port } = service;
  const send = (message: ToBoard) => port.send(JSON.stringify(message));
  const writer = createWriter(send);
  let receive: (bytes: Uint8Array) => void = () => {};
  let outputs: Readonly<Record<string, number>> = {};
  const inputs = new Map<string, number>();
  const gone = new Promise<void>((resolve) =>
    port.onClose(() => {
      writer.end();
      resolve();
    }),
  );
  await new Promise<void>((resolve) => {
    listen(port, (message) => {
      if (message.type === 'running') resolve();
      else if (message.type === 'bytes') receive(Buffer.from(message.bytes, 'base64'));
      else if (message.type === 'taken') writer.taken(message.count);
      else {
        outputs = message.outputs;
        d.onChange();
      }
    });
    void gone.then(resolve);
    send({ type: 'start', hex, ...(d.journal === undefined ? {} : { journal: d.journal }) });
  });
  throwIfAborted(signal);
  return {
    get pid() {
      return service.pid;
    },
    get outputs() {
      return outputs;
    },
    get inputs() {
      return Object.fromEntries(inputs);
    },
    gone,
    plug(onBytes) {
      receive = onBytes;
      writer.reset();
      send({ type: 'reset' });
      return {
        write: writer.write,
        unplug: () => {
          receive = () => {};
        },
      };
    },
    async stop() {
      port.close();
      await gone;
    },
    press: (button, holdMs) => send({ type: 'press', button, holdMs }),
    setAnalog(channel, volt) {
      send({ type: 'analog', channel, volt });
      if (volt === null) inputs.delete(String(channel));
      else inputs.set(String(channel), volt);
      d.onChange();
    },
  };
}

function listen(port: Port, take: (message: FromBoard) => void): void {
  port.onMessage((text) => {
    const message = readMessage(FromBoard, text);
    if (message !== undefined) take(message);
  });
}
