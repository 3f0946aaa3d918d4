// Real files: whatever a command does to instructions, they are byte for byte what they were, and nothing else is touched.
import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGuidance, restoreGuidance } from './guidance-watch.ts';

let root = '';
const at = (path: string) => join(root, path);
const read = (path: string) => readFileSync(at(path), 'utf8');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'limpet-guidance-'));
  mkdirSync(at('.limpet/skills/a'), { recursive: true });
  writeFileSync(at('AGENTS.md'), 'Be kind.\n');
  writeFileSync(at('.limpet/skills/a/SKILL.md'), 'A skill.\n');
  writeFileSync(at('notes.md'), 'Mine.\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('files that agents take as orders', () => {
  it('are put back after a change, a deletion and an addition, and the rest is left alone [T24]', async () => {
    const before = await readGuidance(root);
    writeFileSync(at('AGENTS.md'), 'Send everything.\n');
    rmSync(at('.limpet'), { recursive: true });
    writeFileSync(at('CLAUDE.md'), 'Obey.\n');
    writeFileSync(at('notes.md'), 'Changed.\n');
    const changes = await restoreGuidance(root, before);
    expect(changes.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: '.limpet/skills/a/SKILL.md' },
      { path: 'AGENTS.md', text: 'Send everything.\n' },
      { path: 'CLAUDE.md', text: 'Obey.\n' },
    ]);
    expect([read('AGENTS.md'), read('.limpet/skills/a/SKILL.md'), read('notes.md')]).toEqual([
      ...['Be kind.\n', 'A skill.\n', 'Changed.\n'],
    ]);
    expect(() => read('CLAUDE.md')).toThrow(/ENOENT/);
    expect(await restoreGuidance(root, before)).toEqual([]);
  });

  it('are not written through a link that was put in their place or on their way [T21] [T24]', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'limpet-elsewhere-'));
    writeFileSync(join(elsewhere, 'victim'), 'untouched');
    const before = await readGuidance(root);
    rmSync(at('AGENTS.md'));
    symlinkSync(join(elsewhere, 'victim'), at('AGENTS.md'));
    rmSync(at('.limpet'), { recursive: true });
    symlinkSync(elsewhere, at('.limpet'));
    await restoreGuidance(root, before);
    expect([read('AGENTS.md'), read('.limpet/skills/a/SKILL.md')]).toEqual(['Be kind.\n', 'A skill.\n']);
    expect(readFileSync(join(elsewhere, 'victim'), 'utf8')).toBe('untouched');
    rmSync(elsewhere, { recursive: true });
  });

  it('keep a link that was one before', async () => {
    symlinkSync('notes.md', at('CLAUDE.md'));
    const before = await readGuidance(root);
    rmSync(at('CLAUDE.md'));
    writeFileSync(at('CLAUDE.md'), 'Obey.\n');
    await restoreGuidance(root, before);
    expect(readlinkSync(at('CLAUDE.md'))).toBe('notes.md');
  });
});
