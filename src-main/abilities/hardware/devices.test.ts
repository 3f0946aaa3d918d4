// Who may be opened, what becomes of a session over unplugging and replugging, and what it costs when nobody looks.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '#main/contract/devices.ts';
import { AppError } from '#main/contract/errors.ts';
import { SessionId, TurnId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { bare, createDevicesKit, type DevicesKit, uno } from './testing/devices-kit.ts';

const person = { by: 'person' } as const;
const agent = {
  by: 'agent',
  sessionId: SessionId.parse('s'),
  turnId: TurnId.parse('t'),
  permit: { check: () => {} },
} as const;
let kit: DevicesKit;
beforeEach(() => {
  kit = createDevicesKit();
});
afterEach(() => kit.close());

const states = async () => (await kit.devices.list(neverAborts)).map(({ key, state }) => [key, state]);
const connected = async () => {
  const board = kit.links.plug(uno);
  await kit.devices.allow(uno.key, neverAborts);
  await kit.devices.connect(uno.key, neverAborts);
  return { board, session: kit.devices.session(uno.key) };
};
const texts = (key = uno.key) =>
  kit.devices
    .session(key)
    .since(0, 100)
    .lines.map(({ text }) => text);

describe('devices', () => {
  it('are found, and none is opened before the person allows it [T40]', async () => {
    kit.links.plug(uno);
    kit.links.plug(bare);
    const [first, second] = await kit.devices.list(neverAborts);
    expect(first).toMatchObject({ name: 'Arduino Uno R3', confidence: 'sure', state: 'found', baudRate: 115_200 });
    expect(second).toMatchObject({ name: 'ttyS0', confidence: 'unknown', state: 'found' });
    await expect(kit.devices.connect(uno.key, neverAborts)).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'device_not_allowed' },
    });
    await kit.clock.advance(60_000);
    expect(kit.links.counts.opened).toBe(0);
    expect(await kit.devices.hasAllowed()).toBe(false);
  });

  it('are remembered by who they are: another serial number at the same port asks anew [T40]', async () => {
    kit.links.plug(uno).unplug();
    kit.links.plug(uno);
    await kit.devices.allow(uno.key, neverAborts);
    kit.links.plug(uno).unplug();
    const other = { ...uno, key: 'usb:2341:0043:9999', serialNumber: '9999' };
    kit.links.plug(other);
    expect(await states()).toEqual([
      [other.key, 'found'],
      [uno.key, 'gone'],
    ]);
    await expect(kit.devices.connect(other.key, neverAborts)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(kit.devices.connect(uno.key, neverAborts)).rejects.toMatchObject({ code: 'not_found' });
    expect(kit.links.counts.opened).toBe(0);
  });

  it('are not spoken to when another one took the place while it was opened [T40]', async () => {
    const board = kit.links.plug(uno);
    await kit.devices.allow(uno.key, neverAborts);
    kit.links.duringNext(() => {
      kit.links.plug({ ...uno, path: '/dev/ttyACM1' });
    });
    await expect(kit.devices.connect(uno.key, neverAborts)).rejects.toMatchObject({
      details: { reason: 'device_gone' },
    });
    expect(board.isOpen).toBe(false);
    expect(() => kit.devices.session(uno.key)).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('close and lose their place with forget, and everything is on the account', async () => {
    const { board } = await connected();
    expect(await states()).toEqual([[uno.key, 'connected']]);
    await kit.devices.forget(uno.key);
    expect(board.isOpen).toBe(false);
    expect(await states()).toEqual([[uno.key, 'found']]);
    expect(kit.account.map(({ key }) => key)).toEqual(['devices.noted_allowed', 'devices.noted_forgotten']);
    expect(() => kit.devices.session(uno.key)).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('say what stands in the way until it is gone', async () => {
    kit.links.plug(uno);
    await kit.devices.allow(uno.key, neverAborts);
    kit.links.failNext(new AppError('conflict', 'Held.', { details: { reason: 'device_busy' } }));
    await expect(kit.devices.connect(uno.key, neverAborts)).rejects.toMatchObject({ code: 'conflict' });
    const [device] = await kit.devices.list(neverAborts);
    expect(device).toMatchObject({ state: 'busy', problem: { details: { reason: 'device_busy' } } });
    expect((await kit.devices.connect(uno.key, neverAborts)).state).toBe('connected');
    expect((await kit.devices.list(neverAborts))[0]?.problem).toBeUndefined();
  });

  it('say no more of a place where they are not any longer', async () => {
    kit.links.plug(uno);
    await kit.devices.allow(uno.key, neverAborts);
    kit.links.failNext(new AppError('conflict', 'Held.', { details: { reason: 'device_busy' } }));
    await expect(kit.devices.connect(uno.key, neverAborts)).rejects.toMatchObject({ code: 'conflict' });
    kit.links.plug({ ...uno, path: '/dev/ttyACM1' });
    const [device] = await kit.devices.list(neverAborts);
    expect(device).toMatchObject({ state: 'allowed', path: '/dev/ttyACM1' });
    expect(device?.problem).toBeUndefined();
  });

  it('are not looked for while nobody wants to know, and found within two seconds while somebody does', async () => {
    await kit.clock.advance(60 * 60_000);
    expect(kit.links.counts.listed).toBe(0);
    const stop = new AbortController();
    const seen: (readonly Device[])[] = [];
    const following = (async () => {
      for await (const now of kit.devices.follow(stop.signal)) seen.push(now);
    })();
    await kit.clock.advance(10);
    kit.links.plug(uno);
    await kit.clock.advance(2_000);
    expect(seen.at(-1)?.map(({ key }) => key)).toEqual([uno.key]);
    stop.abort();
    await following;
    await kit.clock.advance(5_000);
    const { listed } = kit.links.counts;
    await kit.clock.advance(60 * 60_000);
    expect(kit.links.counts.listed).toBe(listed);
  });
});

describe('a session', () => {
  it('drops the rest of a line that began before, and keeps the next with their times [R18]', async () => {
    const { board } = await connected();
    board.say('"ms":0,"a0":25');
    board.say('2}\n{"ms":600}\n{"ms":');
    await kit.clock.advance(5);
    board.say('900}\r\n');
    await kit.clock.advance(5);
    expect(texts()).toEqual(['{"ms":600}', '{"ms":900}']);
    const [first, second] = kit.devices.session(uno.key).since(0, 10).lines;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(5);
  });

  it('keeps the first line whole when it is the answer to a question', async () => {
    const { board, session } = await connected();
    board.onWrite(() => board.say('LAB,SENSORBOARD,0001\n'));
    const asking = session.ask(
      { bytes: Buffer.from('*IDN?\n'), by: person, pattern: /SENSOR/, timeoutMs: 1_000 },
      neverAborts,
    );
    await kit.clock.advance(10);
    expect(await asking).toMatchObject({ isFound: true, lines: [{ text: 'LAB,SENSORBOARD,0001' }] });
    expect(board.heard().toString()).toBe('*IDN?\n');
  });

  it('finds a prompt that has no end of line once it stands still', async () => {
    const { board, session } = await connected();
    const asking = session.ask(
      { bytes: Buffer.from('\r'), by: person, pattern: />>> $/, timeoutMs: 5_000 },
      neverAborts,
    );
    await kit.clock.advance(1);
    board.say('ok\n>>');
    await kit.clock.advance(100);
    board.say('> ');
    await kit.clock.advance(100);
    expect(await asking).toMatchObject({ isFound: true, tail: '>>> ' });
  });

  it('lets one ask after the other, and calls a silent board not responding until it speaks', async () => {
    const { board, session } = await connected();
    const ask = (text: string) =>
      session.ask({ bytes: Buffer.from(text), by: person, pattern: /never/, timeoutMs: 1_000 }, neverAborts);
    const first = ask('a');
    const second = ask('b');
    await kit.clock.advance(500);
    expect(board.heard().toString()).toBe('a');
    await kit.clock.advance(600);
    expect(await first).toMatchObject({ isFound: false, lines: [] });
    expect(board.heard().toString()).toBe('ab');
    expect(await states()).toEqual([[uno.key, 'not_responding']]);
    await kit.clock.advance(1_100);
    await second;
    board.say('awake\n');
    await kit.clock.advance(1);
    expect(await states()).toEqual([[uno.key, 'connected']]);
  });

  it('ends a pattern that would match for ever', async () => {
    const { board, session } = await connected();
    board.say(`\n${'a'.repeat(60)}!\n`);
    await kit.clock.advance(1);
    await expect(session.expect({ pattern: /^(a+)+$/, after: 0, timeoutMs: 1_000 }, neverAborts)).rejects.toMatchObject(
      {
        details: { reason: 'slow_pattern' },
      },
    );
  });

  it('holds a bound of lines and says how many are lost', async () => {
    const { board, session } = await connected();
    board.say('\n');
    for (let line = 1; line <= 6_000; line += 1) board.say(`${line}\n`);
    await kit.clock.advance(1);
    const { lines, lost, newest } = session.since(0, 10_000);
    expect([lines.length, lost, newest]).toEqual([5_000, 1_000, 6_000]);
    expect(lines[0]?.text).toBe('1001');
    expect(session.since(5_998, 10).lines.map(({ text }) => text)).toEqual(['5999', '6000']);
  });

  it('survives garbage, and a line without an end', async () => {
    const { board, session } = await connected();
    board.say(Uint8Array.from({ length: 20_000 }, (_, index) => (index * 31) & 255));
    board.say(`\n${'x'.repeat(9_000)}`);
    board.say('\nwhole\n');
    await kit.clock.advance(1);
    const { lines } = session.since(0, 5_000);
    expect(lines.at(-1)?.text).toBe('whole');
    expect(Math.max(...lines.map(({ text }) => text.length))).toBeLessThanOrEqual(4_096);
  });

  it('goes on by itself after a replug at another port, and refuses to write meanwhile [R18]', async () => {
    const { board, session } = await connected();
    board.say('cut\none\nhalf');
    await kit.clock.advance(1);
    board.unplug();
    await kit.clock.advance(2_000);
    expect(await states()).toEqual([[uno.key, 'gone']]);
    await expect(session.write(Buffer.from('x'), person, neverAborts)).rejects.toMatchObject({
      details: { reason: 'device_gone' },
    });
    const back = kit.links.plug({ ...uno, path: '/dev/ttyACM7' });
    await kit.clock.advance(4_000);
    expect(await states()).toEqual([[uno.key, 'connected']]);
    back.say('cut again\ntwo\n');
    await kit.clock.advance(1);
    expect(texts()).toEqual(['one', 'half', 'two']);
    await session.write(Buffer.from('hello'), person, neverAborts);
    expect(back.heard().toString()).toBe('hello');
    expect(board.heard()).toHaveLength(0);
  });

  it('is not said to be connected while it only tries to open again by itself', async () => {
    const { board } = await connected();
    board.unplug();
    await kit.clock.advance(2_000);
    kit.links.failNext(new AppError('conflict', 'Held.', { details: { reason: 'device_busy' } }));
    const back = kit.links.plug(uno);
    await kit.clock.advance(1_000); // seen, and held by somebody
    back.unplug();
    const refused = expect(kit.devices.connect(uno.key, neverAborts)).rejects.toMatchObject({
      details: { reason: 'device_gone' },
    });
    await kit.clock.advance(8_000);
    await refused;
  });

  it('goes on also when it was out and in again between two looks', async () => {
    const { board } = await connected();
    board.unplug();
    kit.links.plug(uno);
    await kit.clock.advance(3_000);
    expect(await states()).toEqual([[uno.key, 'connected']]);
    expect(kit.links.counts.opened).toBe(2);
  });

  it('has every byte on the account before it leaves, and sends none that could not be written there', async () => {
    const { board, session } = await connected();
    kit.account.length = 0;
    board.onWrite(() => expect(kit.account).toHaveLength(1));
    await session.write(Uint8Array.of(0x4f, 0x4e, 0x0a, 0x00, 0xff), agent, neverAborts);
    expect(kit.account).toEqual([
      {
        key: 'devices.noted_sent',
        params: { device: 'Arduino Uno R3', key: uno.key, bytes: 'ON\\n\\x00\\xff', count: '5' },
      },
    ]);
    await expect(session.write(new Uint8Array(4_097), agent, neverAborts)).rejects.toMatchObject({
      details: { reason: 'device_too_long' },
    });
    expect(board.heard()).toHaveLength(5);
  });

  it('lends its bytes to a protocol, alone, and takes them back', async () => {
    const { board, session } = await connected();
    kit.account.length = 0;
    board.onWrite((bytes) => board.say(Buffer.concat([Buffer.from('re:'), bytes, Buffer.from('\n')])));
    const lent = await session.lend(
      agent,
      async (link) => {
        const waiting = session.write(Buffer.from('later'), person, neverAborts);
        await link.write(Buffer.from('raw'), neverAborts);
        for await (const bytes of link.data) return { got: Buffer.from(bytes).toString(), link, waiting };
        return undefined;
      },
      neverAborts,
    );
    expect(lent?.got).toBe('re:raw\n');
    await lent?.waiting;
    expect(board.heard().toString()).toBe('rawlater');
    await expect(lent?.link.write(Buffer.from('x'), neverAborts)).rejects.toMatchObject({ code: 'unavailable' });
    expect(kit.account).toHaveLength(2);
  });
});
