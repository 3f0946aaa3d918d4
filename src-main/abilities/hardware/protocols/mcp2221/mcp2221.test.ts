// Our MCP2221A against a chip of memory, with a client that we did not write as the judge of both; the driver of Linux
// judges the same chip in the tests with a kernel.
import {
  GetGPIOValues,
  GetSRAMSettings,
  I2CReadData,
  I2CReadDataRepeatedSTART,
  I2CReadGetData,
  I2CWriteData,
  I2CWriteDataNoSTOP,
  SetGPIOOutputValues,
  SetSRAMSettings,
  StatusParameter,
} from '@johntalton/mcp2221/coders';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import type { Adc, Gpio, I2cBus, OpenBoard } from '../../port/buses.ts';
import type { Link } from '../../port/link.ts';
import { i2cSuite } from '../../testing/i2c-suite.ts';
import { createMemoryLinks } from '../../testing/memory-links.ts';
import { bytePart, wordPart } from '../../testing/parts-bus.ts';
import { createMcp2221Chip, type Mcp2221Chip } from '../../testing/peers/mcp2221-chip.ts';
import { adcSuite, gpioSuite } from '../../testing/pin-suites.ts';
import { withBoard } from '../registry.ts';
import { openMcp2221Board } from './board.ts';

const clock = systemClock;
const identity = { transport: 'hid', key: 'hid:04d8:00dd:0001', path: '/dev/hidraw0' } as const;
/** The other client's own mark on its questions. */
const opaque = '';
const rate = { baudRate: 115_200 };

let chip: Mcp2221Chip;
let link: Link;
let board: OpenBoard;
let bus: I2cBus;
const memory = bytePart({ 0: [0xab] });

async function plug(): Promise<void> {
  chip = createMcp2221Chip({ 72: wordPart({ 0: [0x15, 0x80], 1: [0x60, 0xa0] }), 80: memory });
  const links = createMemoryLinks('hid');
  const device = links.plug(identity);
  device.onWrite((bytes) => {
    expect(bytes).toHaveLength(64);
    const answer = chip.answer(Uint8Array.from(bytes));
    queueMicrotask(() => device.say(answer));
  });
  link = await links.opener.open(identity, rate, neverAborts);
  board = await openMcp2221Board(link, { clock });
  bus = await board.i2c(neverAborts);
}

beforeEach(plug);
afterEach(() => link.close());

describe('the I2C bus of an MCP2221A', () => {
  i2cSuite({ bus: () => bus, address: 0x48, register: 0, expected: [0x15, 0x80], present: [0x48, 0x50] });

  it('writes to a part what it is told, and to no other', async () => {
    await bus.transfer({ address: 0x50, write: [0x10, 1, 2, 3], readLength: 0 }, neverAborts);
    expect([...memory.memory.slice(0x10, 0x14)]).toEqual([1, 2, 3, 0]);
  });

  it('waits for a part that is slow, and lets go of one that holds the bus', async () => {
    chip.delayLooks = 5;
    const read = { address: 0x48, write: [0], readLength: 2 };
    expect([...(await bus.transfer(read, neverAborts))]).toEqual([0x15, 0x80]);
    chip.isHeld = true;
    await expect(bus.transfer(read, neverAborts)).rejects.toMatchObject({ code: 'timeout' });
    chip.delayLooks = 0;
    expect([...(await bus.transfer(read, neverAborts))]).toEqual([0x15, 0x80]);
  });

  it('leaves the bus free when it is cancelled in the middle', async () => {
    chip.isHeld = true;
    const stop = new AbortController();
    const running = bus.transfer({ address: 0x48, write: [0], readLength: 2 }, stop.signal);
    setTimeout(() => stop.abort(), 20);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(chip.isFree).toBe(true);
    expect([...(await bus.transfer({ address: 0x48, write: [1], readLength: 2 }, neverAborts))]).toEqual([0x60, 0xa0]);
  });

  it('sends the reports that the other client sends', async () => {
    chip.asked.length = 0;
    await bus.transfer({ address: 0x48, write: [1], readLength: 2 }, neverAborts);
    await bus.transfer({ address: 0x50, write: [0x20, 7, 8], readLength: 0 }, neverAborts);
    await bus.transfer({ address: 0x50, write: [], readLength: 3 }, neverAborts);
    const theirs = [
      I2CWriteDataNoSTOP.from({ opaque, address: 0x48, buffer: Uint8Array.of(1) }),
      I2CReadDataRepeatedSTART.from({ opaque, address: 0x48, length: 2 }),
      I2CReadGetData.from({ opaque }),
      I2CWriteData.from({ opaque, address: 0x50, buffer: Uint8Array.of(0x20, 7, 8) }),
      I2CReadData.from({ opaque, address: 0x50, length: 3 }),
      I2CReadGetData.from({ opaque }),
    ].map((report) => [...new Uint8Array(report)]);
    const status = [...new Uint8Array(StatusParameter.from({ opaque }))];
    const ours = chip.asked.map((report) => [...report]);
    expect(ours.filter(([op]) => op !== status[0])).toEqual(theirs);
    expect(ours.filter(([op]) => op === status[0])).toContainEqual(status);
  });
});

