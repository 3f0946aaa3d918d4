// Where the gateway listens and where it refuses to.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { usualPort } from '#main/app/config.ts';
import { type ListenOptions, listen } from './listen.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
const start = async (o: Partial<ListenOptions>) =>
  listen({ host: '127.0.0.1', port: 0, allowInsecure: false, ...o }, (server) => open.push(server));
const reach = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const end = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });

describe('listen', () => {
  it('is reached over loopback only [T05]', async () => {
    const { port, scheme, servers } = await start({});
    expect(scheme).toBe('http');
    expect(servers.map((server) => (server.address() as AddressInfo).address)).toContain('127.0.0.1');
    expect(await reach('127.0.0.1', port)).toBe(true);
    const others = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter(({ internal }) => !internal),
    );
    for (const { address, scopeid } of others) if (!scopeid) expect(await reach(address, port), address).toBe(false);
  });

  it.each(['0.0.0.0', '::', '192.0.2.7', 'example.org'])(
    'refuses %s without TLS before anything listens [T05]',
    async (host) => {
      await expect(start({ host })).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'needs_tls' } });
      expect(open).toEqual([]);
    },
  );

  it('serves another address when the person says that a tunnel adds TLS [T05]', async () => {
    const { servers } = await start({ host: '0.0.0.0', allowInsecure: true });
    expect(servers).toHaveLength(1);
  });

  it('wants both halves of TLS, and says which file it cannot read', async () => {
    await expect(start({ host: '0.0.0.0', tlsCert: '/nowhere/cert.pem' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(start({ host: '0.0.0.0', tlsCert: '/nowhere/cert.pem', tlsKey: '/nowhere/key.pem' })).rejects.toThrow(
      '/nowhere/cert.pem',
    );
  });

  it('does not start with broken TLS', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'limpet-tls-'));
    const file = join(folder, 'bad.pem');
    await writeFile(file, 'not a certificate');
    await expect(start({ host: '0.0.0.0', tlsCert: file, tlsKey: file })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'bad_tls' },
    });
    await rm(folder, { recursive: true });
  });

  it('says that a port asked for is taken, and looks for a free one when none was', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'port_taken', facts: { port } },
    });
    other.close();
    const first = await start({ port: undefined });
    const second = await start({ port: undefined });
    expect(first.port).toBeGreaterThanOrEqual(usualPort);
    expect(second.port).not.toBe(first.port);
  });

  it('does not share localhost with a stranger on IPv6', async () => {
    const other = createServer();
    const isThere = await new Promise<boolean>((resolve) => {
      other.once('error', () => resolve(false)).listen(0, '::1', () => resolve(true));
    });
    if (!isThere) return; // this machine has no IPv6 loopback, so nobody can sit there
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toMatchObject({ details: { reason: 'port_taken' } });
    expect(await reach('127.0.0.1', port)).toBe(false);
    other.close();
  });

  it('names an address that is not of this machine', async () => {
    await expect(start({ host: '192.0.2.7', allowInsecure: true })).rejects.toMatchObject({
      details: { reason: 'no_such_address' },
    });
  });
});
