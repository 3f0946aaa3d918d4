// Our Modbus RTU against pymodbus, and against a line that damages, delays and loses what is said on it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createBoundedQueue } from '#main/platform/base/bounded-queue.ts';
import type { Link } from '../../port/link.ts';
import { patientClock as clock } from '../../testing/patient-clock.ts';
import { type Peer, startPeer } from '../../testing/process-link.ts';
import { createModbusClient, type ModbusClient } from './client.ts';
import { crc16 } from './frame.ts';

const python = '/usr/bin/python3';
const server = new URL('../../testing/peers/modbus-server.py', import.meta.url).pathname;
// biome-ignore lint/style/noProcessEnv: where the program is, found by the run of the tests.
const socat = process.env.LIMPET_SOCAT ?? '';

function hasPymodbus(): boolean {
  if (!existsSync(python) || socat === '') return false;
  try {
    execFileSync(python, ['-c', 'import pymodbus, serial_asyncio'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasPymodbus())('pymodbus', () => {
  let peer: Peer;
  let unit5: ChildProcess;
  let modbus: ModbusClient;
  const at = (
    table: 'coils' | 'discrete_inputs' | 'holding_registers' | 'input_registers',
    address = 0,
    count = 1,
  ) => ({
    ...{ unit: 5, table, address, count },
  });

  beforeAll(async () => {
    const port = join(mkdtempSync(join(tmpdir(), 'limpet-modbus-')), 'line');
    peer = startPeer([socat, 'STDIO', `PTY,raw,echo=0,link=${port}`]);
    await vi.waitUntil(() => existsSync(port), { timeout: 20_000 });
    unit5 = spawn(python, [server, port], { stdio: 'ignore' });
    modbus = createModbusClient(peer.link, { clock });
    // It is up when it answers.
    await vi.waitFor(() => modbus.read(at('holding_registers'), neverAborts), { timeout: 40_000 });
  });
  afterAll(async () => {
    unit5.kill('SIGKILL');
    await peer.stop();
  });

  it('reads all four tables', async () => {
    expect(await modbus.read(at('holding_registers', 0, 3), neverAborts)).toEqual([215, 480, 1013]);
    expect(await modbus.read(at('input_registers', 0, 2), neverAborts)).toEqual([7, 65_535]);
    expect(await modbus.read(at('discrete_inputs', 0, 10), neverAborts)).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 1, 1]);
    expect(await modbus.read(at('coils', 0, 9), neverAborts)).toEqual(Array(9).fill(0));
  });

  it('writes one and several, registers and coils', async () => {
    await modbus.write({ unit: 5, table: 'holding_registers', address: 4, values: [65_535] }, neverAborts);
    await modbus.write({ unit: 5, table: 'holding_registers', address: 5, values: [1, 2, 3] }, neverAborts);
    expect(await modbus.read(at('holding_registers', 4, 4), neverAborts)).toEqual([65_535, 1, 2, 3]);
    await modbus.write({ unit: 5, table: 'coils', address: 0, values: [1] }, neverAborts);
    await modbus.write({ unit: 5, table: 'coils', address: 2, values: [1, 0, 1, 1, 0, 0, 0, 1, 1] }, neverAborts);
    expect(await modbus.read(at('coils', 0, 11), neverAborts)).toEqual([1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1]);
  });

  it('says what the device refuses and who does not answer, and works on', async () => {
    await expect(modbus.read(at('holding_registers', 5_000), neverAborts)).rejects.toMatchObject({
      code: 'tool_failed',
      details: { reason: 'modbus_exception', facts: { unit: 5, exception: 2 } },
    });
    await expect(modbus.read({ ...at('coils'), unit: 9 }, neverAborts)).rejects.toMatchObject({
      code: 'timeout',
      details: { reason: 'board_silent' },
    });
    expect(await modbus.read(at('holding_registers'), neverAborts)).toEqual([215]);
  });
});

describe('a bad line', () => {
  const sealed = (...bytes: number[]) => {
    const crc = crc16(bytes);
    return [...bytes, crc & 255, crc >> 8];
  };

  function lineThat(answer: (frame: Uint8Array, say: (bytes: readonly number[]) => void) => void) {
    const queue = createBoundedQueue<Uint8Array>(100);
    const sent: Uint8Array[] = [];
    const link: Link = {
      identity: { transport: 'virtual', key: 'virtual:line', path: 'line' },
      data: {
        async *[Symbol.asyncIterator]() {
          for (;;) {
            const said = await queue.next(neverAborts);
            if (said === undefined) return;
            yield said;
          }
        },
      },
      closed: new Promise(() => {}),
      async write(bytes) {
        sent.push(bytes);
        answer(bytes, (said) => queue.push(Uint8Array.from(said)));
      },
      close: async () => queue.end(),
    };
    return { client: createModbusClient(link, { clock }), sent };
  }
  const one = { unit: 1, table: 'holding_registers', address: 0, count: 1 } as const;

  it("knows the standard's checksum: 0x4B37 of 123456789", () => {
    expect(crc16(Buffer.from('123456789'))).toBe(0x4b37);
  });

  it('finds the answer behind noise and in pieces', async () => {
    const { client } = lineThat((_frame, say) => {
      say([0x00, 0xff, 0x01, 0x03]);
      const answer = sealed(1, 3, 2, 0x12, 0x34);
      say(answer.slice(0, 3));
      say(answer.slice(3));
    });
    expect(await client.read(one, neverAborts)).toEqual([0x1234]);
  });

  it('takes no damaged answer for a value', async () => {
    const { client } = lineThat((_frame, say) => say([...sealed(1, 3, 2, 0x12, 0x34).slice(0, -1), 0]));
    await expect(client.read(one, neverAborts)).rejects.toMatchObject({ details: { reason: 'garbled_answer' } });
  });

  it('does not take a late answer for that to the next question', async () => {
    let questions = 0;
    const { client } = lineThat((_frame, say) => {
      questions += 1;
      if (questions === 1) setTimeout(() => say(sealed(1, 3, 2, 0, 1)), 4_100);
      else setTimeout(() => say(sealed(1, 3, 2, 0, 2)), 500);
    });
    await expect(client.read(one, neverAborts)).rejects.toMatchObject({ code: 'timeout' });
    expect(await client.read(one, neverAborts)).toEqual([2]);
  });

  it('sends nothing that Modbus does not have', async () => {
    const { client, sent } = lineThat(() => {});
    for (const bad of [{ unit: 0 }, { unit: 248 }, { count: 0 }, { count: 126 }, { address: 65_536 }, { address: -1 }])
      await expect(client.read({ ...one, ...bad }, neverAborts)).rejects.toMatchObject({ code: 'invalid_input' });
    const write = { unit: 1, table: 'coils', address: 0, values: [2] } as const;
    await expect(client.write(write, neverAborts)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(sent).toEqual([]);
  });
});
