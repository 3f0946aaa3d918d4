// Why a device that is there cannot be used, with the words, commands and rules that help; looks at files only, opens nothing.
import { access, constants, readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { DeviceIdentity } from '../port/link.ts';
import { explainObstacle } from './explain-obstacle.ts';

type Facts = Readonly<Record<string, string>>;

/** Name of a group of the machine; its number where it has none. */
async function groupName(gid: number): Promise<string> {
  const lines = (await readFile('/etc/group', 'utf8').catch(() => '')).split('\n'); // a system without that file
  return lines.find((line) => line.split(':')[2] === String(gid))?.split(':')[0] ?? String(gid);
}

/** What gives the person at the screen the device from the next plug on, whoever owns its file. */
export function udevRule({ transport, path, vendorId, productId }: DeviceIdentity): string | undefined {
  if (transport === 'i2c') return `KERNEL=="${path.slice('/dev/'.length)}", TAG+="uaccess"`;
  if (vendorId === undefined || productId === undefined) return undefined;
  const kind = transport === 'hid' ? 'hidraw' : 'tty';
  return `SUBSYSTEM=="${kind}", ATTRS{idVendor}=="${vendorId}", ATTRS{idProduct}=="${productId}", TAG+="uaccess"`;
}

async function permissionFacts(identity: DeviceIdentity): Promise<Facts> {
  const rule = udevRule(identity);
  // No group lets anybody at such an adapter; the rule alone does.
  if (identity.transport === 'hid') return { path: identity.path, ...(rule === undefined ? {} : { rule }) };
  const owner = await stat(identity.path).catch(() => undefined); // unplugged meanwhile
  // Distributions that give people the buses of a board do it by groups of these names.
  const usual = identity.transport === 'i2c' ? (identity.key.split(':')[0] ?? 'i2c') : 'dialout';
  const group = owner === undefined || owner.gid === 0 ? usual : await groupName(owner.gid);
  return {
    ...{ path: identity.path, group, command: `sudo usermod -aG ${group} "$USER"` },
    ...(rule === undefined ? {} : { rule }),
  };
}

const maxProcesses = 2_000;
/** The first program of this person that has the file open, `undefined` where none can be seen. */
export async function findHolder(path: string): Promise<string | undefined> {
  const real = await realpath(path).catch(() => path); // unplugged meanwhile
  const numbers = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).slice(0, maxProcesses);
  for (const number of numbers.filter((one) => one !== String(process.pid))) {
    const folder = join('/proc', number, 'fd');
    for (const fd of await readdir(folder).catch(() => [])) // another person's, or ended
      if ((await readlink(join(folder, fd)).catch(() => '')) === real)
        return (await readFile(join('/proc', number, 'comm'), 'utf8').catch(() => '')).trim() || undefined;
  }
  return undefined;
}

/** Whether it is a file of the system, with rights of its own. */
const isFile = ({ transport }: DeviceIdentity) => transport === 'serial' || transport === 'hid' || transport === 'i2c';

/** Before anything was opened: undefined when nothing speaks against it. */
export async function foreseeProblem(
  identity: DeviceIdentity,
  platform: NodeJS.Platform,
): Promise<AppError | undefined> {
  if (platform !== 'linux' || !isFile(identity)) return undefined;
  const obstacle = await explainObstacle(identity);
  if (obstacle !== undefined) return obstacle;
  const denied = await access(identity.path, constants.R_OK | constants.W_OK).then(
    () => false,
    (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EACCES',
  );
  if (!denied) return undefined;
  return permissionError(await permissionFacts(identity));
}

const permissionError = (facts: Facts, cause?: unknown) =>
  new AppError(
    'forbidden',
    facts.command === undefined
      ? `The system does not let you open ${facts.path}.`
      : `The system does not let you open ${facts.path}. Run ${facts.command}, then sign out and in again.`,
    { cause, details: { reason: 'device_permission', facts: { ...facts } } },
  );

export const bootloaderError = (name: string) =>
  new AppError('unsupported', `${name} waits for firmware. Put one on it, or unplug it and plug it in again.`, {
    details: { reason: 'device_bootloader', facts: { device: name } },
  });

/** An error of `LinkOpener.open` with what can be found out about it here. */
export async function explainProblem(
  error: AppError,
  identity: DeviceIdentity,
  platform: NodeJS.Platform,
): Promise<AppError> {
  if (platform !== 'linux' || !isFile(identity)) return error;
  if (error.details?.reason === 'device_permission') return permissionError(await permissionFacts(identity), error);
  if (error.details?.reason !== 'device_busy') return error;
  const program = await findHolder(identity.path);
  if (program === undefined) return error;
  return new AppError('conflict', `${program} holds ${identity.path}. Close it there, then connect again.`, {
    cause: error,
    details: { reason: 'device_held', facts: { path: identity.path, program } },
  });
}
