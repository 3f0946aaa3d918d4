// A restore that is killed at any of its steps leaves the old past or the new one, whole; the next start ends it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import { createConversation } from '#main/platform/store/testing/conversation.ts';
import { openConnection } from '../connection/connection.ts';
import { createRestoreDesk } from './restore.ts';
import { checkWhole } from './structure.ts';

vi.setConfig({ testTimeout: 120_000 });

const script = fileURLToPath(new URL('../../testing/restore-child.ts', import.meta.url));
const steps = ['blobs', 'settle', 'prepare', 'aside', 'leftovers', 'place', 'tidy', 'remove'];
const sha256 = 'ab'.padEnd(64, '0');

let folder = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'limpet-restore-'));
  await addTalk('old');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function addTalk(title: string): Promise<void> {
  const { store } = await openStore({ folder, now: () => 1 });
  const talk = createConversation(store);
  await talk.say((await talk.session(title)).id, [`said in ${title}`, `answered in ${title}`]);
  await store.close();
}

async function titles(): Promise<string[]> {
  const { store } = await openStore({ folder, now: () => 1 });
  try {
    const { sessions } = await store.sessions.list({ archived: false, limit: 10 });
    for (const { id, title } of sessions) {
      const { messages } = await store.messages.history({ sessionId: id, from: 0, limit: 10 });
      expect(messages.map(({ parts }) => parts)).toMatchObject([
        [{ type: 'text', text: `said in ${title}` }],
        [{ type: 'text', text: `answered in ${title}` }],
      ]);
    }
    return sessions.map(({ title }) => title).toSorted();
  } finally {
    await store.close();
  }
}

/** The present past becomes `old` and `present`; `old` alone is made ready for the next start. */
async function stageOld(o: { isReady: boolean }): Promise<void> {
  const desk = createRestoreDesk(folder);
  const { store } = await openStore({ folder, now: () => 1 });
  const staged = desk.begin();
  await store.copy(staged.database, neverAborts);
  writeFileSync(staged.blob(sha256), 'content');
  await store.close();
  await addPresent(desk, o.isReady);
}

async function addPresent(desk: ReturnType<typeof createRestoreDesk>, isReady: boolean): Promise<void> {
  // A start clears what is not ready, so the staged files wait elsewhere for a moment.
  cpSync(join(folder, 'restore'), `${folder}-staged`, { recursive: true });
  await addTalk('present');
  cpSync(`${folder}-staged`, join(folder, 'restore'), { recursive: true });
  rmSync(`${folder}-staged`, { recursive: true });
  if (isReady) desk.commit({ name: 'x.zip', madeAt: 1 });
}

function die(step: string): void {
  const { signal } = spawnSync(process.execPath, [script, folder, step], { stdio: 'inherit' });
  expect(signal).toBe('SIGKILL');
}

describe('a restore', () => {
  it.each(steps)('that is killed before its step %s is ended by the next start', async (step) => {
    await stageOld({ isReady: true });
    die(step);
    for (const name of ['limpet.db', 'restore/limpet.db'].filter((each) => existsSync(join(folder, each)))) {
      const connection = openConnection({ path: join(folder, name), mode: 'read' });
      expect(checkWhole(connection)).toEqual([]);
      connection.close();
    }
    expect(await titles()).toEqual(['old']);
    expect(existsSync(join(folder, 'restore'))).toBe(false);
    expect(existsSync(join(folder, 'blobs', 'ab', sha256))).toBe(true);
    expect(readdirSync(join(folder, 'replaced')).filter((name) => name.endsWith('.db'))).toHaveLength(1);
    // And once it is over it is over.
    await addTalk('later');
    expect(await titles()).toEqual(['later', 'old']);
  });

  it.each(steps)('that is killed at %s again and again still ends', async (step) => {
    await stageOld({ isReady: true });
    die(step);
    spawnSync(process.execPath, [script, folder, step]);
    for (const other of steps) spawnSync(process.execPath, [script, folder, other]);
    expect(await titles()).toEqual(['old']);
  });

  it('whose file has become unreadable since leaves everything as it was, and says so', async () => {
    await stageOld({ isReady: true });
    writeFileSync(join(folder, 'restore/limpet.db'), 'rot');
    const { store, notices } = await openStore({ folder, now: () => 1 });
    await store.close();
    expect(notices.map(({ id }) => id)).toEqual(['backup-not-restored']);
    expect(await titles()).toEqual(['old', 'present']);
  });

  it('that was not made ready never happens', async () => {
    await stageOld({ isReady: false });
    expect(await titles()).toEqual(['old', 'present']);
    expect(existsSync(join(folder, 'restore'))).toBe(false);
  });
});
