// Why a device that the system sees cannot be opened as it is, with the command that helps; looks at files only.
import { access, readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { DeviceIdentity } from '../port/link.ts';
import { findBoard } from './known-boards.ts';

/** What of the machine is looked at; tests hand in folders of their own. */
export type Machine = { readonly modules?: string; readonly osRelease?: string; readonly programs?: readonly string[] };

const isFile = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
const brltty = ['/usr/bin/brltty', '/usr/sbin/brltty', '/sbin/brltty', '/bin/brltty'];

/** Whether this kernel came with the driver, as a module or built in. */
async function hasModule(driver: string, { modules = join('/lib/modules', release()) }: Machine): Promise<boolean> {
  const lists = await Promise.all(
    ['modules.dep', 'modules.builtin'].map((name) => readFile(join(modules, name), 'utf8').catch(() => undefined)),
  );
  // Where nothing says which there are, trying is all that is left.
  if (lists.every((list) => list === undefined)) return true;
  return lists.some((list) => list?.split('\n').some((line) => line.includes(`/${driver}.ko`)) === true);
}

/** The command that brings the further drivers, where the system is one whose name for them is known. */
async function moreDrivers({ osRelease = '/etc/os-release' }: Machine): Promise<string | undefined> {
  const text = await readFile(osRelease, 'utf8').catch(() => ''); // a system without it
  return /^ID=ubuntu$/m.test(text) ? `sudo apt-get install linux-modules-extra-${release()}` : undefined;
}

async function driverError(chip: string, driver: string, machine: Machine): Promise<AppError> {
  if (await hasModule(driver, machine))
    return new AppError('unavailable', `${chip} is on USB, and the driver for it is not loaded: ${driver}.`, {
      details: { reason: 'device_no_driver', facts: { chip, driver, fix: `sudo modprobe ${driver}` } },
      retryable: false,
    });
  const fix = await moreDrivers(machine);
  return new AppError('unavailable', `${chip} is on USB, and this system came without the driver for it: ${driver}.`, {
    details: { reason: 'device_driver_missing', facts: { chip, driver, ...(fix === undefined ? {} : { fix }) } },
    retryable: false,
  });
}

async function takenError(chip: string, { programs = brltty }: Machine): Promise<AppError> {
  const isBraille = (await Promise.all(programs.map(isFile))).includes(true);
  const fix = isBraille ? { fix: 'sudo apt-get remove brltty' } : {};
  return new AppError('conflict', `A program took ${chip} from its driver, so it has no port. It is often brltty.`, {
    details: { reason: 'device_usb_taken', facts: { chip, ...fix } },
  });
}

/** Undefined where nothing of the kind speaks against it. */
export async function explainObstacle(identity: DeviceIdentity, machine: Machine = {}): Promise<AppError | undefined> {
  const { obstacle, vendorId, productId, path } = identity;
  const board = findBoard(vendorId, productId);
  const chip = board?.name ?? path;
  if (obstacle === undefined) return undefined;
  if (obstacle === 'no_driver') return driverError(chip, board?.driver ?? '', machine);
  if (obstacle === 'usb_taken') return takenError(chip, machine);
  return new AppError('conflict', `A driver of Linux runs this adapter. Its I2C bus is ${path}: use that one.`, {
    details: { reason: 'device_kernel_driver', facts: { path, fix: 'sudo modprobe -r hid_mcp2221' } },
  });
}
