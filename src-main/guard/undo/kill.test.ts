// An agent that is killed at any moment: after the next start its turn can be undone, whatever was half done.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TurnId } from '#main/contract/ids.ts';
import { neverAborts as signal } from '#main/platform/base/abort.ts';
import { createChance, createUndoKit, fillFolder, treeOf } from './testing/undo-kit.ts';

const script = fileURLToPath(new URL('testing/undo-child.ts', import.meta.url));
const kills = 15;
const seed = Math.floor(Math.random() * 1e9);
const turnId = TurnId.parse('t1');

async function workAndDie(base: string, childSeed: number, afterMs: number): Promise<void> {
  const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'limpet-compile-cache') };
  const child = fork(script, [base, String(childSeed)], {
    ...{ execArgv: [], env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  });
  await once(child, 'message');
  await wait(afterMs);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe(`an agent that is killed, from seed ${seed}`, () => {
  it(`leaves nothing that cannot be undone, ${kills} times [T43]`, async () => {
    let entries = 0;
    for (let round = 0; round < kills; round += 1) {
      const chance = createChance(seed + round);
      const base = mkdtempSync(join(realpathSync(tmpdir()), 'limpet-undo-kill-'));
      const root = join(base, 'work');
      mkdirSync(root);
      fillFolder(root, chance);
      const before = treeOf(root);
      await workAndDie(base, seed + round, 5 + chance(400));
      const kit = await createUndoKit({ base });
      try {
        await kit.ledger.run(AbortSignal.abort()); // what the start does first
        expect(await kit.store.ledger.open()).toEqual([]);
        entries += (await kit.store.ledger.ofTurn(turnId)).length;
        const outcomes = await kit.ledger.undo.turn(turnId, { keepCopy: false, signal });
        const bad = outcomes.filter(({ outcome }) => outcome !== 'put_back');
        expect(bad, `seed ${seed + round}`).toEqual([]);
        expect(treeOf(root), `seed ${seed + round}`).toEqual(before);
      } finally {
        await kit.close();
      }
    }
    expect(entries).toBeGreaterThan(30);
  }, 300_000);
});
