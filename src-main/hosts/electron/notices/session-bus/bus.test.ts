// The session bus for real: a bus of its own, a service that answers as desktops do, and buttons that are pressed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '#main/platform/base/log.ts';
import { decodeMessage, encodeMessage } from './bus-message.ts';
import { createBusNotices } from './bus-notices.ts';
import { type BusValue, createBusReader, createBusWriter, typesOf } from './bus-values.ts';
import { connectBus, type SessionBus, socketOf } from './connect-bus.ts';

describe('values of the bus', () => {
  it.each<[string, BusValue]>([
    ['s', 'Ebbe und Flut – 潮'],
    ['as', ['a', '', 'bc']],
    ['as', []],
    [
      'a{sv}',
      [
        ['urgency', { type: 'y', value: 2 }],
        ['name', { type: 's', value: 'x' }],
      ],
    ],
    ['(yu)', [7, 4_000_000_000]],
    ['b', true],
    ['i', -1],
    ['v', { type: 'as', value: ['x'] }],
  ])('of type %s come back as they went, wherever they stand', (type, value) => {
    for (const before of [0, 1, 3]) {
      const writer = createBusWriter();
      for (let n = 0; n < before; n += 1) writer.write('y', n);
      writer.write(type, value);
      expect(createBusReader(writer.bytes(), before).read(type)).toEqual(value);
    }
  });

  it('have signatures that are taken apart, and broken ones that are refused', () => {
    expect(typesOf('susssasa{sv}i')).toEqual(['s', 'u', 's', 's', 's', 'as', 'a{sv}', 'i']);
    for (const wrong of ['a', '(', '(s', 'z', 'a{s', ')']) expect(() => typesOf(wrong), wrong).toThrow();
  });
});

describe('messages of the bus', () => {
  const call = {
    ...({ type: 'call', serial: 3, path: '/a', interface: 'a.b', member: 'C', destination: 'd.e' } as const),
    ...{ signature: 'su', body: ['x', 5] },
  };
  it('come whole or not at all', () => {
    const bytes = encodeMessage(call);
    for (let cut = 0; cut < bytes.length; cut += 1) expect(decodeMessage(bytes.subarray(0, cut))).toBeUndefined();
    expect(decodeMessage(Buffer.concat([bytes, Buffer.from('more')]))).toMatchObject({
      message: call,
      size: bytes.length,
    });
  });

  it('that lie are refused, never read past their end', () => {
    const bytes = encodeMessage(call);
    let refused = 0;
    for (let at = 0; at < bytes.length; at += 1)
      for (const value of [0, 1, 7, 127, 255]) {
        const broken = Buffer.from(bytes);
        broken[at] = value;
        try {
          decodeMessage(broken);
        } catch {
          refused += 1;
        }
      }
    expect(refused).toBeGreaterThan(20);
  });

  it('go to the socket that the address names', () => {
    expect(socketOf('unix:path=/run/user/1000/bus,guid=a')).toBe('/run/user/1000/bus');
    expect(socketOf('tcp:host=x;unix:abstract=/tmp/dbus%2dx')).toBe('\0/tmp/dbus-x');
    expect(socketOf('unixexec:path=/bin/sh')).toBeUndefined();
    expect(socketOf('')).toBeUndefined();
  });
});

const program = ['/usr/bin/dbus-daemon', '/bin/dbus-daemon'].find((path) => existsSync(path));

