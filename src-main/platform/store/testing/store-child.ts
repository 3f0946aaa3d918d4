// A process of its own around a store, for tests that kill it: waits for `go`, then does what it is told and says so.
import { flushCompileCache } from 'node:module';
import { isAppError } from '#main/contract/errors.ts';
import { openStore } from '../create-store.ts';
import { type ChildNews, ChildOrder } from './child-protocol.ts';
import { createConversation, id, text } from './conversation.ts';

const tell = (news: ChildNews) => process.send?.(news);

async function work({ task, folder, sessionId }: ChildOrder): Promise<void> {
  const { store } = await openStore({ folder, now: () => Date.now() });
  tell({ type: 'open' });
  // Kept in use: a store that nobody can reach any more is closed by the garbage collector, and its lock with it.
  if (task === 'hold') process.once('disconnect', () => void store.close());
  if (task === 'hold') return;
  await store.turns.recover(Date.now());
  const talk = createConversation(store, Date.now());
  const session = id.session(sessionId);
  if (task === 'accept') {
    for (let count = 0; ; count += 1) {
      const row = await talk.accept(session, `row ${count} ${'x'.repeat(count % 700)}`);
      tell({ type: 'stored', key: row.id, count });
      if (count % 20 === 19) await store.inbox.clear(session);
    }
  }
  await store.inbox.clear(session);
  await talk.accept(session, 'stream');
  const begun = await talk.begin(session);
  for (let count = 0; ; count += 1) {
    const parts = [text(`${count} ${'y'.repeat(count % 3_000)}`)];
    await store.turns.flushText([{ messageId: begun.answer.id, parts }]);
    tell({ type: 'stored', key: begun.answer.id, count });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

process.on('message', (message) => {
  work(ChildOrder.parse(message)).catch((error: unknown) => {
    const reason = isAppError(error) ? (error.details?.reason ?? '') : String(error);
    tell({ type: 'failed', code: isAppError(error) ? error.code : 'unknown', reason });
  });
});
process.on('disconnect', () => process.exit());
// A process that is killed would never write it, and the next one would compile everything again.
await import('../sqlite/open-store.ts');
flushCompileCache();
tell({ type: 'ready' });
