// What every SPI bus promises, asked of each adapter with an MCP3008 behind it.
import { expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { SpiBus } from '../port/buses.ts';

export type SpiScene = {
  readonly bus: () => SpiBus;
  /** What to send, and what comes back for it. */
  readonly sent: readonly number[];
  readonly expected: readonly number[];
  /** Of the line that selects nobody. */
  readonly openAbsent?: () => Promise<SpiBus>;
};

const settings = { mode: 0, speedHz: 1_000_000 };

export function spiSuite(scene: SpiScene): void {
  const transfer = (bytes: readonly number[], o = settings) => scene.bus().transfer(bytes, o, neverAborts);

  it('SPI-1 gives as many bytes as went out, the ones that the part answers', async () => {
    expect([...(await transfer(scene.sent))]).toEqual(scene.expected);
  });

  it('SPI-2 refuses before anything is sent what no bus can do', async () => {
    const bad = { code: 'invalid_input', details: { reason: 'spi_transfer' } };
    const tooMany = Array<number>(scene.bus().info.maxBytes + 1).fill(0);
    for (const bytes of [[], [256], [-1], [0.5], tooMany]) await expect(transfer(bytes)).rejects.toMatchObject(bad);
    for (const o of [
      { mode: 4, speedHz: 1_000 },
      { mode: 0, speedHz: 0 },
      { mode: 0, speedHz: 1.5 },
    ])
      await expect(transfer(scene.sent, o)).rejects.toMatchObject(bad);
    expect([...(await transfer(scene.sent))]).toEqual(scene.expected);
  });

  it('SPI-3 sends as many bytes at once as it says', async () => {
    const { maxBytes } = scene.bus().info;
    expect((await transfer(Array<number>(maxBytes).fill(0))).length).toBe(maxBytes);
  });

  it('SPI-4 keeps the order of calls that are made at once', async () => {
    const answers = await Promise.all([transfer(scene.sent), transfer([0]), transfer(scene.sent)]);
    expect(answers.map((bytes) => [...bytes].length)).toEqual([scene.sent.length, 1, scene.sent.length]);
    expect([...(answers[2] ?? [])]).toEqual(scene.expected);
  });

  it('SPI-5 stops when it is told to, and works on', async () => {
    await expect(scene.bus().transfer(scene.sent, settings, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect([...(await transfer(scene.sent))]).toEqual(scene.expected);
  });

  it('SPI-6 knows no select line that there is not', async () => {
    if (scene.openAbsent === undefined) return;
    const absent = scene.openAbsent().then((bus) => bus.transfer(scene.sent, settings, neverAborts));
    await expect(absent).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'no_such_pin' } });
  });

  it('SPI-7 refuses after its end, however often it is closed', async () => {
    await scene.bus().close();
    await scene.bus().close();
    await expect(transfer(scene.sent)).rejects.toMatchObject({ details: { reason: 'bus_closed' } });
  });
}
