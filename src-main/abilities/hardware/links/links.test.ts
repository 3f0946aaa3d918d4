// The suite of links over devices of memory and over real ports of the system.
import { describe, expect, it, onTestFinished } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { DeviceIdentity } from '../port/link.ts';
import { linkSuite } from '../testing/link-suite.ts';
import { createMemoryLinks } from '../testing/memory-links.ts';
import { createPtyBoard } from '../testing/pty-board.ts';
import { createByteQueue } from './byte-queue.ts';
import { createSerialOpener } from './serial/serial-opener.ts';

// biome-ignore lint/style/noProcessEnv: where the program is, found by the run of the tests.
const socat = process.env.LIMPET_SOCAT ?? '';
const uno: DeviceIdentity = { transport: 'serial', key: 'usb:2341:0043:1', path: '/dev/ttyACM0' };

describe('devices of memory', () => {
  linkSuite(async () => {
    const links = createMemoryLinks();
    let device = links.plug(uno);
    return {
      opener: links.opener,
      identity: uno,
      say: async (bytes) => device.say(bytes),
      heard: async () => device.heard(),
      unplug: async () => device.unplug(),
      plug: async () => {
        device = links.plug(uno);
      },
    };
  });
});

describe.skipIf(socat === '')('serial ports [socat]', { timeout: 60_000 }, () => {
  const makeBoard = async () => {
    const board = await createPtyBoard(socat);
    onTestFinished(() => board.close());
    const opener = createSerialOpener({ platform: process.platform, furtherPorts: () => [board.path] });
    return { board, opener, identity: { transport: 'serial', key: `path:${board.path}`, path: board.path } as const };
  };

  linkSuite(async () => {
    const { board, opener, identity } = await makeBoard();
    return {
      ...{ opener, identity, heard: board.heard, unplug: board.unplug, plug: board.plug },
      say: async (bytes) => board.say(bytes),
    };
  });

  it('lists a port that the person named while it is there, by its place', async () => {
    const { board, opener, identity } = await makeBoard();
    const mine = async () => (await opener.list(neverAborts)).filter(({ path }) => path === board.path);
    expect(await mine()).toEqual([identity]);
    await board.unplug();
    expect(await mine()).toEqual([]);
  });
});

describe('what nobody reads', () => {
  it('is kept up to a bound, the newest, and ends once', async () => {
    const queue = createByteQueue(1_000);
    for (let sent = 0; sent < 300; sent += 1)
      queue.push(Buffer.from(`${'x'.repeat(96)}${String(sent).padStart(3, '0')}\n`));
    queue.end();
    queue.push(Buffer.from('late'));
    const pieces: Uint8Array[] = [];
    for await (const piece of queue.data) pieces.push(piece);
    const left = Buffer.concat(pieces).toString();
    expect(left).toHaveLength(1_000);
    expect(left.slice(-4)).toBe('299\n');
  });
});
