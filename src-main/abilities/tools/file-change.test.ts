// Writing and editing: the card shows exactly what happens, and nothing else does.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileDiff } from './file-diff.ts';
import { createToolKit, reasonOf, type ToolKit } from './testing/tool-kit.ts';

let kit: ToolKit;
const put = (name: string, content: string | Uint8Array) => writeFileSync(join(kit.root, name), content);
const get = (name: string) => readFileSync(join(kit.root, name), 'utf8');
beforeAll(() => {
  kit = createToolKit();
});
afterAll(() => kit.close());

describe('write_file', () => {
  it('makes a file and folders, and shows every line of it first', async () => {
    const { plan, result } = await kit.run('write_file', { path: 'a/b/new.txt', content: 'one\ntwo\n' });
    expect(plan.shown).toEqual({
      type: 'diff',
      path: 'a/b/new.txt',
      created: true,
      diff: '@@ -1,0 +1,2 @@\n+one\n+two',
      added: 2,
      removed: 0,
    });
    expect(plan).toMatchObject({ title: { key: 'tools.create_file' }, sessionGrant: { key: 'write:workspace' } });
    expect(result.output).toBe('Created a/b/new.txt (2 lines).');
    expect(get('a/b/new.txt')).toBe('one\ntwo\n');
  });

  it('shows a replacement as a diff of what changes', async () => {
    put('r.txt', 'a\nb\nc\n');
    const { plan, result } = await kit.run('write_file', { path: 'r.txt', content: 'a\nB\nc\n' });
    expect(plan.shown).toMatchObject({ diff: '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c', added: 1, removed: 1, created: false });
    expect(result.output).toBe('Changed r.txt (1 lines added, 1 removed).');
  });

  it('asks nobody to write what is there already', async () => {
    put('same.txt', 'same\n');
    const { plan, result } = await kit.run('write_file', { path: 'same.txt', content: 'same\n' });
    expect(plan.effects).toEqual([{ type: 'read', target: 'same.txt', insideWorkspace: true }]);
    expect(result.output).toContain('nothing was written');
  });

  it('refuses to write when the file changed, appeared or went away after the card was shown [T25]', async () => {
    put('moved.txt', 'old\n');
    for (const path of ['moved.txt', 'appears.txt']) {
      const { plan, context } = await kit.plan('write_file', { path, content: 'mine\n' });
      put(path, 'theirs\n');
      const tool = await kit.tool('write_file');
      const outcome = await tool.run(plan, await kit.toolContext(plan, context)).then(() => 'done', reasonOf);
      expect(outcome).toBe('changed_meanwhile');
      expect(get(path)).toBe('theirs\n');
    }
  });

  it('replaces a file that is no text and says what is lost', async () => {
    put('p.bin', new Uint8Array([0, 1, 2, 3]));
    const { plan } = await kit.run('write_file', { path: 'p.bin', content: 'text' });
    expect(plan.shown).toMatchObject({ diff: expect.stringContaining('-[4 bytes that are not text]') });
    expect(get('p.bin')).toBe('text');
  });
});

describe('edit_file', () => {
  it('replaces exactly one piece, or all of them when asked', async () => {
    put('e.txt', 'x = 1\ny = 1\n');
    expect(await kit.refusal('edit_file', { path: 'e.txt', old_text: '= 1', new_text: '= 2' })).toBe('many_matches');
    await kit.run('edit_file', { path: 'e.txt', old_text: 'x = 1', new_text: 'x = $& $1' });
    expect(get('e.txt')).toBe('x = $& $1\ny = 1\n');
    await kit.run('edit_file', { path: 'e.txt', old_text: ' = ', new_text: ': ', all: true });
    expect(get('e.txt')).toBe('x: $& $1\ny: 1\n');
    expect(await kit.refusal('edit_file', { path: 'e.txt', old_text: 'z', new_text: 'q' })).toBe('no_match');
  });

  it('keeps the line breaks and the byte order mark of the file', async () => {
    put('crlf.txt', '\uFEFFone\r\ntwo\r\nthree\r\n');
    await kit.run('edit_file', { path: 'crlf.txt', old_text: 'one\ntwo', new_text: '1\n2' });
    expect(get('crlf.txt')).toBe('\uFEFF1\r\n2\r\nthree\r\n');
  });

  it('does not edit what is not UTF-8, rather than damage it [R16]', async () => {
    put('latin.txt', Buffer.from('caf\xe9 one', 'latin1'));
    await expect(kit.run('edit_file', { path: 'latin.txt', old_text: 'one', new_text: 'two' })).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('refuses when the file changed after the card was shown [T25]', async () => {
    put('race.txt', 'one two\n');
    const { plan, context } = await kit.plan('edit_file', { path: 'race.txt', old_text: 'one', new_text: '1' });
    put('race.txt', 'one two three\n');
    const tool = await kit.tool('edit_file');
    expect(await tool.run(plan, await kit.toolContext(plan, context)).then(() => 'done', reasonOf)).toBe(
      'changed_meanwhile',
    );
    expect(get('race.txt')).toBe('one two three\n');
  });
});

describe('the diff', () => {
  it('stays true and quick for a file of which everything changes [R15]', async () => {
    const before = Array.from({ length: 20_000 }, (_, index) => `old ${index}`).join('\n');
    const after = Array.from({ length: 20_000 }, (_, index) => `new ${index * 7}`).join('\n');
    const from = performance.now();
    const shown = await fileDiff('a', before, after);
    expect(performance.now() - from).toBeLessThan(1_000);
    expect(shown).toMatchObject({ added: 20_000, removed: 20_000 });
    expect(shown.diff.split('\n').filter((line) => line.startsWith('+'))).toHaveLength(20_000);
  });

  it('shows a missing last line break, which is a change too', async () => {
    expect((await fileDiff('a', 'x\n', 'x')).diff).toContain('\\ No newline at end of file');
  });
});
