// Where a running Limpet can be talked to by programs of the same user: a socket in its data folder, or a named pipe.
import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';

/** Linux allows 108 bytes for the path of a socket, macOS 104, both with a closing zero. */
const longestPath = 100;

/** The same for everybody who knows the data folder. */
export function localEndpoint(dataFolder: string, platform: NodeJS.Platform = process.platform): string {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 24);
  if (platform === 'win32') return `\\\\.\\pipe\\limpet-${name}`;
  const inside = join(dataFolder, 'limpet.sock');
  return Buffer.byteLength(inside) <= longestPath ? inside : join(tmpdir(), `limpet-${name}.sock`);
}

/** Undefined where nothing is, or nothing that we may look at. */
function ownerOf(endpoint: string): number | undefined {
  try {
    return lstatSync(endpoint, { throwIfNoEntry: false })?.uid;
  } catch {
    return undefined; // a folder above it is closed to us, or is no folder: whoever opens the data folder says so
  }
}

/** `not_found` when nobody listens there; `forbidden` when the socket is not this user's own. */
export function openLocal(endpoint: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const owner = process.getuid?.();
    // A socket in a shared folder could be somebody else's trap.
    if (owner !== undefined && ownerOf(endpoint) !== owner)
      return reject(new AppError('not_found', 'No Limpet is running with this data folder.'));
    const socket = connect(endpoint);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (cause) =>
      reject(new AppError('not_found', 'No Limpet is running with this data folder.', { cause })),
    );
  });
}
