// Recording a link and playing it again.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock, type FakeClock } from '#main/platform/base/fake-clock.ts';
import { createReplays } from '../../create-replays.ts';
import type { DeviceIdentity, Link } from '../../port/link.ts';
import { createTaps } from '../../session/taps.ts';
import { createVirtualOpener, virtualIdentity } from '../virtual/virtual-opener.ts';
import { startWeatherBoard } from '../virtual/weather/weather-board.ts';
import { createRecorder, type RecordOptions } from './recorder.ts';
import { parseRecording, type RecordedEvent } from './recording.ts';
import { createRecordingFile, readRecordingFile } from './recording-file.ts';
import { createReplayLink } from './replay-link.ts';

const identity: DeviceIdentity = { transport: 'replay', key: 'replay:1', path: 'replay:1', product: 'X' };
const head = '{"limpetLine":1,"device":{"transport":"replay","product":"X"},"baudRate":9600}';
const fileOf = (...events: readonly unknown[]) =>
  [head, ...events.map((event) => JSON.stringify(event)), ''].join('\n');
const base64 = (text: string) => Buffer.from(text).toString('base64');

function recordLink(link: Link, o: RecordOptions): Link {
  const taps = createTaps();
  taps.add(createRecorder(link.identity, o));
  return taps.wrap(link);
}

function play(text: string, clock: FakeClock = createFakeClock()) {
  const recording = parseRecording(text);
  const { link, unplug, awaited } = createReplayLink({
    identity,
    recording,
    clock,
    onEnd: () => {},
    onAwait: () => {},
  });
  const pieces: Uint8Array[] = [];
  const lines: string[] = [];
  const recorded = recordLink(link, { clock, baudRate: recording.header.baudRate, sink: (line) => lines.push(line) });
  const read = (async () => {
    for await (const piece of recorded.data) pieces.push(piece);
  })();
  const text2 = () => Buffer.concat(pieces).toString();
  return { clock, link: recorded, unplug, awaited, recording, read, said: text2, lines, pieces };
}
const write = (link: Link, bytes: Uint8Array | string) => link.write(Buffer.from(bytes), neverAborts);

/** Writes what the recording has, when it has it. */
async function perform({ clock, link, recording, read }: ReturnType<typeof play>) {
  let atMs = 0;
  for (const event of recording.events) {
    await clock.advance(event.t - atMs);
    atMs = event.t;
    if ('out' in event) await write(link, Buffer.from(event.out, 'base64'));
    if ('end' in event && event.end === 'closed') await link.close();
  }
  await clock.advance(0);
  if ('end' in (recording.events.at(-1) ?? {})) await read;
}

const piece = fc.uint8Array({ minLength: 1, maxLength: 60 });
const steps = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 5_000 }), isIn: fc.boolean(), piece }), {
  maxLength: 30,
});
const end = fc.constantFrom('closed', 'gone', 'failed', undefined);

