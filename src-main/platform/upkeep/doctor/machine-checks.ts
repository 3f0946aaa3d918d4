// What the doctor can tell from the machine alone: Node, the data folder's rights, free space.
import { constants } from 'node:fs';
import { access, chmod, stat, statfs } from 'node:fs/promises';
import type { Finding } from '#main/contract/system.ts';
import type { DoctorCheck } from '../port.ts';
import { found, safeFix } from './find.ts';

/** As in package.json and in the launcher, which checks before anything is loaded. */
export const oldestNode = [22, 19] as const;
const megabyte = 1_048_576;
const littleSpaceBytes = 1_024 * megabyte;
const noSpaceBytes = 100 * megabyte;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  const params = { version: version.replace(/^v/, ''), wanted: oldestNode.join('.') };
  return isEnough ? found('node-ok', 'ok', { params, id: 'node' }) : found('node-old', 'error', { params, id: 'node' });
}

async function lookAtFolder(folder: string, platform: NodeJS.Platform): Promise<Finding> {
  const params = { folder };
  const id = 'data-folder';
  const info = await stat(folder).catch(() => undefined);
  if (info === undefined) return found('data-folder-missing', 'error', { params, id });
  const isWritable = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) return found('data-folder-read-only', 'error', { params, id });
  const mode = info.mode & 0o777;
  // Windows keeps rights elsewhere: a profile folder is its owner's by default.
  if (platform !== 'win32' && (mode & 0o077) !== 0)
    return found('data-folder-open', 'warning', {
      id,
      params: { ...params, mode: mode.toString(8) },
      fix: safeFix('close_folder'),
    });
  return found('data-folder-ok', 'ok', { params, id });
}

export function dataFolderCheck(folder: string, platform: NodeJS.Platform): DoctorCheck {
  return {
    id: 'data-folder',
    run: () => lookAtFolder(folder, platform),
    async fix() {
      await chmod(folder, 0o700);
    },
  };
}

export async function checkSpace(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const about = { id: 'space', params: { megabytes: String(Math.floor(free / megabyte)) } };
  if (free < noSpaceBytes) return found('space-none', 'error', about);
  if (free < littleSpaceBytes) return found('space-little', 'warning', about);
  return found('space-ok', 'ok', about);
}