describe('the pins of an MCP2221A', () => {
  let gpio: Gpio;
  let adc: Adc;
  /** As the other client reads the chip. */
  const seen = () => GetGPIOValues.to(chip.answer(new Uint8Array(GetGPIOValues.from({ opaque }))));
  const settings = () => GetSRAMSettings.to(chip.answer(new Uint8Array(GetSRAMSettings.from({ opaque }))));
  beforeEach(async () => {
    gpio = await board.gpio(neverAborts);
    adc = await board.adc({ referenceVolts: 3.3 }, neverAborts);
  });

  it('become outputs and inputs one by one, and the others keep their levels', async () => {
    expect(gpio.pins.map(({ id }) => id)).toEqual(['GP0', 'GP1', 'GP2', 'GP3']);
    await gpio.write('GP0', true, neverAborts);
    await gpio.write('gp2', false, neverAborts);
    await gpio.write('GP2', true, neverAborts);
    await gpio.setMode('GP3', 'input', neverAborts);
    expect(seen()).toMatchObject({
      gpio0: { outputValue: 1, direction: 'out' },
      gpio2: { outputValue: 1, direction: 'out' },
      gpio3: { direction: 'in' },
    });
    expect([0, 2].map(chip.levelAt)).toEqual([true, true]);
    chip.pull(3, true);
    expect(await gpio.read('GP3', neverAborts)).toBe(true);
    chip.pull(3, false);
    expect(await gpio.read('GP3', neverAborts)).toBe(false);
    expect(await gpio.read('GP0', neverAborts)).toBe(true);
    await gpio.setMode('GP0', 'input', neverAborts);
    expect(seen()).toMatchObject({ gpio0: { direction: 'in' }, gpio2: { outputValue: 1, direction: 'out' } });
  });

  it('are refused where the chip has none, or uses one for itself', async () => {
    await expect(gpio.write('GP4', true, neverAborts)).rejects.toMatchObject({ details: { reason: 'no_such_pin' } });
    await expect(gpio.setMode('GP0', 'input_pullup', neverAborts)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(gpio.read('GP1', neverAborts)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(adc.read('GP0', neverAborts)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('measure against the supply or a reference of the chip, as the volts say', async () => {
    chip.volts[0] = 1;
    const supply = await adc.read('GP1', neverAborts);
    expect(supply.volts).toBeCloseTo(1, 2);
    expect(settings()).toMatchObject({ gpio1: { designation: 'ADC1' } });
    const fine = await board.adc({ referenceVolts: 1.024 }, neverAborts);
    const own = await fine.read('GP1', neverAborts);
    expect(own).toMatchObject({ fullScale: 1023, raw: 999 });
    expect(own.volts).toBeCloseTo(1, 3);
    expect(settings()).toMatchObject({ gp: { adc: { referenceVoltage: '1.024V', referenceOptions: 'Vrm' } } });
    // Another pin set up: the chip forgets its reference, and gets it again.
    await gpio.write('GP0', true, neverAborts);
    expect(settings()).toMatchObject({ gp: { adc: { referenceVoltage: '1.024V' } } });
    expect((await fine.read('GP1', neverAborts)).raw).toBe(999);
  });

  it('let go of no output that is measured', async () => {
    await gpio.write('GP2', true, neverAborts);
    expect((await adc.read('GP2', neverAborts)).volts).toBeCloseTo(3.3, 2);
    expect(seen()).toMatchObject({ gpio2: { outputValue: 1, direction: 'out' } });
  });

  it('are set with the reports that the other client sends', async () => {
    await gpio.write('GP1', false, neverAborts);
    chip.asked.length = 0;
    await gpio.write('GP1', true, neverAborts);
    expect([...(chip.asked.at(-1) ?? [])]).toEqual([
      ...new Uint8Array(SetGPIOOutputValues.from({ opaque, gpio1: { outputValue: 1, direction: 'out' } })),
    ]);
    await gpio.setMode('GP3', 'input', neverAborts);
    const [pins, references] = chip.asked.slice(-2).map((report) => [...report]);
    const theirs = SetSRAMSettings.from({
      opaque,
      gpio0: { designation: 'LED UART RX', direction: 'out', outputValue: 0 },
      gpio1: { designation: 'Gpio', direction: 'out', outputValue: 1 },
      gpio2: { designation: 'USB', direction: 'out', outputValue: 0 },
      gpio3: { designation: 'Gpio', direction: 'in', outputValue: 0 },
    });
    expect(pins).toEqual([...new Uint8Array(theirs)]);
    const vdd = { referenceVoltage: 'Off', referenceOptions: 'Vdd' } as const;
    expect(references).toEqual([...new Uint8Array(SetSRAMSettings.from({ opaque, gp: { adc: vdd, dac: vdd } }))]);
  });
});

describe('an MCP2221A as any board', () => {
  let gpio: Gpio;
  let adc: Adc;
  beforeEach(async () => {
    gpio = await board.gpio(neverAborts);
    adc = await board.adc({ referenceVolts: 3.3 }, neverAborts);
  });
  gpioSuite({
    ...{ gpio: () => gpio, output: 'GP0', absent: 'GP4', seenLevel: async () => chip.levelAt(0) === true },
    input: { pin: 'GP3', drive: async (level) => chip.pull(3, level) },
  });
  adcSuite({
    ...{ adc: () => adc, channel: 'GP1', absent: 'GP0', levels: [1, 2.5, 0], within: 0.01 },
    lay: async (volts) => {
      chip.volts[0] = volts;
    },
  });
});

describe('an MCP2221A', () => {
  it('that says nothing is told as silent, one that went as gone', async () => {
    const links = createMemoryLinks('hid');
    const device = links.plug(identity);
    const silent = await links.opener.open(identity, rate, neverAborts);
    const gpio = await (await openMcp2221Board(silent, { clock })).gpio(neverAborts);
    await expect(gpio.read('GP0', neverAborts)).rejects.toMatchObject({ details: { reason: 'board_silent' } });
    const running = gpio.read('GP0', neverAborts);
    device.unplug();
    await expect(running).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is never looked for on a port: not one byte goes there', async () => {
    const links = createMemoryLinks();
    const uno = { transport: 'serial', key: 'usb:2341:0043:7583', path: '/dev/ttyACM0' } as const;
    const device = links.plug(uno);
    const serial = await links.opener.open(uno, rate, neverAborts);
    const asked = withBoard({ link: serial, via: 'mcp2221', clock }, (one) => one.i2c(neverAborts), neverAborts);
    await expect(asked).rejects.toMatchObject({ details: { reason: 'board_lacks' } });
    expect(device.heard()).toHaveLength(0);
  });
});
