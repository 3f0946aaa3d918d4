// Two Limpets with real stores, and a way to take chats from one to the other, for tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { openZip } from '#main/platform/base/zip/read-zip.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createTranslate, type Language } from '#main/platform/texts/translate.ts';
import { createTransfer, type Transfer } from '../create-transfer.ts';

export type Limpet = { readonly store: Store; readonly transfer: Transfer; readonly folder: string };

export async function openLimpet(o: { language?: Language } = {}): Promise<Limpet & { end(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-transfer-'));
  const clock = createFakeClock();
  const { store } = await openStore({ folder, now: clock.now });
  const transfer = createTransfer({
    store,
    translate: () => createTranslate(o.language ?? 'en'),
    workspace: async () => '/work',
    bus: { publish: () => {} },
    clock,
  });
  return {
    ...{ store, transfer, folder },
    async end() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every message of a session with its branches, without what differs between two Limpets: ids of contents. */
export async function everything(store: Store, sessionId: SessionId) {
  const { messages } = await store.messages.every({ sessionId, limit: 100_000 });
  return messages.map(({ turnId: _turn, ...message }) => ({
    ...message,
    parts: message.parts.map((part) => ('blobId' in part ? { ...part, blobId: 'blob' } : part)),
  }));
}

/** Texts of the shown branch, one a message. */
export async function shown(store: Store, sessionId: SessionId): Promise<string[]> {
  const { messages } = await store.messages.history({ sessionId, from: 0, limit: 1_000 });
  return messages.map(
    ({ role, parts }) =>
      `${role}: ${parts.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join(' ')}`,
  );
}

export async function unzip(path: string): Promise<Map<string, string>> {
  const zip = await openZip(path, { entries: 10_000, totalBytes: 1e9, ratio: 1e6 });
  const files = new Map<string, string>();
  for (const item of zip.items) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of zip.read(item, neverAborts)) chunks.push(chunk);
    files.set(item.name, Buffer.concat(chunks).toString());
  }
  zip.close();
  return files;
}
