// Our raw REPL against two MicroPythons that others built: the WebAssembly port, and the micro:bit's firmware in QEMU.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Adc, Gpio, I2cBus, SpiBus } from '../../port/buses.ts';
import { tmp102 } from '../../sensors/tmp102/driver.ts';
import { i2cSuite } from '../../testing/i2c-suite.ts';
import { patientClock as clock } from '../../testing/patient-clock.ts';
import { adcSuite, gpioSuite } from '../../testing/pin-suites.ts';
import { type Peer, startPeer } from '../../testing/process-link.ts';
import { spiSuite } from '../../testing/spi-suite.ts';
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

  it('carries a sensor driver: 21.5 °C', async () => {
    const sensor = await tmp102.open({ bus, address: 0x48, wait: clock.sleep }, neverAborts);
    expect(await sensor.read(neverAborts)).toMatchObject([{ value: 21.5, unit: '°C', quality: 'good' }]);
  });

  describe('Gpio', () => {
    let gpio: Gpio;
    beforeAll(async () => {
      gpio = await openMachineGpio(repl, neverAborts);
    });
    const seen = (what: string) => repl.run(`print(machine.${what})`, {}, neverAborts);
    gpioSuite({
      ...{ gpio: () => gpio, output: 'LED', absent: '99' },
      seenLevel: async () => (await seen("_levels['LED']")).trim() === '1',
      input: {
        pin: 'GP26',
        drive: async (level) => void (await repl.run(`machine._levels['GP26']=${level ? 1 : 0}`, {}, neverAborts)),
      },
      degrees: { pin: '25', seenShare: async () => Number(await seen('_shares[25]')) / 65_535 },
    });

    it('takes a pin by its number, and ends its degrees with the next level, also over connections', async () => {
      await gpio.duty?.('25', 0.5, neverAborts);
      const later = await openMachineGpio(repl, neverAborts);
      await later.write('25', true, neverAborts);
      expect((await seen('_shares')).trim()).toBe('{}');
      expect(await later.read('25', neverAborts)).toBe(true);
    });
  });

  describe('Adc', () => {
    let adc: Adc;
    beforeAll(async () => {
      adc = await openMachineAdc(repl, { referenceVolts: 3.3 }, neverAborts);
    });
    adcSuite({ adc: () => adc, channel: 'GP26', absent: '99', levels: [1.65], lay: async () => {}, within: 0.001 });
  });

  describe('SpiBus', () => {
    let bus: SpiBus;
    beforeAll(async () => {
      bus = await openMachineSpi(repl, { selectPin: '17' }, neverAborts);
    });
    const openAbsent = () => openMachineSpi(repl, { selectPin: '99' }, neverAborts);
    spiSuite({ bus: () => bus, sent: [1, 0x80, 0], expected: [0xff, 0x02, 0x80], openAbsent });
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
