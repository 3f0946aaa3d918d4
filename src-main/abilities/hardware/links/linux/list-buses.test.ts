// Which buses are for boards, told by where they hang, as the kernels of such machines lay them out in /sys.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listBuses } from './list-buses.ts';

type Folder = { readonly place: string; readonly as: string; readonly files?: Readonly<Record<string, string>> };

function machineOf(folders: readonly Folder[]): string {
  const root = mkdtempSync(join(tmpdir(), 'limpet-sys-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const { place, as, files = {} } of folders) {
    const folder = join(root, 'devices', place);
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), `${text}\n`);
    }
    mkdirSync(dirname(join(root, as)), { recursive: true });
    symlinkSync(folder, join(root, as));
  }
  return root;
}
const i2c = (number: number, place: string, name: string): Folder => ({
  place: `${place}/i2c-${number}/i2c-dev/i2c-${number}`,
  as: `class/i2c-dev/i2c-${number}`,
  files: { name },
});

it('shows those of a board, by their numbers, and each SPI bus once', async () => {
  const root = machineOf([
    i2c(11, 'platform/axi/1000120000.pcie/1f00088000.i2c', 'Synopsys DesignWare I2C adapter'),
    i2c(1, 'platform/soc/fe804000.i2c', 'bcm2835 (i2c@7e804000)'),
    i2c(20, 'platform/soc/fef04500.i2c', 'DDC of HDMI 0'),
    { place: 'platform/soc/spi0/spidev0.1', as: 'class/spidev/spidev0.1' },
    { place: 'platform/soc/spi0/spidev0.0', as: 'class/spidev/spidev0.0' },
    { place: 'platform/soc/fe200000.gpio/gpiochip0', as: 'bus/gpio/devices/gpiochip0' },
    { place: 'platform/soc/soc:firmware/soc:firmware:gpio/gpiochip1', as: 'bus/gpio/devices/gpiochip1' },
  ]);
  expect((await listBuses(root)).map(({ key, path }) => [key, path])).toEqual([
    ['i2c:1', '/dev/i2c-1'],
    ['i2c:11', '/dev/i2c-11'],
    ['spi:0', '/dev/spidev0.0'],
    ['gpio:0', '/dev/gpiochip0'],
  ]);
});

it('shows of a computer only what is plugged in, known by its USB numbers [level 4]', async () => {
  const usb = 'pci0000:00/0000:00:14.0/usb1/1-5';
  const root = machineOf([
    i2c(0, 'pci0000:00/0000:00:1f.4', 'SMBus I801 adapter at efa0'),
    i2c(1, 'pci0000:00/0000:00:15.0/i2c_designware.0', 'Synopsys DesignWare I2C adapter'),
    i2c(2, 'platform/AMDI0010:00', 'Synopsys DesignWare I2C adapter'),
    i2c(3, 'platform/80860F41:00', 'Synopsys DesignWare I2C adapter'),
    i2c(4, 'pci0000:00/0000:00:02.0/drm/card0/card0-DP-1', 'AUX A/DDI A/PHY A'),
    i2c(5, 'virtual/none', 'NVIDIA i2c adapter 1 at 1:00.0'),
    { place: usb, as: 'class/test/1-5', files: { idVendor: '04d8', idProduct: '00dd', serial: 'A 7\u001b[31m' } },
    i2c(6, `${usb}/1-5:1.2/0003:04D8:00DD.0001`, 'MCP2221 usb-i2c bridge'),
    { place: 'pci0000:00/INT34C5:00/gpiochip0', as: 'bus/gpio/devices/gpiochip0' },
  ]);
  expect(await listBuses(root)).toEqual([
    {
      ...{ transport: 'i2c', key: 'i2c:usb:04d8:00dd:A_7_31m', path: '/dev/i2c-6' },
      ...{ product: 'I2C 6 (MCP2221 usb-i2c bridge)', vendorId: '04d8', productId: '00dd', serialNumber: 'A 7[31m' },
    },
  ]);
});

it('lists nothing where there is no such bus', async () => {
  expect(await listBuses(machineOf([]))).toEqual([]);
});
