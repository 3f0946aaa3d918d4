// What the tool of notes tells the model: bounded, marked as words that are no order, and labelled by who wrote them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NoteBook } from '#main/abilities/notes/port.ts';
import { createMemoryNotes } from '#main/abilities/notes/testing/memory-notes.ts';
import { NoteId } from '#main/contract/ids.ts';
import { unmarkUntrusted } from '#main/contract/untrusted-text.ts';
import { createToolKit, type ToolKit } from '../testing/tool-kit.ts';
import { createNotesTool } from './tool.ts';

let kit: ToolKit;
beforeAll(() => {
  kit = createToolKit();
});
afterAll(() => kit.close());

/** Over notes of the test's own. */
async function run(notes: NoteBook, input: unknown) {
  const tool = createNotesTool(notes);
  const context = await kit.context();
  const plan = await tool.plan(tool.input.parse(input), context);
  return { plan, result: await tool.run(plan, await kit.toolContext(plan, context)) };
}

const place = {} as Parameters<NoteBook['change']>[0];
const put = (notes: NoteBook, title: string, body: string) =>
  notes.change(place, { type: 'create', words: { title, body, tags: [] } });

describe('the tool of notes', () => {
  it('reads a long note piece by piece, and says how to go on', async () => {
    const notes = createMemoryNotes();
    const body = Array.from({ length: 12_000 }, (_, n) => `${n % 10}🐚`).join('');
    const { id } = await put(notes, 'Long', body);
    let [read, from] = ['', 0];
    for (;;) {
      const { result } = await run(notes, { action: 'read', id, from });
      expect(result.output.length).toBeLessThan(25_000);
      const [, piece = ''] = unmarkUntrusted(result.output.replace(/\n\[.*\]$/, '')).split('\n\n');
      read += piece;
      const next = /read from (\d+)\]$/.exec(result.output)?.[1];
      if (next === undefined) break;
      from = Number(next);
    }
    expect(read).toBe(body);
  });

  it('says whose words they are: the person’s are private, and a stranger’s make the whole answer a stranger’s', async () => {
    const notes = createMemoryNotes();
    const read = await run(notes, { action: 'read', id: 'note-1' });
    expect(read.result.label).toEqual({ trust: 'known', secrecy: 'private', source: 'notes' });
    expect(read.result.output).toContain('<untrusted from="notes">');
    const strange: NoteBook = {
      ...notes,
      find: async (o) => {
        const { notes: found, more } = await notes.find(o);
        return { notes: found.map((note) => ({ ...note, trust: 'untrusted', source: 'mcp:mail' })), more };
      },
    };
    const { result } = await run(strange, { action: 'search', text: 'Tides' });
    // Not the bare name of a server: that would let it have back what stands in notes.
    expect(result.label).toEqual({ trust: 'untrusted', secrecy: 'private', source: 'notes: mcp:mail' });
  });

  it('shows the whole note before and after, and binds the change to what was read', async () => {
    const notes = createMemoryNotes();
    const { plan } = await run(notes, { action: 'edit', id: 'note-1', text: 'third line', tags: ['sea'] });
    expect(plan).toMatchObject({
      effects: [{ type: 'write', target: 'note:note-1', sample: ['Tides'] }],
      shown: { type: 'diff', path: 'Tides', created: false },
      ...{ canUndo: true, basis: { revision: '1' } },
    });
    expect(plan.shown.type === 'diff' && plan.shown.diff).toContain('+Tags: sea');
    expect((await notes.read(NoteId.parse('note-1'))).body).toBe('first line\nsecond line\nthird line');
    const tool = createNotesTool(notes);
    const context = await kit.context();
    const late = await tool.plan(tool.input.parse({ action: 'delete', id: 'note-1' }), context);
    await run(notes, { action: 'edit', id: 'note-1', old_text: 'first', text: 'last' });
    await expect(tool.run(late, await kit.toolContext(late, context))).rejects.toMatchObject({
      details: { reason: 'changed_meanwhile' },
    });
  });

  it('says that nothing of it can be put back where nothing is kept', async () => {
    const notes = { ...createMemoryNotes(), isKeeping: () => false };
    const { plan } = await run(notes, { action: 'delete', id: 'note-1' });
    expect(plan).toMatchObject({ canUndo: false, cannotUndo: { key: 'undo.cannot_keep' } });
    expect(plan.effects).toMatchObject([{ delete: true }]);
  });
});
