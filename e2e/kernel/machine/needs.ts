// The programs that a machine in an emulator needs, and where they are.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const wanted = ['qemu-system-x86_64', 'busybox', 'cpio', 'modprobe', 'depmod', 'dpkg', 'apt-get', 'apt-cache'] as const;
type Program = (typeof wanted)[number];
export const packages = 'qemu-system-x86 busybox-static cpio kmod udev i2c-tools';

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

function find(program: string): string | undefined {
  for (const folder of folders.filter((one) => one !== '')) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {} // not in this one
  }
  return undefined;
}

const found = new Map(wanted.map((program) => [program, find(program)]));
const udevd = ['/lib/systemd/systemd-udevd', '/usr/lib/systemd/systemd-udevd'].find(existsSync);

/** What is not there, empty where the machine can be started. */
export const missing: readonly string[] =
  process.platform !== 'linux' || process.arch !== 'x64'
    ? ['Linux on x64']
    : [...wanted.filter((program) => found.get(program) === undefined), ...(udevd === undefined ? ['udev'] : [])];

export function program(name: Program): string {
  const path = found.get(name);
  if (path === undefined) throw new Error(`${name} is not there: install ${packages}`);
  return path;
}
