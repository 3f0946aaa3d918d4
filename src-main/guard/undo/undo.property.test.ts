// Random sequences of effects, put back: the folder is what it was, and nobody else's file was touched.
import { appendFileSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TurnId } from '#main/contract/ids.ts';
import { neverAborts as signal } from '#main/platform/base/abort.ts';
import { createChance, createUndoKit, fillFolder, someEffect, treeOf, type UndoKit } from './testing/undo-kit.ts';

const turnId = TurnId.parse('t1');
const o = { keepCopy: false, signal };
/** A new one in every run; a failure names it. */
const seed = Math.floor(Math.random() * 1e9);

async function inKit(work: (kit: UndoKit) => Promise<void>): Promise<void> {
  const kit = await createUndoKit();
  try {
    await work(kit);
  } finally {
    await kit.close();
  }
}

describe(`undo, from seed ${seed}`, () => {
  it('brings every name, content, right and link back, again after a redo, over sixty sequences [T43]', async () => {
    let effects = 0;
    for (let round = 0; round < 60; round += 1) {
      await inKit(async ({ root, ledger, files }) => {
        const chance = createChance(seed + round);
        fillFolder(root, chance);
        const before = treeOf(root);
        const agent = await files();
        for (let step = 0; step < 12; step += 1) if (await someEffect(agent, chance)) effects += 1;
        const after = treeOf(root);
        const undone = await ledger.undo.turn(turnId, o);
        expect(
          undone.filter(({ outcome }) => outcome !== 'put_back'),
          `seed ${seed + round}`,
        ).toEqual([]);
        expect(treeOf(root), `seed ${seed + round}`).toEqual(before);
        await ledger.undo.redo({ turnId }, o);
        expect(treeOf(root), `seed ${seed + round} redo`).toEqual(after);
        await ledger.undo.turn(turnId, o);
        expect(treeOf(root), `seed ${seed + round} again`).toEqual(before);
      });
    }
    expect(effects).toBeGreaterThan(240);
  }, 300_000);

  it('one by one in any order, with others at work, never changes what they made of a file [T43]', async () => {
    let conflicts = 0;
    for (let round = 0; round < 40; round += 1) {
      await inKit(async ({ root, ledger, files, store }) => {
        const chance = createChance(seed + 1_000 + round);
        fillFolder(root, chance);
        const agent = await files();
        for (let step = 0; step < 10; step += 1) await someEffect(agent, chance);
        // Somebody else: changes some, makes some, deletes one.
        const theirs = new Map<string, string>();
        for (const path of treeOf(root).keys()) {
          if (!lstatSync(join(root, path)).isFile() || chance(3) > 0) continue;
          appendFileSync(join(root, path), `theirs ${round}`);
          theirs.set(path, readFileSync(join(root, path), 'latin1'));
        }
        writeFileSync(join(root, 'theirs.txt'), 'theirs');
        theirs.set('theirs.txt', 'theirs');
        const victim = [...treeOf(root)].find(([path, what]) => what.startsWith('file') && !theirs.has(path))?.[0];
        if (victim !== undefined) rmSync(join(root, victim));
        const entries = await store.ledger.ofTurn(turnId);
        for (let left = [...entries]; left.length > 0; ) {
          const entry = chance.pick(left);
          left = left.filter((one) => one !== entry);
          const [outcome] = await ledger.undo.entry(entry.id, o);
          if (outcome?.outcome === 'conflict') conflicts += 1;
          for (const [path, text] of theirs)
            expect(readFileSync(join(root, path), 'latin1'), `seed ${seed + 1_000 + round} ${path}`).toBe(text);
        }
        await ledger.undo.turn(turnId, o);
        for (const [path, text] of theirs) expect(readFileSync(join(root, path), 'latin1')).toBe(text);
        // Moved aside on request, their work is still there, under another name.
        await ledger.undo.turn(turnId, { keepCopy: true, signal });
        const contents = new Set([...treeOf(root).values()].map((what) => what.replace(/^file \d+ /, '')));
        for (const text of theirs.values()) expect(contents, `seed ${seed + 1_000 + round}`).toContain(text);
      });
    }
    expect(conflicts).toBeGreaterThan(20);
  }, 300_000);
});
