// Recordings over devices of memory: what is written down, what becomes of it on the disk, and the same bytes played again.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createRecordings, type Recordings, type RecordingsDeps } from './create-recordings.ts';
import { createReplays } from './create-replays.ts';
import { parseRecording } from './links/replay/recording.ts';
import type { LinkOpener } from './port/link.ts';
import { createDevicesKit, type DevicesKit, uno } from './testing/devices-kit.ts';

let folder: string;
let kit: DevicesKit;
let recordings: Recordings;
const blobs = new Map<string, Buffer>();
const memoryBlobs: RecordingsDeps['blobs'] = {
  async put({ bytes, name, mediaType }) {
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    const id = BlobId.parse(`blob-${blobs.size}`);
    blobs.set(id, Buffer.concat(pieces));
    return { id, name, mediaType, sizeBytes: Buffer.concat(pieces).length, sha256: '' };
  },
  info: async (id) => ({ id, name: 'x', mediaType: 'x/x', sizeBytes: blobs.get(id)?.length ?? 0, sha256: '' }),
  read: async (id) => blobs.get(id) ?? new Uint8Array(),
  drop: async (ids) => {
    for (const id of ids) blobs.delete(id);
  },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limpet-recordings-'));
  // The replays live by the clock of the devices.
  const later: { opener?: LinkOpener } = {};
  kit = createDevicesKit({
    more: [
      {
        transport: 'replay',
        list: async (signal) => (await later.opener?.list(signal)) ?? [],
        open: (identity, o, signal) => {
          if (later.opener === undefined) throw new Error('too early');
          return later.opener.open(identity, o, signal);
        },
      },
    ],
  });
  const replays = createReplays({ clock: kit.clock, onChange: () => recordings.news.tell() });
  later.opener = replays.opener;
  recordings = createRecordings({
    ...{ dataFolder: folder, devices: kit.devices, replays, blobs: memoryBlobs, clock: kit.clock, log: silentLog },
  });
});
afterEach(async () => {
  await kit.close();
  blobs.clear();
  rmSync(folder, { recursive: true, force: true });
});

const connected = async () => {
  const board = kit.links.plug(uno);
  await kit.devices.allow(uno.key, neverAborts);
  await kit.devices.connect(uno.key, neverAborts);
  return board;
};
const say = async (key: string, text: string) =>
  kit.devices.session(key).write(Buffer.from(text), { by: 'person' }, neverAborts);
const fileOf = (id: string) => readFileSync(join(folder, 'recordings', `${id}.limpet-line`), 'utf8');
/** What came in and went out, as text, in its order. */
const spoken = (id: string) =>
  parseRecording(fileOf(id)).events.map((event) => {
    if ('in' in event) return `< ${Buffer.from(event.in, 'base64')}`;
    if ('out' in event) return `> ${Buffer.from(event.out, 'base64')}`;
    return 'end' in event ? event.end : 'full';
  });
/** A board that is asked twice, recorded. */
const recordTalk = async () => {
  const board = await connected();
  board.say('before\n');
  const id = await recordings.start(uno.key, neverAborts);
  await kit.clock.advance(5);
  board.say('hello\n');
  await kit.clock.advance(5);
  await say(uno.key, 'read\n');
  await kit.clock.advance(5);
  board.say('21.5\n');
  await kit.clock.advance(5);
  return { board, id };
};

