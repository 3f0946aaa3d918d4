// Recordings: made of what goes over an open line, kept in a folder, and played again as devices.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { BlobId } from '#main/contract/ids.ts';
import type { Recording } from '#main/contract/recordings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import { makeFolder } from '#main/platform/base/make-folder.ts';
import type { Store } from '#main/platform/store/port.ts';
import { type Replays, replayKey } from './create-replays.ts';
import { createRecorder } from './links/replay/recorder.ts';
import { parseRecording, recordingLimits } from './links/replay/recording.ts';
import { createRecordingFile } from './links/replay/recording-file.ts';
import { createNews, type News } from './news.ts';
import type { Devices } from './port/devices.ts';
import { createExport, type HandedOut } from './recordings/keep-export.ts';
import { createShelf, type KeptRecording } from './recordings/shelf.ts';
import { showBytes } from './session/show-bytes.ts';

export type RecordingsDeps = {
  readonly dataFolder: string;
  readonly devices: Pick<Devices, 'list' | 'listen' | 'session' | 'forget'>;
  readonly replays: Replays;
  readonly blobs: Pick<Store['blobs'], 'put' | 'drop' | 'read' | 'info'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Errors as the contract has them. */
export interface Recordings {
  list(): Promise<Recording[]>;
  readonly news: Pick<News, 'count' | 'next' | 'tell'>;
  start(key: string, signal: AbortSignal): Promise<string>;
  stop(id: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  export(id: string, signal: AbortSignal): Promise<HandedOut>;
  import(o: { blobId: BlobId; name: string }): Promise<string>;
  play(id: string, signal: AbortSignal): Promise<string>;
  sendAwaited(id: string, signal: AbortSignal): Promise<void>;
  putAway(id: string, signal: AbortSignal): Promise<void>;
}

const maxKept = 100;

const missing = () =>
  new AppError('not_found', 'This recording is no longer there. Choose another file.', {
    details: { reason: 'recording_missing' },
  });
const stillRuns = () =>
  new AppError('conflict', 'This line is being recorded right now. Stop the recording first.', {
    details: { reason: 'recording_runs' },
  });
const full = () =>
  new AppError('conflict', `At most ${maxKept} recordings are kept. Delete one first.`, {
    details: { reason: 'recordings_full', facts: { limit: String(maxKept) } },
  });

type Running = { readonly key: string; readonly finish: () => Promise<void> };

export function createRecordings(d: RecordingsDeps): Recordings {
  const { clock, devices, replays } = d;
  const log = d.log.child('recordings');
  const folder = join(d.dataFolder, 'recordings');
  const shelf = createShelf(folder);
  const news = createNews(clock);
  const handOut = createExport(d);
  const running = new Map<string, Running>();
  const keptOf = async (id: string): Promise<KeptRecording> => {
    const kept = (await shelf.list()).find((one) => one.id === id);
    if (kept === undefined) throw missing();
    return kept;
  };
  const finishedOf = async (id: string) => {
    if (running.has(id)) throw stillRuns();
    return keptOf(id);
  };
  const makeRoom = async () => {
    if ((await shelf.list()).length >= maxKept) throw full();
    makeFolder(folder);
    return newId(clock.now());
  };
  const describe = ({ id, name, at, sizeBytes }: KeptRecording): Recording => {
    const key = running.get(id)?.key;
    const awaited = replays.awaited(id);
    return {
      ...{ id, name, at, sizeBytes },
      ...(key === undefined ? {} : { recording: key }),
      ...(replays.has(id) ? { playing: replayKey(id) } : {}),
      ...(awaited === undefined ? {} : { waitsFor: showBytes(awaited) }),
    };
  };
  const record = async (
    key: string,
    o: { id: string; name: string; device: Parameters<typeof createRecorder>[0]; baudRate: number },
  ) => {
    const file = await createRecordingFile(shelf.path(o.id));
    const recorder = createRecorder(o.device, { clock, baudRate: o.baudRate, sink: file.write });
    let closing: Promise<void> | undefined;
    const finish = () => {
      closing ??= (async () => {
        unlisten();
        await file.close().finally(() => {
          running.delete(o.id);
          news.tell();
        });
      })();
      return closing;
    };
    const finishSoon = () => void finish().catch((error: unknown) => log.error('recording not saved', { error }));
    const after = (work: () => void) => {
      work();
      if (recorder.isOver) finishSoon();
    };
    const unlisten = devices.listen(key, {
      received: (bytes) => after(() => recorder.received(bytes)),
      sent: (bytes) => after(() => recorder.sent(bytes)),
      ended: (end) => after(() => recorder.ended(end)),
    });
    running.set(o.id, { key, finish });
  };

  return {
    news,
    list: async () => (await shelf.list()).map(describe),
    async start(key, signal) {
      devices.session(key); // it is open
      if ([...running.values()].some((one) => one.key === key)) throw stillRuns();
      const device = (await devices.list(signal)).find((one) => one.key === key);
      if (device === undefined) throw missing();
      const id = await makeRoom();
      await shelf.label(id, { name: device.name, at: clock.now() });
      await record(key, { id, name: device.name, device, baudRate: device.baudRate });
      news.tell();
      return id;
    },
    async stop(id) {
      await running.get(id)?.finish();
    },
    async rename(id, name) {
      const { at } = await keptOf(id);
      await shelf.label(id, { name, at });
      news.tell();
    },
    async remove(id) {
      await running
        .get(id)
        ?.finish()
        .catch(() => {}); // it goes anyway
      await keptOf(id);
      replays.remove(id);
      await devices.forget(replayKey(id));
      await shelf.remove(id);
      news.tell();
    },
    async export(id, signal) {
      const { name } = await finishedOf(id);
      return handOut({ path: shelf.path(id), name }, signal);
    },
    async import({ blobId, name }) {
      const { sizeBytes } = await d.blobs.info(blobId);
      // A larger file is no recording; what it holds is not worth reading to say so.
      const bytes = sizeBytes > 2 * recordingLimits.fileBytes ? new Uint8Array() : await d.blobs.read(blobId);
      await d.blobs.drop([blobId]);
      parseRecording(Buffer.from(bytes).toString('utf8'));
      const id = await makeRoom();
      await shelf.label(id, { name, at: clock.now() });
      await writeFile(shelf.path(id), bytes, { mode: 0o600, flag: 'wx' });
      news.tell();
      return id;
    },
    async play(id, signal) {
      const { name } = await finishedOf(id);
      const { key } = await replays.add({ id, path: shelf.path(id), name });
      news.tell();
      await devices.list(signal); // whoever looks sees it at once
      return key;
    },
    async sendAwaited(id, signal) {
      const bytes = replays.awaited(id);
      if (bytes !== undefined) await devices.session(replayKey(id)).write(bytes, { by: 'person' }, signal);
    },
    async putAway(id, signal) {
      replays.remove(id);
      await devices.forget(replayKey(id));
      news.tell();
      await devices.list(signal);
    },
  };
}
