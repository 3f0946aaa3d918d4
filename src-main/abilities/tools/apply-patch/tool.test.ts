// Patches: both formats, all or nothing, and nothing by guessing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createToolKit, type ToolKit } from '../testing/tool-kit.ts';

let kit: ToolKit;
const put = (name: string, text: string) => writeFileSync(join(kit.root, name), text);
const read = (name: string) => readFileSync(join(kit.root, name), 'utf8');
const refused = (patch: string) => kit.refusal('apply_patch', { patch });
beforeEach(() => {
  kit = createToolKit();
  put('a.txt', 'one\ntwo\nthree\n');
  put('b.txt', 'alpha\r\nbeta\r\ngamma');
  put('old.txt', 'gone soon\n');
});
afterEach(() => kit.close());

const whole = `*** Begin Patch
*** Update File: a.txt
@@ one
-two
+TWO
 three
*** Update File: b.txt
*** Move to: sub/c.txt
@@
 alpha
-beta
+BETA
*** Add File: new.txt
+hello
+
+there
*** Delete File: old.txt
*** End Patch`;

describe('apply_patch', () => {
  it('adds, changes, moves and deletes in one plan with a diff for each', async () => {
    const { plan, result } = await kit.run('apply_patch', { patch: whole });
    expect(plan.shown).toMatchObject({
      type: 'changes',
      files: [
        { path: 'a.txt', change: 'changed', added: 1, removed: 1 },
        { path: 'sub/c.txt', from: 'b.txt', change: 'moved' },
        { path: 'new.txt', change: 'created', diff: '@@ -1,0 +1,3 @@\n+hello\n+\n+there' },
        { path: 'old.txt', change: 'deleted', removed: 1 },
      ],
    });
    expect(plan.effects.filter((effect) => effect.delete === true).map(({ target }) => target)).toEqual([
      'b.txt',
      'old.txt',
    ]);
    expect(result.output.split('\n')).toHaveLength(4);
    expect(read('a.txt')).toBe('one\nTWO\nthree\n');
    expect(read('sub/c.txt')).toBe('alpha\r\nBETA\r\ngamma');
    expect(read('new.txt')).toBe('hello\n\nthere\n');
    expect([existsSync(join(kit.root, 'b.txt')), existsSync(join(kit.root, 'old.txt'))]).toEqual([false, false]);
  });

  it('takes a unified diff, also where its lines have moved', async () => {
    put('a.txt', 'zero\nzero\none\ntwo\nthree\n');
    const patch =
      '--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n--- /dev/null\n+++ b/n.txt\n@@ -0,0 +1 @@\n+new\n';
    await kit.run('apply_patch', { patch });
    expect(read('a.txt')).toBe('zero\nzero\none\nTWO\nthree\n');
    expect(read('n.txt')).toBe('new\n');
  });

  it('changes nothing when one of its files does not fit', async () => {
    const before = [read('a.txt'), read('b.txt'), read('old.txt')];
    const cases: [string, string][] = [
      [whole.replace('-beta', '-delta'), 'no_match'],
      [whole.replace('new.txt', 'a.txt'), 'bad_patch'],
      [whole.replace('Delete File: old.txt', 'Delete File: none.txt'), 'not_found'],
      [whole.replace('Add File: new.txt', 'Add File: ../new.txt'), 'outside_workspace'],
      [whole.replace('Add File: new.txt', 'Add File: .git/hooks/pre-commit'), 'protected_path'],
      [whole.replace('*** End Patch', ''), 'bad_patch'],
      ['nothing', 'bad_patch'],
    ];
    for (const [patch, reason] of cases) expect(await refused(patch), patch).toBe(reason);
    put('twice.txt', 'x\nx\n');
    expect(await refused('*** Begin Patch\n*** Update File: twice.txt\n@@\n-x\n+y\n*** End Patch')).toBe(
      'many_matches',
    );
    expect([read('a.txt'), read('b.txt'), read('old.txt')]).toEqual(before);
  });

  it('takes back what it did when a later file fails while it runs', async () => {
    const { plan, context } = await kit.plan('apply_patch', { patch: whole });
    const full = await kit.toolContext(plan, context);
    const tool = await kit.tool('apply_patch');
    const before = [read('a.txt'), read('b.txt')];
    const files = Object.create(full.files);
    files.remove = async (path: string, o: { fingerprint: string; signal: AbortSignal }) => {
      if (path === 'old.txt') throw new Error('the disk is full');
      return full.files.remove(path, o);
    };
    await expect(tool.run(plan, { ...full, files })).rejects.toThrow('the disk is full');
    expect([read('a.txt'), read('b.txt')]).toEqual(before);
    expect([existsSync(join(kit.root, 'new.txt')), existsSync(join(kit.root, 'sub/c.txt'))]).toEqual([false, false]);
  });

  it('is refused when a file changed after it was approved', async () => {
    const { plan, context } = await kit.plan('apply_patch', { patch: whole });
    put('a.txt', 'one\ntwo\nthree\nfour\n');
    const tool = await kit.tool('apply_patch');
    await expect(tool.run(plan, await kit.toolContext(plan, context))).rejects.toThrow(/changed since/);
    expect(existsSync(join(kit.root, 'new.txt'))).toBe(false);
  });
});
