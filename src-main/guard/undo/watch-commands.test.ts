// What a command changes in its folder can be put back, and only that.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallId, TurnId } from '#main/contract/ids.ts';
import { createWorkspaces } from '#main/guard/workspace/create-workspace.ts';
import { neverAborts as signal } from '#main/platform/base/abort.ts';
import { snapshotLimits } from './files/folder-snapshot.ts';
import { createChance, createUndoKit, fillFolder, somePath, treeOf, type UndoKit } from './testing/undo-kit.ts';

const turnId = TurnId.parse('t1');
const plain = { keepCopy: false, signal };
const seed = Math.floor(Math.random() * 1e9);
let kit: UndoKit;
beforeEach(async () => {
  kit = await createUndoKit();
});
afterEach(() => kit.close());

const put = (path: string, text: string) => {
  mkdirSync(join(kit.root, path, '..'), { recursive: true });
  writeFileSync(join(kit.root, path), text);
};
const open = () =>
  createWorkspaces({ dataFolder: kit.data, home: '/nowhere', platform: process.platform }).open(kit.root);
const place = () => ({ sessionId: kit.sessionId, turnId, callId: CallId.parse('c1') });
const shell = (script: string) => execFileSync('sh', ['-c', script], { cwd: kit.root, stdio: 'pipe' });
const command = async (script: string): Promise<number | undefined> => {
  const watch = await kit.ledger.beforeCommand(await open(), place(), signal);
  shell(script);
  return watch?.finish();
};

describe('a command', () => {
  it('is put back: changed, made, moved and deleted files, folders and links', async () => {
    for (const name of ['a.txt', 'b.txt', 'c.txt', 'docs/deep/d.txt', 'docs/e.txt']) put(name, `was ${name}`);
    const before = treeOf(kit.root);
    const script =
      'echo new > a.txt; rm b.txt; mv c.txt moved.txt; rm -r docs; mkdir -p x/y; echo y > x/y/f; ln -s a.txt l';
    expect(await command(script)).toBe(12);
    const after = treeOf(kit.root);
    const outcomes = await kit.ledger.undo.turn(turnId, plain);
    expect(outcomes.filter(({ outcome }) => outcome !== 'put_back')).toEqual([]);
    expect(treeOf(kit.root)).toEqual(before);
    await kit.ledger.undo.redo({ turnId }, plain);
    expect(treeOf(kit.root)).toEqual(after);
  });

  it('sees a change of the same length at the same time as before', async () => {
    put('a.txt', 'old');
    const time = new Date(1_700_000_000_000);
    utimesSync(join(kit.root, 'a.txt'), time, time);
    await command('true');
    expect(await command('printf new > a.txt; touch -d @1700000000 a.txt')).toBe(1);
    await kit.ledger.undo.turn(turnId, plain);
    expect(treeOf(kit.root).get('a.txt')).toContain('old');
  });

  it('leaves what Git ignores, also when it comes into sight, and what nobody touched', async () => {
    put('.gitignore', 'secret.txt\n');
    put('secret.txt', 'not to be lost');
    put('a.txt', 'a');
    await new Promise((resolve) => setTimeout(resolve, 80)); // older than what counts as just now
    await command('rm .gitignore; echo b > a.txt');
    const outcomes = await kit.ledger.undo.turn(turnId, plain);
    expect(outcomes.map(({ path }) => path).sort()).toEqual(['.gitignore', 'a.txt']);
    expect(treeOf(kit.root).get('secret.txt')).toContain('not to be lost');
  });

  it('is on record after the program died while it ran', async () => {
    put('a.txt', 'before');
    const before = treeOf(kit.root);
    await kit.ledger.beforeCommand(await open(), place(), signal);
    shell('echo after > a.txt; echo new > b.txt');
    const base = join(kit.root, '..');
    await kit.close({ keep: true });
    kit = await createUndoKit({ base });
    await kit.ledger.run(AbortSignal.abort());
    expect(await kit.store.ledger.open()).toEqual([]);
    expect(await kit.ledger.undo.turn(turnId, plain)).toMatchObject([{ outcome: 'put_back' }, { outcome: 'put_back' }]);
    expect(treeOf(kit.root)).toEqual(before);
  });

  it('says beforehand where the folder is too large, and that nothing is kept', async () => {
    put('big.bin', 'x'.repeat(snapshotLimits.bytes + 1));
    const survey = kit.ledger.survey(await open());
    expect(await survey.canWatch(signal)).toBe(false);
    expect(await command('echo new > a.txt')).toBeUndefined();
    rmSync(join(kit.root, 'big.bin'));
    expect(await survey.canWatch(signal)).toBe(true);
    await kit.close();
    kit = await createUndoKit({ undo: { days: 0 } });
    expect(await kit.ledger.survey(await open()).canWatch(signal)).toBe(false);
    expect(await command('echo new > a.txt')).toBeUndefined();
  });

  it('still knows what was there when it fills the folder beyond the bounds', async () => {
    put('a.txt', 'before');
    expect(await command(`echo after > a.txt; head -c ${snapshotLimits.bytes + 1} /dev/zero > big.bin`)).toBe(1);
    await kit.ledger.undo.turn(turnId, plain);
    expect(treeOf(kit.root).get('a.txt')).toContain('before');
  });

  it(`puts random work of several commands back, from seed ${seed}`, async () => {
    for (let round = 0; round < 15; round += 1) {
      const base = mkdtempSync(join(realpathSync(tmpdir()), 'limpet-undo-command-'));
      await kit.close();
      kit = await createUndoKit({ base });
      const chance = createChance(seed + round);
      fillFolder(kit.root, chance);
      const before = treeOf(kit.root);
      const quoted = () => `'${somePath(chance)}'`;
      const some = [
        () => `echo ${chance(1_000)} > ${quoted()}`,
        () => `rm -rf ${quoted()}`,
        () => `mv ${quoted()} ${quoted()}`,
        () => `mkdir -p ${quoted()}`,
        () => `ln -sfn a.txt ${quoted()}`,
        () => `cp -rp ${quoted()} ${quoted()}`,
      ];
      for (let step = 0; step < 5; step += 1) {
        const lines = Array.from({ length: 4 }, () => `{ ${chance.pick(some)()}; } 2>/dev/null || true`);
        await command(lines.join('\n'));
      }
      const outcomes = await kit.ledger.undo.turn(turnId, plain);
      const bad = outcomes.filter(({ outcome }) => outcome !== 'put_back' && outcome !== 'nothing');
      expect(bad, `seed ${seed + round}`).toEqual([]);
      expect(treeOf(kit.root), `seed ${seed + round}`).toEqual(before);
    }
  }, 120_000);
});
