// Our raw REPL against two MicroPythons that others built: the WebAssembly port, and the micro:bit's firmware in QEMU.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { I2cBus } from '../../port/buses.ts';
import { tmp102 } from '../../sensors/tmp102/driver.ts';
import { i2cSuite } from '../../testing/i2c-suite.ts';
import { patientClock as clock } from '../../testing/patient-clock.ts';
import { type Peer, startPeer } from '../../testing/process-link.ts';
import { openMachineI2c } from './machine-i2c.ts';
import { openMachineAdc, openMachineGpio } from './machine-pins.ts';
import { openMachineSpi } from './machine-spi.ts';
import { openRawRepl, type RawRepl } from './raw-repl.ts';

const wasmBoard = new URL('../../testing/peers/wasm-board.mjs', import.meta.url).pathname;

describe('MicroPython for WebAssembly', () => {
  let peer: Peer;
  let repl: RawRepl;
  let bus: I2cBus;

  beforeAll(async () => {
    peer = startPeer([process.execPath, wasmBoard]);
    repl = await openRawRepl(peer.link, { clock }, neverAborts);
    bus = await openMachineI2c(repl, {}, neverAborts);
  });
  afterAll(() => peer.stop());

  it('runs code and gives what it printed, in characters of every alphabet and longer than one chunk', async () => {
    const words = 'Grüße, 温度, درجة '.repeat(8);
    expect(await repl.run(`print('${words}')`, {}, neverAborts)).toBe(`${words}\n`);
  });

  it('gives an exception as an error that names it, and runs on', async () => {
    await expect(repl.run('1/0', {}, neverAborts)).rejects.toMatchObject({
      code: 'tool_failed',
      details: { reason: 'board_error', facts: { error: 'ZeroDivisionError: divide by zero' } },
    });
    expect(await repl.run('print(6*7)', {}, neverAborts)).toBe('42\n');
  });

  it('reads, writes and refuses pins', async () => {
    const gpio = await openMachineGpio(repl, neverAborts);
    expect(gpio.pins.map(({ id }) => id)).toEqual(expect.arrayContaining(['LED', 'GP26']));
    await gpio.write('LED', true, neverAborts);
    expect(await gpio.read('LED', neverAborts)).toBe(true);
    await gpio.write('25', false, neverAborts);
    expect(await gpio.read('25', neverAborts)).toBe(false);
    const refused = { code: 'invalid_input', details: { reason: 'no_such_pin' } };
    await expect(gpio.read('99', neverAborts)).rejects.toMatchObject(refused);
    await expect(gpio.read("LED').value(),machine.Pin('LED", neverAborts)).rejects.toMatchObject(refused);
  });

  it('measures a voltage against the reference', async () => {
    const adc = await openMachineAdc(repl, { referenceVolts: 3.3 }, neverAborts);
    expect(await adc.read('GP26', neverAborts)).toMatchObject({ raw: 32_768, fullScale: 65_535 });
    expect((await adc.read('GP26', neverAborts)).volts).toBeCloseTo(1.65, 3);
  });

  it('sends and receives over SPI as many bytes as went out', async () => {
    const spi = await openMachineSpi(repl, { selectPin: '17' }, neverAborts);
    const bytes = await spi.transfer([1, 0x80, 0], { mode: 0, speedHz: 1_000_000 }, neverAborts);
    expect([...bytes]).toEqual([0xff, 0x02, 0x80]);
  });

  it('carries a sensor driver: 21.5 °C', async () => {
    const sensor = await tmp102.open({ bus, address: 0x48, wait: clock.sleep }, neverAborts);
    expect(await sensor.read(neverAborts)).toMatchObject([{ value: 21.5, unit: '°C', quality: 'good' }]);
  });

  describe('I2cBus', () => {
    i2cSuite({ bus: () => bus, address: 0x48, register: 0, expected: [0x15, 0x80], present: [0x48] });
  });
});

const firmware = '/usr/share/firmware-microbit-micropython/firmware.hex';
// biome-ignore lint/style/noProcessEnv: where the program is, found by the run of the tests.
const qemu = process.env.LIMPET_QEMU_ARM;

describe.skipIf(qemu === undefined || !existsSync(firmware))("the micro:bit's MicroPython in QEMU", () => {
  let peer: Peer;
  let repl: RawRepl;

  const argv = () => [
    ...[qemu ?? '', '-M', 'microbit', '-display', 'none', '-monitor', 'none', '-serial', 'stdio'],
    ...['-device', `loader,file=${firmware}`],
  ];

  beforeAll(async () => {
    peer = startPeer(argv());
    repl = await openRawRepl(peer.link, { clock }, neverAborts);
  });
  afterAll(() => peer.stop());

  it('runs code, longer than the buffer of the board too', async () => {
    expect(await repl.run('import sys\nprint(sys.platform)', {}, neverAborts)).toBe('microbit\n');
    const code = `x=0\n${'x+=1\n'.repeat(60)}print(x)`;
    expect(await repl.run(code, {}, neverAborts)).toBe('60\n');
  });

  it('gives exceptions of old firmware too', async () => {
    await expect(repl.run("raise OSError('cold')", {}, neverAborts)).rejects.toMatchObject({
      details: { facts: { error: 'OSError: cold' } },
    });
    await expect(repl.run('x=bytearray(100000)', {}, neverAborts)).rejects.toMatchObject({
      details: { facts: { error: expect.stringMatching(/^MemoryError/) } },
    });
  });

  it('interrupts a program that does not end, and the next one runs', async () => {
    const endless = repl.run('while True: pass', { timeoutMs: 100 }, neverAborts);
    await expect(endless).rejects.toMatchObject({ code: 'timeout', details: { reason: 'board_silent' } });
    expect(await repl.run('print(1)', {}, neverAborts)).toBe('1\n');
  });

  it('interrupts the board when it is cancelled', async () => {
    const stop = new AbortController();
    const endless = repl.run('while True: pass', {}, stop.signal);
    setTimeout(() => stop.abort(), 200);
    await expect(endless).rejects.toMatchObject({ code: 'cancelled' });
    expect(await repl.run('print(2)', {}, neverAborts)).toBe('2\n');
  });

  // Last: this firmware waits for a thermometer that QEMU does not have, and nothing brings it back.
  it('says of a board that hangs that it does not respond, instead of waiting', async () => {
    const hung = repl.run('import microbit\nprint(microbit.temperature())', { timeoutMs: 100 }, neverAborts);
    await expect(hung).rejects.toMatchObject({ code: 'timeout', details: { reason: 'board_silent' } });
    await expect(repl.run('print(3)', {}, neverAborts)).rejects.toMatchObject({ details: { reason: 'board_silent' } });
  });
});
