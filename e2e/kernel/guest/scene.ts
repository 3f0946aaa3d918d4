// What happens inside the machine, step by step; what each found is looked at outside.
import { writeFile } from 'node:fs/promises';
import type { I2cBus, OpenBoard } from '#main/abilities/hardware/port/buses.ts';
import type { Link } from '#main/abilities/hardware/port/link.ts';
import { withBoard } from '#main/abilities/hardware/protocols/registry.ts';
import { lm75 } from '#main/abilities/hardware/sensors/lm75/driver.ts';
import { digital } from '#main/abilities/hardware/testing/peers/mcp2221-chip.ts';
import type { Device } from '#main/contract/devices.ts';
import { toErrorData } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock as clock } from '#main/platform/base/clock.ts';
import { createBench, modprobe, run, step, stop, unload, waitForCard } from './bench.ts';
import { createBoard } from './gadget.ts';
import { plugChip } from './uhid.ts';

const by = { by: 'person' } as const;
const devices = createBench();
const uno = 'usb:2341:0043:75830303934351F07041';
const adapter = 'hid:04d8:00dd:0001';
const ask = async (text: string) => {
  const bytes = Buffer.from(`${text}\n`);
  const answer = await devices.session(uno).ask({ bytes, by, pattern: /./, timeoutMs: 10_000 }, neverAborts);
  return answer.lines.map((line) => line.text);
};

/** The board behind a device of this computer, lent as a tool has it. */
async function onLinux<T>({ key }: Device, work: (board: OpenBoard) => Promise<T>): Promise<T> {
  await devices.allow(key, neverAborts);
  await devices.connect(key, neverAborts);
  const lent = (link: Link) => withBoard({ link, via: 'linux', clock }, work, neverAborts);
  return devices.session(key).lend(by, lent, neverAborts);
}
const readThermometer = async (bus: I2cBus) => {
  const read = (address: number) => bus.transfer({ address, write: [0], readLength: 2 }, neverAborts);
  return {
    read: [...(await read(0x48))],
    absent: await read(0x21).catch((error: unknown) => toErrorData(error).details?.reason),
  };
};
const isBus = (device: Device, label: RegExp) => device.transport === 'i2c' && label.test(device.product ?? '');

await step('bus of the kernel', async () => {
  const { device } = await waitForCard(devices, (one) => isBus(one, /stub/));
  await run('i2cset', '-y', device.path.replace('/dev/i2c-', ''), '0x48', '0', '0x8015', 'w');
  const all = await devices.list(neverAborts);
  return {
    found: await onLinux(device, async (one) => {
      const bus = await one.i2c(neverAborts);
      return { scan: await bus.scan(neverAborts), ...(await readThermometer(bus)) };
    }),
    shown: all.filter(({ transport }) => transport === 'i2c').map(({ product }) => product),
    there: await run('i2cdetect', '-l'),
  };
});

await step('thermometer', async () => {
  const { device } = await waitForCard(devices, (one) => isBus(one, /stub/));
  const number = device.path.replace('/dev/i2c-', '');
  const readings = await onLinux(device, async (one) => {
    const bus = await one.i2c(neverAborts);
    await bus.transfer({ address: 0x48, write: [0, 0x17, 0x20], readLength: 0 }, neverAborts);
    const part = await lm75.open({ bus, address: 0x48, wait: clock.sleep }, neverAborts);
    return part.read(neverAborts);
  });
  await modprobe('lm75');
  await writeFile(`/sys/bus/i2c/devices/i2c-${number}/new_device`, 'lm75b 0x48');
  return {
    ours: readings[0],
    theirs: Number(await run('sh', '-c', `cat /sys/bus/i2c/devices/${number}-0048/hwmon/hwmon*/temp1_input`)) / 1_000,
    taken: await onLinux(device, async (one) => readThermometer(await one.i2c(neverAborts))).catch(
      (error: unknown) => toErrorData(error).details?.reason,
    ),
  };
});

