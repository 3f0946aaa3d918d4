// Run inside a small or read-only file system: what does the store say, and does it go on? One line of JSON.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAppError } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { openStore } from '../create-store.ts';
import { openConnection } from '../sqlite/connection/connection.ts';
import { checkWhole } from '../sqlite/opening/structure.ts';
import { createConversation } from './conversation.ts';
import { bytesOf } from './sessions-suite.ts';

const reasonOf = (error: unknown) => {
  if (!isAppError(error)) throw error;
  return { code: error.code, reason: error.details?.reason };
};

async function failure(work: () => Promise<unknown>) {
  try {
    await work();
    return { code: 'none', reason: 'none' };
  } catch (error) {
    return reasonOf(error);
  }
}

async function fill(folder: string) {
  const filler = join(folder, '..', 'filler');
  const { store } = await openStore({ folder, now: () => Date.now() });
  const talk = createConversation(store, Date.now());
  const session = await talk.session();
  await talk.say(session.id, ['first', 'answer']);
  // Leaves some room, so that it runs out in the middle of things.
  for (let size = 4 * 1024 * 1024; size >= 4096; size = Math.floor(size / 2)) {
    try {
      writeFileSync(filler, new Uint8Array(size), { flag: 'a' });
    } catch {
      // that much does not fit any more
    }
  }
  const acked: string[] = [];
  const refused = await failure(async () => {
    for (let i = 0; i < 5_000; i += 1) acked.push((await talk.accept(session.id, 'x'.repeat(2_000))).id);
  });
  const blob = { name: 'b', mediaType: 'a/b', maxBytes: 1e9, now: 1, signal: neverAborts };
  const blobRefused = await failure(() => store.blobs.put({ ...blob, bytes: bytesOf(new Uint8Array(6_000_000)) }));
  const readsGoOn = (await talk.shown(session.id)).join() === 'first,answer';
  const staged = readdirSync(join(folder, 'blobs', 'tmp'));
  rmSync(filler);
  acked.push((await talk.accept(session.id, 'room again')).id);
  const pending = new Set((await store.inbox.pending(session.id)).map(({ id }) => String(id)));
  await store.close();
  const connection = openConnection({ path: join(folder, 'limpet.db'), mode: 'read' });
  const problems = checkWhole(connection);
  connection.close();
  const ackedLost = acked.filter((id) => !pending.has(id)).length;
  const more = { readsGoOn, blobRefused: blobRefused.reason, stagedFilesLeft: staged.length, writesAgain: true };
  return { ...refused, ...more, ackedLost, problems };
}

const [task, folder = ''] = process.argv.slice(2);
const said = task === 'fill' ? await fill(folder) : await failure(() => openStore({ folder, now: () => Date.now() }));
process.stdout.write(`${JSON.stringify(said)}\n`);