describe('a recording of a line', () => {
  it('D6 is the same byte for byte after it was played and recorded again', async () => {
    await fc.assert(
      fc.asyncProperty(steps, end, async (parts, last) => {
        let t = 0;
        const events: RecordedEvent[] = parts.map(({ gap, isIn, piece: bytes }) => {
          t += gap;
          const text = Buffer.from(bytes).toString('base64');
          return isIn ? { t, in: text } : { t, out: text };
        });
        if (last !== undefined) events.push({ t: t + 7, end: last });
        const text = fileOf(...events);
        const played = play(text);
        await perform(played);
        expect(played.lines.join('')).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it('D6 of a live board gives the same lines with the same distances', async () => {
    const clock = createFakeClock();
    const board = startWeatherBoard({ clock, seed: 3 });
    const opener = createVirtualOpener(() => board);
    const live = await opener.open(virtualIdentity('weather'), { baudRate: 9_600 }, neverAborts);
    const lines: string[] = [];
    const link = recordLink(live, { clock, baudRate: 9_600, sink: (line) => lines.push(line) });
    const original: Uint8Array[] = [];
    const read = (async () => {
      for await (const bytes of link.data) original.push(bytes);
    })();
    await clock.advance(2_300);
    await write(link, '*IDN?\nINTERVAL 250\n');
    await clock.advance(700);
    board.cause('garbage');
    await clock.advance(0);
    board.cause('unplug');
    await read;
    expect(await link.closed).toEqual({ reason: 'gone' });
    expect(lines[0]).toBe(
      '{"limpetLine":1,"device":{"transport":"virtual","manufacturer":"Limpet","product":"Virtual weather station"},"baudRate":9600}\n',
    );
    const played = play(lines.join(''));
    await perform(played);
    expect(Buffer.concat(played.pieces)).toEqual(Buffer.concat(original));
    expect(played.lines.slice(1)).toEqual(lines.slice(1));
    expect((await played.link.closed).reason).toBe('gone');
  });

  it('waits for what was sent, takes it in other pieces and early, and goes on from then', async () => {
    const text = fileOf(
      { t: 10, out: base64('hello') },
      { t: 30, in: base64('one') },
      { t: 31, out: base64('!') },
      { t: 40, in: base64('two') },
    );
    const played = play(text);
    const awaited = () => Buffer.from(played.awaited() ?? []).toString();
    await played.clock.advance(5_000);
    expect(played.said()).toBe('');
    expect(awaited()).toBe('hello');
    await write(played.link, 'hel');
    expect(awaited()).toBe('lo');
    await played.clock.advance(5_000);
    await write(played.link, 'lo!');
    expect(awaited()).toBe('');
    await played.clock.advance(19);
    expect(played.said()).toBe('');
    await played.clock.advance(1);
    expect(played.said()).toBe('one');
    await played.clock.advance(10);
    expect(played.said()).toBe('onetwo');
    await played.clock.advance(60_000); // it ends only when it is closed
    await played.link.close();
    expect(await played.link.closed).toEqual({ reason: 'closed' });
  });

  it.each([
    ['another byte', 'hexlo', '3'],
    ['more than was recorded', 'hello?', '6'],
  ])('complains about %s, and says where', async (_what, sent, place) => {
    const played = play(fileOf({ t: 1, out: base64('hello') }, { t: 2, in: base64('never') }));
    const error = { code: 'conflict', details: { reason: 'replay_differs', facts: { place } } };
    await expect(write(played.link, sent)).rejects.toMatchObject(error);
    expect(await played.link.closed).toMatchObject({ reason: 'failed', error });
    await played.read;
    await played.clock.advance(1_000);
    expect(played.said()).toBe('');
    await expect(write(played.link, 'x')).rejects.toMatchObject({ details: { reason: 'device_gone' } });
  });

  it.each([
    ['no first line', '\n', 1],
    ['another version', '{"limpetLine":2}\n', 1],
    ['something that is not JSON', `${fileOf({ t: 1, in: '' })}nonsense\n`, 3],
    ['time that runs backwards', fileOf({ t: 5, in: '' }, { t: 4, in: '' }), 3],
    ['something after its end', fileOf({ t: 5, end: 'gone' }, { t: 6, in: '' }), 3],
    ['base64 that is none', fileOf({ t: 5, in: '*' }), 2],
    ['more than the format knows', fileOf({ t: 5, in: '', path: '/home' }), 2],
  ])('is refused with %s, and the line is named', (_what, text, line) => {
    expect(() => parseRecording(text)).toThrow(
      expect.objectContaining({ details: { reason: 'recording_damaged', facts: { line: String(line) } } }),
    );
  });

  it('that was cut off is good up to its last whole line, and one at its bound says so', async () => {
    const whole = fileOf({ t: 1, in: base64('a') }, { t: 2, in: base64('b') });
    expect(parseRecording(whole.slice(0, -5)).events).toHaveLength(1);
    const clock = createFakeClock();
    const source = play(
      fileOf(...Array.from({ length: 50 }, (_, index) => ({ t: index + 1, in: base64('x'.repeat(50)) }))),
      clock,
    );
    const lines: string[] = [];
    const bounded = recordLink(source.link, {
      clock,
      baudRate: 9_600,
      sink: (line) => lines.push(line),
      maxBytes: 1_000,
    });
    const read = (async () => {
      for await (const _ of bounded.data); // it flows
    })();
    await clock.advance(100);
    await bounded.close();
    await read;
    expect(lines.join('').length).toBeLessThanOrEqual(1_000);
    expect(parseRecording(lines.join('')).events.at(-1)).toHaveProperty('full', true);
  });

  it('lies on the disk for its owner alone, and never over another file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'limpet-recording-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'a.limpet-line');
    const file = await createRecordingFile(path);
    for (const line of fileOf({ t: 1, in: base64('a') }).split(/(?<=\n)/)) file.write(line);
    await file.close();
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await readRecordingFile(path)).events).toEqual([{ t: 1, in: base64('a') }]);
    await expect(createRecordingFile(path)).rejects.toMatchObject({ details: { reason: 'recording_not_saved' } });
    expect(readFileSync(path, 'utf8')).toBe(fileOf({ t: 1, in: base64('a') }));
    await expect(readRecordingFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('stands among the devices once it is opened, plays from its beginning each time, and is gone when put away', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'limpet-recording-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'a.limpet-line');
    writeFileSync(path, fileOf({ t: 1, in: base64('hi') }));
    const clock = createFakeClock();
    const replays = createReplays({ clock, onChange: () => {} });
    const add = (id: string) => replays.add({ id, path, name: 'Greeting' });
    const device = await add('a');
    expect(device).toMatchObject({ key: 'replay:a', product: 'Greeting' });
    expect(await add('a')).toEqual(device);
    expect(await replays.opener.list(neverAborts)).toEqual([device]);
    expect(JSON.stringify(device)).not.toContain(folder);
    const open = () => replays.opener.open(device, { baudRate: 9_600 }, neverAborts);
    for (let round = 0; round < 2; round++) {
      const link = await open();
      await expect(open()).rejects.toMatchObject({ code: 'conflict', details: { reason: 'device_busy' } });
      await clock.advance(1);
      const { value } = await link.data[Symbol.asyncIterator]().next();
      expect(Buffer.from(value ?? []).toString()).toBe('hi');
      await link.close();
    }
    const last = await open();
    replays.remove('a');
    expect(await last.closed).toEqual({ reason: 'gone' });
    await expect(open()).rejects.toMatchObject({ code: 'not_found' });
    for (let count = 0; count < 16; count++) await add(String(count));
    await expect(add('one more')).rejects.toMatchObject({ details: { reason: 'too_many_recordings' } });
  });
});