await step('driverless', async () => {
  const before = await waitForCard(devices, ({ vendorId }) => vendorId === '0403');
  await modprobe('ftdi_sio');
  const after = await waitForCard(devices, ({ path }) => path === '/dev/ttyUSB0');
  return { before: before.device, after: after.device };
});

const board = createBoard();
await step('plugged in', async () => {
  board.plug();
  return waitForCard(devices, ({ key }) => key === uno);
});
await step('asked', async () => {
  await devices.allow(uno, neverAborts);
  await devices.connect(uno, neverAborts);
  return ask('*IDN?');
});
await step('pulled out', async () => {
  await board.unplug();
  return waitForCard(devices, ({ key, state }) => key === uno && state === 'gone');
});
await step('plugged in again', async () => {
  board.plug();
  const card = await waitForCard(devices, ({ key, state }) => key === uno && state === 'connected');
  return { ...card, said: await ask('again') };
});

const first = await plugChip();
await step('adapter', () => waitForCard(devices, ({ key }) => key === adapter));
await step('adapter used', async () => {
  await devices.allow(adapter, neverAborts);
  await devices.connect(adapter, neverAborts);
  return devices.session(adapter).lend(
    by,
    (link) =>
      withBoard(
        { link, via: 'mcp2221', clock },
        async (one) => {
          const bus = await one.i2c(neverAborts);
          const gpio = await one.gpio(neverAborts);
          await gpio.write('GP0', true, neverAborts);
          return {
            scan: await bus.scan(neverAborts),
            ...(await readThermometer(bus)),
            level: first.chip.levelAt(0),
          };
        },
        neverAborts,
      ),
    neverAborts,
  );
});
await step('adapter pulled out', async () => {
  await first.unplug();
  const card = await waitForCard(devices, ({ key, state }) => key === adapter && state === 'gone');
  await devices.disconnect(adapter); // else it would be opened again by itself
  return card;
});

await step('adapter of the kernel', async () => {
  await modprobe('hid_mcp2221');
  const second = await plugChip(digital);
  // The pins come last of what its driver makes.
  const pins = (await waitForCard(devices, (one) => isBus(one, /^GPIO/))).device;
  const own = (await waitForCard(devices, (one) => isBus(one, /^I2C.*MCP2221/))).device;
  const { device } = await waitForCard(devices, ({ key, path }) => key === adapter && path.startsWith('/dev/i2c-'));
  const bus = device.path.replace('/dev/i2c-', '');
  const found = {
    ...{ device, own },
    scan: await run('i2cdetect', '-y', '-r', bus, '0x40', '0x57'),
    read: (await run('i2ctransfer', '-y', bus, 'w1@0x48', '0x00', 'r2')).trim(),
    opening: await devices.connect(adapter, neverAborts).catch((error: unknown) => toErrorData(error).details?.reason),
    ours: await onLinux(own, async (one) => readThermometer(await one.i2c(neverAborts))),
  };
  const level = await onLinux(pins, async (one) => {
    const gpio = await one.gpio(neverAborts);
    second.chip.pull(3, true);
    const [first, last] = [gpio.pins[0]?.id ?? '', gpio.pins[3]?.id ?? ''];
    await gpio.write(first, true, neverAborts);
    return { switched: second.chip.levelAt(0), read: await gpio.read(last, neverAborts) };
  });
  for (const { key } of [own, pins]) await devices.disconnect(key);
  await unload('hid_mcp2221');
  const freed = await waitForCard(devices, ({ key, path }) => key === adapter && path.startsWith('/dev/hidraw'));
  return { ...found, level, freed: freed.device };
});

await step('not allowed by the system', async () => {
  process.setgroups?.([]);
  process.setgid?.(1000);
  process.setuid?.(1000);
  const port = await waitForCard(devices, ({ path, problem }) => path === '/dev/ttyUSB0' && problem !== undefined);
  const hid = await waitForCard(devices, ({ key, problem }) => key === adapter && problem !== undefined);
  return { port: port.device.problem, adapter: hid.device.problem };
});
stop.abort();
process.exit(0);
