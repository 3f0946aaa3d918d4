// What every I2C bus promises, asked of each adapter with a thermometer at 0x48 behind it and nobody at 0x21.
import { expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { I2cBus } from '../port/buses.ts';

export type I2cScene = {
  readonly bus: () => I2cBus;
  /** A device that answers, a register of it, and the two bytes that are there. */
  readonly address: number;
  readonly register: number;
  readonly expected: readonly number[];
  /** Every address that answers. */
  readonly present: readonly number[];
};

const absentAddress = 0x21;

export function i2cSuite(scene: I2cScene): void {
  const { address, register } = scene;
  const read = (o: { at?: number; length?: number } = {}) =>
    scene.bus().transfer({ address: o.at ?? address, write: [register], readLength: o.length ?? 2 }, neverAborts);

  it('I2C-1 finds every device and no other', async () => {
    expect(await scene.bus().scan(neverAborts)).toEqual(scene.present);
  });

  it('I2C-2 writes and reads in one transfer, exactly as many bytes as were asked for', async () => {
    expect([...(await read())]).toEqual(scene.expected);
    expect((await read({ length: 1 })).length).toBe(1);
  });

  it('I2C-3 says that nobody answers, and works on', async () => {
    await expect(read({ at: absentAddress })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'i2c_no_answer', facts: { address: '0x21' } },
    });
    expect([...(await read())]).toEqual(scene.expected);
  });

  it('I2C-4 says the same of a write alone, where it promises to notice', async () => {
    if (!scene.bus().info.noticesUnansweredWrites) return;
    const write = { address: absentAddress, write: [register], readLength: 0 };
    await expect(scene.bus().transfer(write, neverAborts)).rejects.toMatchObject({
      details: { reason: 'i2c_no_answer' },
    });
  });

  it('I2C-5 refuses before anything is sent what no bus can do', async () => {
    const bus = scene.bus();
    const bad = [
      { address: 0x07, write: [0], readLength: 1 },
      { address: 0x78, write: [0], readLength: 1 },
      { address, write: [256], readLength: 0 },
      { address, write: [], readLength: 0 },
      { address, write: [0], readLength: bus.info.maxReadBytes + 1 },
      { address, write: Array<number>(bus.info.maxWriteBytes + 1).fill(0), readLength: 0 },
    ];
    for (const transfer of bad)
      await expect(bus.transfer(transfer, neverAborts)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('I2C-6 keeps the order of calls that are made at once', async () => {
    const answers = await Promise.all([read(), read({ length: 1 }), read()]);
    expect(answers.map((bytes) => [...bytes])).toEqual([scene.expected, scene.expected.slice(0, 1), scene.expected]);
  });

  it('I2C-7 stops when it is told to', async () => {
    await expect(scene.bus().scan(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect([...(await read())]).toEqual(scene.expected);
  });

  it('I2C-8 refuses after its end, however often it is closed', async () => {
    await scene.bus().close();
    await scene.bus().close();
    await expect(read()).rejects.toMatchObject({ code: 'unavailable', details: { reason: 'bus_closed' } });
  });
}
