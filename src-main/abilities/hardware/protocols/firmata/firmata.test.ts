// Our Firmata against StandardFirmata itself, on a simulated Uno; and against bytes that no board would send.
import type { Writable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Adc, Gpio, I2cBus } from '../../port/buses.ts';
import { clockSeconds } from '../../sensors/ds3231/convert.ts';
import { i2cSuite } from '../../testing/i2c-suite.ts';
import { patientClock as clock } from '../../testing/patient-clock.ts';
import { buildSimboard, canBuildSimboard, standardFirmata } from '../../testing/peers/build-simboard.ts';
import { adcSuite, gpioSuite } from '../../testing/pin-suites.ts';
import { type Peer, startPeer } from '../../testing/process-link.ts';
import { type FirmataClient, openFirmata } from './client.ts';
import { openFirmataI2c } from './firmata-i2c.ts';
import { openFirmataAdc, openFirmataGpio } from './firmata-pins.ts';
import { ask, createFirmataParser } from './messages.ts';

const rtc = 0x68;

describe.skipIf(!canBuildSimboard)('StandardFirmata on a simulated Uno', () => {
  let peer: Peer;
  let client: FirmataClient;
  let bus: I2cBus;
  let gpio: Gpio;
  let adc: Adc;
  let program: string;
  const order = (line: string) => (peer.process.stdio[3] as Writable).write(`${line}\n`);
  const light: string[] = [];

  beforeAll(async () => {
    program = buildSimboard();
    peer = startPeer([program, standardFirmata], { fds: ['pipe', 'pipe'] });
    peer.process.stdio[4]?.on('data', (text: Buffer) => light.push(...text.toString().trim().split('\n')));
    client = await openFirmata(peer.link, { clock }, neverAborts);
    bus = await openFirmataI2c(client, neverAborts);
    gpio = await openFirmataGpio(client, neverAborts);
    adc = await openFirmataAdc(client, { referenceVolts: 5 }, neverAborts);
  });
  afterAll(() => peer.stop());

  it('learns what the board is and has', () => {
    expect(client.firmware).toMatch(/^StandardFirmata/);
    expect(adc.channels).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(gpio.pins.find(({ id }) => id === '13')?.modes).toEqual(['input', 'output']);
    expect(gpio.pins.some(({ id }) => id === '0')).toBe(false); // its serial line
  });

  it('switches an output, and leaves its neighbours alone', async () => {
    await gpio.write('12', true, neverAborts);
    await gpio.write('13', true, neverAborts);
    await gpio.write('12', false, neverAborts);
    await gpio.write('13', false, neverAborts);
    await expect.poll(() => light.join(''), { timeout: 10_000 }).toMatch(/10$/);
  });

  it('leaves alone what an earlier connection has switched on', async () => {
    await gpio.write('13', true, neverAborts);
    await expect.poll(() => light.at(-1), { timeout: 10_000 }).toBe('1');
    const later = await openFirmataGpio(client, neverAborts);
    await later.write('12', true, neverAborts);
    await later.write('12', false, neverAborts);
    // An answer behind them: both writes have been done.
    await later.read('7', neverAborts);
    expect(light.at(-1)).toBe('1');
  });

  it('sets a clock and reads it back, registers as the DS3231 has them', async () => {
    const registers = [0x00, 0x30, 0x12, 6, 0x20, 0x11, 0x26];
    await bus.transfer({ address: rtc, write: [0, ...registers], readLength: 0 }, neverAborts);
    const back = await bus.transfer({ address: rtc, write: [0], readLength: 7 }, neverAborts);
    const seconds = (clockSeconds(back) ?? 0) - Date.parse('2026-11-20T12:30:00Z') / 1_000;
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(seconds).toBeLessThan(60);
  });

  describe('Gpio', () => {
    const seenShare = async () => Number(light.findLast((line) => line.startsWith('pwm'))?.slice(4)) / 255;
    gpioSuite({
      ...{ gpio: () => gpio, output: '13', absent: '99' },
      seenLevel: async () => light.findLast((line) => !line.startsWith('pwm')) === '1',
      input: { pin: '7', drive: async (level) => void order(`pin 7 ${level ? 1 : 0}`) },
      degrees: { pin: '6', seenShare },
    });
  });

  describe('Adc', () => {
    adcSuite({
      ...{ adc: () => adc, channel: '0', absent: '9', levels: [1.65, 2.5, 0], within: 0.01 },
      lay: async (volts) => void order(`adc 0 ${volts * 1_000}`),
    });
  });

  describe('I2cBus', () => {
    // The year and the month of the clock that was just set; they do not move while the tests run.
    i2cSuite({ bus: () => bus, address: rtc, register: 5, expected: [0x11, 0x26], present: [0x50, rtc] });
  });

  it('says at once that the board is gone, and a new connection works', async () => {
    const never = client.ask(ask.version, { type: 'text', timeoutMs: 60_000 }, neverAborts);
    const told = expect(never).rejects.toMatchObject({ code: 'unavailable', details: { reason: 'bus_closed' } });
    await peer.stop();
    await told;
    peer = startPeer([program, standardFirmata], { fds: ['pipe', 'pipe'] });
    expect((await openFirmata(peer.link, { clock }, neverAborts)).firmware).toMatch(/^StandardFirmata/);
  });
});

describe('Firmata from a board that is none', () => {
  it('says that a silent board does not respond', async () => {
    const peer = startPeer([process.execPath, '-e', 'process.stdin.resume()']);
    const soon = { ...clock, after: (ms: number, call: () => void) => clock.after(Math.min(ms, 50), call) };
    await expect(openFirmata(peer.link, { clock: soon }, neverAborts)).rejects.toMatchObject({
      code: 'timeout',
      details: { reason: 'board_silent' },
    });
    await peer.stop();
  });

  it('takes any bytes without an error, and finds the message behind them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6_000 }), (noise) => {
        const parse = createFirmataParser();
        for (const byte of noise) parse(byte);
        const messages = [0xf0, 0x79, 2, 4, 0x41, 0, 0xf7].map(parse);
        expect(messages.at(-1)).toEqual({ type: 'firmware', name: 'A' });
      }),
      { numRuns: 200 },
    );
  });
});
