// A feed on this machine, signed with a key made for the test by the functions that sign a release.
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Manifest } from '#main/platform/updates/manifest.ts';
import { publicKeyOf, signManifest, writeManifest } from '../../../../../build/release/manifest.ts';

export type Hit = { readonly path: string; readonly headers: IncomingMessage['headers'] };
type Answer = Buffer | string | ((response: ServerResponse) => void);

export const sha512 = (bytes: Buffer) => createHash('sha512').update(bytes).digest('base64');
export const makeKey = () => generateKeyPairSync('ed25519').privateKey;
export const packageName = 'Limpet-1.1.0-linux-x86_64.AppImage';

export function manifestFor(bytes: Buffer, more: Partial<Manifest> = {}): Manifest {
  return {
    app: 'org.limpet.Limpet',
    version: '1.1.0',
    channel: 'stable',
    minimumVersion: '0.9.0',
    releasedAt: '2026-06-01T00:00:00.000Z',
    expiresAt: '2030-01-01T00:00:00.000Z',
    rolloutPercent: 100,
    notes: '- A *new* thing.',
    files: [
      {
        name: packageName,
        sizeBytes: bytes.length,
        sha512: sha512(bytes),
        system: 'linux',
        arch: 'x64',
        kind: 'AppImage',
      },
    ],
    ...more,
  };
}

export async function startFeed() {
  const key = makeKey();
  const answers = new Map<string, Answer>();
  const hits: Hit[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    hits.push({ path, headers: request.headers });
    const answer = answers.get(path);
    if (answer === undefined) return void response.writeHead(404).end();
    if (typeof answer === 'function') return answer(response);
    response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const putList = (bytes: Buffer, o: { channel?: string; by?: KeyObject } = {}) => {
    const name = `/limpet-${o.channel ?? 'stable'}.json`;
    answers.set(name, bytes);
    answers.set(`${name}.sig`, `${signManifest(bytes, o.by ?? key)}\n`);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    publicKey: publicKeyOf(key),
    hits,
    paths: () => hits.map(({ path }) => path),
    answer: (path: string, answer: Answer) => void answers.set(path, answer),
    putList,
    /** A release with this file. */
    publish(bytes: Buffer, more: Partial<Manifest> = {}) {
      const manifest = manifestFor(bytes, more);
      putList(writeManifest(manifest), { channel: manifest.channel });
      answers.set(`/${packageName}`, bytes);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
export type Feed = Awaited<ReturnType<typeof startFeed>>;