describe('recordings', () => {
  it('D6 hold from their beginning to their end what went both ways, and nothing else', async () => {
    const { board, id } = await recordTalk();
    expect(await recordings.list()).toMatchObject([{ id, name: 'Arduino Uno R3', recording: uno.key }]);
    await recordings.stop(id);
    await recordings.stop(id);
    board.say('after\n');
    await kit.clock.advance(5);
    expect(spoken(id)).toEqual(['< hello\n', '> read\n', '< 21.5\n']);
    expect(fileOf(id)).not.toContain('7583'); // no serial number
    const [kept] = await recordings.list();
    expect(kept).toEqual({
      id,
      name: 'Arduino Uno R3',
      at: expect.any(Number),
      sizeBytes: Buffer.from(fileOf(id)).length,
    });
    if (process.platform !== 'win32')
      for (const name of readdirSync(join(folder, 'recordings')))
        expect(statSync(join(folder, 'recordings', name)).mode & 0o777).toBe(0o600);
  });

  it('D6 are the same device byte for byte when they are played, wait for what was sent, and are gone when put away', async () => {
    const { id } = await recordTalk();
    await recordings.stop(id);
    const key = await recordings.play(id, neverAborts);
    expect(await recordings.play(id, neverAborts)).toBe(key);
    const found = (await kit.devices.list(neverAborts)).find((device) => device.key === key);
    expect(found).toMatchObject({ transport: 'replay', name: 'Arduino Uno R3', state: 'found' });
    await kit.devices.allow(key, neverAborts);
    await kit.devices.connect(key, neverAborts);
    const said: string[] = [];
    kit.devices.listen(key, {
      received: (bytes) => said.push(`< ${Buffer.from(bytes)}`),
      sent: (bytes) => said.push(`> ${Buffer.from(bytes)}`),
      ended: ({ reason }) => said.push(reason),
    });
    await kit.clock.advance(60_000);
    expect(await recordings.list()).toMatchObject([{ playing: key, waitsFor: 'read\\n' }]);
    await recordings.sendAwaited(id, neverAborts);
    await kit.clock.advance(60_000);
    expect(said).toEqual(['< hello\n', '> read\n', '< 21.5\n']);
    expect((await recordings.list())[0]).not.toHaveProperty('waitsFor');
    expect(kit.account.at(-1)).toMatchObject({ key: 'devices.noted_sent', params: { bytes: 'read\\n' } });
    await recordings.putAway(id, neverAborts);
    expect((await kit.devices.list(neverAborts)).map((device) => device.key)).toEqual([uno.key]);
  });

  it('end with the unplugging, and are one at a time for each device', async () => {
    const { board, id } = await recordTalk();
    await expect(recordings.start(uno.key, neverAborts)).rejects.toMatchObject({
      details: { reason: 'recording_runs' },
    });
    await expect(recordings.play(id, neverAborts)).rejects.toMatchObject({ details: { reason: 'recording_runs' } });
    board.unplug();
    await kit.clock.advance(10);
    await recordings.stop(id);
    expect(spoken(id).at(-1)).toBe('gone');
    expect((await recordings.list())[0]).not.toHaveProperty('recording');
    await kit.devices.disconnect(uno.key);
    await expect(recordings.start(uno.key, neverAborts)).rejects.toMatchObject({
      details: { reason: 'device_closed' },
    });
  });

  it('are named, handed out and taken in again, and deleted with all that belongs to them', async () => {
    const { id } = await recordTalk();
    await recordings.stop(id);
    await recordings.rename(id, 'Meter: 3/4');
    const out = await recordings.export(id, neverAborts);
    expect(out).toMatchObject({ name: 'Meter_ 3_4.limpet-line', sizeBytes: Buffer.from(fileOf(id)).length });
    await kit.clock.advance(1_000);
    const back = await recordings.import({ blobId: out.blobId, name: 'Copy' });
    expect(fileOf(back)).toBe(fileOf(id));
    expect((await recordings.list()).map(({ name }) => name)).toEqual(['Copy', 'Meter: 3/4']);
    blobs.set('bad', Buffer.from('{"limpetLine":2}\n'));
    await expect(recordings.import({ blobId: BlobId.parse('bad'), name: 'x' })).rejects.toMatchObject({
      details: { reason: 'recording_damaged' },
    });
    await kit.devices.allow(await recordings.play(back, neverAborts), neverAborts);
    await recordings.remove(id);
    await recordings.remove(back);
    expect(readdirSync(join(folder, 'recordings'))).toEqual([]);
    expect((await kit.devices.list(neverAborts)).map(({ key }) => key)).toEqual([uno.key]);
    await expect(recordings.rename(id, 'x')).rejects.toMatchObject({ details: { reason: 'recording_missing' } });
  });

  it('survive a lost label, and take no more than a hundred', async () => {
    const { id } = await recordTalk();
    await recordings.stop(id);
    writeFileSync(join(folder, 'recordings', `${id}.json`), '{"na');
    expect(await recordings.list()).toMatchObject([{ id, name: id }]);
    const file = { blobId: BlobId.parse('one'), name: 'One' };
    for (let count = 1; count < 100; count += 1) {
      blobs.set('one', Buffer.from(fileOf(id)));
      await recordings.import(file);
    }
    blobs.set('one', Buffer.from(fileOf(id)));
    await expect(recordings.import(file)).rejects.toMatchObject({ details: { reason: 'recordings_full' } });
    await expect(recordings.start(uno.key, neverAborts)).rejects.toMatchObject({
      details: { reason: 'recordings_full' },
    });
  });
});
