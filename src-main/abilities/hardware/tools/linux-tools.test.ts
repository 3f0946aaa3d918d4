// The tools on the buses of this computer: what is asked, what goes onto the account, and what comes back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanContext, ToolContext } from '#main/abilities/tools/port.ts';
import { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createBusOpener } from '../links/linux/bus-opener.ts';
import type { DeviceIdentity } from '../port/link.ts';
import { bedServices, canMakeBuses } from '../testing/bus-bed.ts';
import { createDevicesKit, type DevicesKit } from '../testing/devices-kit.ts';
import { patientClock as clock } from '../testing/patient-clock.ts';

const i2c: DeviceIdentity = { transport: 'i2c', key: 'i2c:1', path: '/dev/i2c-1', product: 'I2C 1' };
const spi: DeviceIdentity = { transport: 'i2c', key: 'spi:0', path: '/dev/spidev0.0', product: 'SPI 0' };
const session = { sessionId: SessionId.parse('s1') };
const place = { ...session, turnId: TurnId.parse('t1'), callId: CallId.parse('c1'), signal: neverAborts, clock };
// Tools of this room use no other handle.
const context = place as unknown as PlanContext & ToolContext;

describe.skipIf(!canMakeBuses)('tools on buses of this computer [umockdev, i2c-tools]', { timeout: 60_000 }, () => {
  const services = bedServices();
  let kit: DevicesKit;
  beforeAll(async () => {
    const opener = { ...createBusOpener({ services, platform: 'linux' }), list: async () => [i2c, spi] };
    kit = createDevicesKit({ openers: [opener], clock });
    for (const { key } of [i2c, spi]) {
      await kit.devices.allow(key, neverAborts);
      await kit.devices.connect(key, neverAborts);
    }
  });
  afterAll(async () => {
    await kit.close();
    await services.stop();
  });

  const planOf = async (name: string, input: object) => {
    const tool = (await kit.tools.list(session, neverAborts)).find((one) => one.name === name);
    if (tool === undefined) throw new Error(`${name} is not listed`);
    const plan = await tool.plan(tool.input.parse(input), context);
    return { plan, run: async () => (await tool.run(plan, context)).output };
  };
  const call = async (name: string, input: object) => (await planOf(name, input)).run();

  it('find and measure without being told what runs there', async () => {
    expect(await call('i2c_scan', { device: i2c.key })).toBe('Answering: 0x48 0x50');
    expect(await call('sensor_identify', { device: 'I2C 1' })).toContain('0x48: tmp102 (likely)');
    expect(await call('sensor_read', { device: i2c.key, sensor: 'tmp102' })).toContain('temperature: 21.5 °C [15 80]');
    expect(await call('i2c_transfer', { device: i2c.key, address: 0x50, write: [0x10], read: 3 })).toBe(
      'Read: 10 11 12',
    );
    const volts = await call('sensor_read', { device: spi.key, sensor: 'mcp3008', select: '0', reference: 5 });
    expect(volts).toContain('voltage 0: 2.5 V [00 02 00]');
    expect(await call('spi_transfer', { device: spi.key, select: '0', bytes: [1, 0x90, 0] })).toBe('Read: 00 03 FF');
  });

  it('ask before they write, and put every order onto the account before it goes', async () => {
    const { plan, run } = await planOf('i2c_transfer', { device: i2c.key, address: 0x48, write: [1, 0x60, 0xa0] });
    expect(plan).toMatchObject({
      effects: [{ type: 'device', target: i2c.key, access: 'write' }],
      shown: { text: 'I2C 1 (i2c:1)\nI2C 0x48: write 01 60 A0' },
    });
    expect(await run()).toBe('Written: 01 60 A0');
    expect(JSON.stringify(kit.account.at(-1))).toMatch(/i2c 48 w 01 60 a0/);
    expect((await planOf('spi_transfer', { device: spi.key, select: '0', bytes: [0] })).plan.effects).toMatchObject([
      { access: 'write' },
    ]);
  });

  it('say of a device what it is not', async () => {
    const lacks = { details: { reason: 'board_lacks' } };
    await expect(call('pin_read', { device: i2c.key, pin: '4' })).rejects.toMatchObject(lacks);
    await expect(call('i2c_scan', { device: spi.key })).rejects.toMatchObject(lacks);
    await expect(call('spi_transfer', { device: spi.key, select: '9', bytes: [0] })).rejects.toMatchObject({
      details: { reason: 'no_such_pin' },
    });
  });
});