describe.skipIf(program === undefined)('notifications over a real bus', () => {
  let folder: string;
  let daemon: ChildProcess;
  const buses: SessionBus[] = [];
  const connectHere = async () => {
    const bus = await connectBus({ address: `unix:path=${join(folder, 'bus')}`, uid: process.getuid?.() ?? 0 });
    buses.push(bus);
    return bus;
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'limpet-bus-'));
    const policy =
      '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>';
    writeFileSync(
      join(folder, 'bus.conf'),
      `<busconfig><type>session</type><listen>unix:path=${folder}/bus</listen><auth>EXTERNAL</auth>${policy}</busconfig>`,
    );
    daemon = spawn(program ?? 'dbus-daemon', [`--config-file=${folder}/bus.conf`, '--nofork', '--print-address'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (daemon.stdout !== null) await once(daemon.stdout, 'data');
  });
  afterEach(async () => {
    for (const bus of buses.splice(0)) bus.close();
    const ended = once(daemon, 'exit');
    daemon.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Answers as the notification service of a desktop does. */
  async function serve(capabilities: readonly string[]) {
    const bus = await connectHere();
    const calls: { member: string; body: readonly BusValue[] }[] = [];
    const self = {
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
    };
    await bus.call({ ...self, member: 'RequestName', signature: 'su', body: ['org.freedesktop.Notifications', 0] });
    bus.onMessage((message) => {
      if (message.type !== 'call') return;
      calls.push({ member: message.member ?? '', body: message.body });
      const answer = { type: 'answer', replySerial: message.serial, destination: message.sender } as const;
      if (message.member === 'GetCapabilities') bus.send({ ...answer, signature: 'as', body: [capabilities] });
      else if (message.member === 'Notify') bus.send({ ...answer, signature: 'u', body: [41 + calls.length] });
      else bus.send({ ...answer, body: [] });
    });
    const emit = (member: string, signature: string, body: readonly BusValue[]) =>
      bus.send({
        ...{ type: 'signal', path: '/org/freedesktop/Notifications', interface: 'org.freedesktop.Notifications' },
        ...{ member, signature, body },
      });
    return { bus, calls, emit };
  }
  const notice = (did: string[]) => ({
    ...{ title: 'Limpet asks', body: 'rm <b>-rf</b> & more', buttons: ['Approve once', 'Deny'], isUrgent: true },
    onClick: () => void did.push('click'),
    onButton: (at: number) => void did.push(`button ${at}`),
  });

  it('show their words and buttons, and do what is pressed', async () => {
    const { calls, emit } = await serve(['actions', 'body-markup']);
    const board = await createBusNotices({ bus: await connectHere(), appIcon: '/i.png', log: silentLog });
    const did: string[] = [];
    const posted = board?.post(notice(did));
    await expect.poll(() => calls.some(({ member }) => member === 'Notify'), { timeout: 10_000 }).toBe(true);
    expect(calls.find(({ member }) => member === 'Notify')?.body).toEqual([
      ...['Limpet', 0, '/i.png', 'Limpet asks', 'rm &lt;b&gt;-rf&lt;/b&gt; &amp; more'],
      ['default', '', '0', 'Approve once', '1', 'Deny'],
      [
        ['desktop-entry', { type: 's', value: 'org.limpet.Limpet' }],
        ['urgency', { type: 'y', value: 2 }],
      ],
      0,
    ]);
    const id = 41 + calls.length;
    emit('ActionInvoked', 'us', [id, '1']);
    emit('ActionInvoked', 'us', [id, 'default']);
    emit('ActionInvoked', 'us', [999, '0']);
    await expect.poll(() => did, { timeout: 10_000 }).toEqual(['button 1', 'click']);
    posted?.close();
    await expect
      .poll(() => calls.some(({ member, body }) => member === 'CloseNotification' && body[0] === id), {
        timeout: 10_000,
      })
      .toBe(true);
  });

  it('are taken back when the app ends, in the moment in which it leaves the bus', async () => {
    const { calls, emit } = await serve(['actions']);
    const board = await createBusNotices({ bus: await connectHere(), appIcon: '', log: silentLog });
    const did: string[] = [];
    const posted = board?.post(notice(did));
    await expect.poll(() => calls.length, { timeout: 10_000 }).toBe(2);
    emit('ActionInvoked', 'us', [43, 'default']);
    await expect.poll(() => did, { timeout: 10_000 }).toEqual(['click']); // so its number has come back
    posted?.close();
    board?.close();
    await expect.poll(() => calls.at(-1), { timeout: 10_000 }).toEqual({ member: 'CloseNotification', body: [43] });
  });

  it('hear nobody but the service: another program cannot press a button', async () => {
    const { calls, emit } = await serve(['actions']);
    const board = await createBusNotices({ bus: await connectHere(), appIcon: '', log: silentLog });
    const did: string[] = [];
    board?.post(notice(did));
    await expect.poll(() => calls.some(({ member }) => member === 'Notify'), { timeout: 10_000 }).toBe(true);
    const id = 41 + calls.length;
    const stranger = await connectHere();
    stranger.send({
      ...{ type: 'signal', path: '/org/freedesktop/Notifications', interface: 'org.freedesktop.Notifications' },
      ...{ member: 'ActionInvoked', signature: 'us', body: [id, '0'] },
    });
    emit('ActionInvoked', 'us', [id, '1']);
    await expect.poll(() => did, { timeout: 10_000 }).toEqual(['button 1']);
  });

  it('are left to Electron where the service has no buttons, is not there, or no bus is', async () => {
    const { calls } = await serve(['body']);
    expect(await createBusNotices({ bus: await connectHere(), appIcon: '', log: silentLog })).toBeUndefined();
    expect(calls).toHaveLength(1);
    await expect(connectBus({ address: 'unix:path=/nowhere/bus', uid: 0 })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
