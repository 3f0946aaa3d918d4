// A data folder with something in it, and backups of it, for tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobId, SessionId } from '#main/contract/ids.ts';
import type { Message } from '#main/contract/messages.ts';
import { Settings } from '#main/contract/settings.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { openRestoreDesk } from '#main/platform/store/create-restore-desk.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { OpenedStore, Store } from '#main/platform/store/port.ts';
import { createConversation, text } from '#main/platform/store/testing/conversation.ts';
import { type Backups, createBackups } from '../create-backups.ts';

export type BackupKit = {
  readonly folder: string;
  readonly store: () => Store;
  readonly backups: () => Backups;
  /** Closes and opens the data folder again, as a start does. */
  reopen(): Promise<OpenedStore>;
  /** A session of some turns, one of them in two versions, with an attachment. Its id. */
  talk(title: string): Promise<{ sessionId: SessionId; blobId: BlobId }>;
  /** Everything that a person would miss, in words that can be compared. */
  content(): Promise<unknown>;
  readonly clock: ReturnType<typeof createFakeClock>;
  set(patch: unknown): void;
  readonly restarts: { count: number };
  end(): Promise<void>;
};

async function* bytesOf(value: string) {
  yield new TextEncoder().encode(value);
}

async function addTalk(store: Store, title: string) {
  const talk = createConversation(store);
  const { id: sessionId } = await talk.session(title);
  const put = { name: `${title}.txt`, mediaType: 'text/plain', maxBytes: 1_000_000, now: 1, signal: neverAborts };
  const { id: blobId, sizeBytes } = await store.blobs.put({ ...put, bytes: bytesOf(`content of ${title}`) });
  const attachment = { blobId, name: put.name, mediaType: put.mediaType, sizeBytes };
  await talk.accept(sessionId, `Hello from ${title}`, { attachments: [attachment] });
  const first = await talk.begin(sessionId);
  await talk.end(first, [text(`Answer in ${title}`)]);
  await talk.accept(sessionId, '', { kind: { type: 'regenerate', messageId: first.answer.id } });
  await talk.end(await talk.begin(sessionId, 2), [text(`Another answer in ${title}`)], { fence: 2 });
  return { sessionId, blobId };
}

async function readContent(store: Store): Promise<unknown> {
  const { sessions } = await store.sessions.list({ archived: false, limit: 200 });
  const read = async (message: Message) => {
    const blobs = message.parts.flatMap((part) => (part.type === 'file' ? [part.blobId] : []));
    const contents = await Promise.all(blobs.map(async (id) => Buffer.from(await store.blobs.read(id)).toString()));
    return { ...message, contents };
  };
  const talks = await Promise.all(
    sessions.map(async (session) => {
      const { messages } = await store.messages.history({ sessionId: session.id, from: 0, limit: 200 });
      return { session, messages: await Promise.all(messages.map(read)) };
    }),
  );
  return { talks, settings: await store.settings.stored() };
}

export async function createBackupKit(): Promise<BackupKit> {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-backup-'));
  const clock = createFakeClock();
  let settings = Settings.parse({});
  const restarts = { count: 0 };
  let opened = await openStore({ folder, now: clock.now });
  const make = () =>
    createBackups({
      store: opened.store,
      desk: () => openRestoreDesk(folder),
      settings: { current: () => settings, onChange: () => () => {} },
      dataFolder: folder,
      appVersion: '1.2.3',
      restart: () => {
        restarts.count += 1;
      },
      bus: { publish: () => {} },
      clock,
      log: silentLog,
    });
  let backups = make();
  return {
    folder,
    clock,
    restarts,
    store: () => opened.store,
    backups: () => backups,
    async reopen() {
      await opened.store.close();
      opened = await openStore({ folder, now: clock.now });
      backups = make();
      return opened;
    },
    talk: (title) => addTalk(opened.store, title),
    content: () => readContent(opened.store),
    set: (patch) => {
      settings = Settings.parse(patch);
    },
    async end() {
      await opened.store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
