// notes: the person's notes, found, read, written, changed and thrown away.
import { z } from 'zod';
import { type NoteBook, type NoteChange, noteAsText } from '#main/abilities/notes/port.ts';
import { AppError, invalidInput } from '#main/contract/errors.ts';
import { NoteId } from '#main/contract/ids.ts';
import type { Effect } from '#main/contract/messages.ts';
import { type Note, type NoteSummary, NoteWords, noteLimits } from '#main/contract/notes.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { fileDiff } from '../file-diff.ts';
import { defineTool, type Plan, type ToolResult } from '../port.ts';
import { oneLine, readPlan } from '../reads.ts';
import { checkReplacement, replaced } from '../replace-text.ts';

/** Bounds are checked by the plan: in the schema, every one of them is paid for on every turn. */
const Input = z.strictObject({
  action: z.enum(['search', 'read', 'write', 'edit', 'delete']),
  id: z.string().optional(),
  title: z.string().optional(),
  text: z.string().optional(),
  tags: z.array(z.string()).optional(),
  old_text: z.string().optional(),
  /** Of a long note: the character to go on from. */
  from: z.number().int().min(0).max(noteLimits.bodyChars).optional(),
});
type Input = z.infer<typeof Input>;

const maxHits = 20;
const readChars = 24_000;

const wrong = (sentence: string) => new AppError('invalid_input', sentence);

function wordsFrom(input: unknown): NoteWords {
  const parsed = NoteWords.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error, 'The note');
}

async function noteOf({ id, action }: Input, notes: NoteBook): Promise<Note> {
  if (id === undefined) throw wrong(`To ${action} a note, give its id: search finds it.`);
  const noteId = NoteId.safeParse(id);
  if (noteId.success) return notes.read(noteId.data);
  throw new AppError('not_found', `There is no note ${oneLine(id)}. Search finds the ids.`);
}

function newWords({ title, text, tags }: Input): NoteWords {
  if (title === undefined || text === undefined) throw wrong('To write a note, give its title and text.');
  return wordsFrom({ title, body: text, tags: tags ?? [] });
}

/** Without old_text, text comes after what is there, on a line of its own. */
function bodyAfter(note: Note, { text, old_text }: Input): string {
  if (old_text !== undefined) {
    const replacement = { old_text, new_text: text ?? '' };
    if (old_text === '') throw wrong('old_text is empty. Leave it out to add text at the end.');
    checkReplacement(replacement, 'text');
    return replaced(note.body, 'this note', replacement);
  }
  if (text === undefined || text === '') return note.body;
  return note.body === '' || note.body.endsWith('\n') ? note.body + text : `${note.body}\n${text}`;
}

function editedWords(note: Note, input: Input): NoteWords {
  const { title, tags } = input;
  const words = wordsFrom({ title: title ?? note.title, body: bodyAfter(note, input), tags: tags ?? note.tags });
  if (noteAsText(words) === noteAsText(note)) throw wrong('Nothing would change. Give text, title or tags.');
  return words;
}

type Change = { readonly target: string; readonly title: string; readonly key: string };

async function changePlan(
  input: Input,
  o: Change & { notes: NoteBook; before: NoteWords | null; after: NoteWords | null; basis?: Plan<Input>['basis'] },
): Promise<Plan<Input>> {
  const { target, title, key, before, after, basis } = o;
  const effect: Effect = { type: 'write', target, sample: [title], ...(after === null ? { delete: true } : {}) };
  const textOf = (words: NoteWords | null) => (words === null ? null : noteAsText(words));
  const canUndo = o.notes.isKeeping();
  return {
    input,
    effects: [effect],
    shown: await fileDiff(title, textOf(before), textOf(after) ?? ''),
    title: { key, params: { title } },
    sessionGrant: { key: 'write:notes', title: { key: 'notebook.grant', params: {} } },
    canUndo,
    ...(canUndo ? {} : { cannotUndo: { key: 'undo.cannot_keep', params: { names: title } } }),
    ...(basis === undefined ? {} : { basis }),
  };
}

async function planOf(input: Input, notes: NoteBook): Promise<Plan<Input>> {
  if (input.action === 'search') {
    const text = oneLine(input.text ?? '');
    return readPlan(input, 'notes', {
      key: text === '' ? 'notebook.call_list' : 'notebook.call_search',
      params: { text },
    });
  }
  if (input.action === 'write') {
    const after = newWords(input);
    const change = { target: 'note:new', title: after.title, key: 'notebook.call_write' };
    return changePlan(input, { ...change, notes, before: null, after });
  }
  const note = await noteOf(input, notes);
  const { title } = note;
  const target = `note:${note.id}`;
  if (input.action === 'read') return readPlan(input, target, { key: 'notebook.call_read', params: { title } });
  const isEdit = input.action === 'edit';
  return changePlan(input, {
    ...{ target, title, key: isEdit ? 'notebook.call_edit' : 'notebook.call_delete', notes, before: note },
    after: isEdit ? editedWords(note, input) : null,
    basis: { revision: String(note.revision) },
  });
}

/** Whose words these are: never better than those of a file, and of strangers once one of the notes is. */
function labelOf(notes: readonly Pick<Note, 'trust' | 'source'>[]): NonNullable<ToolResult['label']> {
  const strange = notes.find(({ trust }) => trust === 'untrusted');
  const source = strange === undefined || strange.source === '' ? 'notes' : `notes: ${strange.source}`;
  return { trust: strange === undefined ? 'known' : 'untrusted', secrecy: 'private', source };
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const facts = ({ id, title, tags, updatedAt }: Pick<Note, 'id' | 'title' | 'tags' | 'updatedAt'>) =>
  visibleLine(`${id} “${title}” ${dayOf(updatedAt)}${tags.length === 0 ? '' : ` [${tags.join(', ')}]`}`);

function listed(found: readonly NoteSummary[], more: boolean): ToolResult {
  const lines = found.map((note) => {
    const excerpt = note.excerpt.map((piece) => piece.text).join('');
    return `${facts(note)}: ${visibleLine(excerpt.trim())}`;
  });
  const output = markUntrusted('notes', lines.join('\n')) + (more ? '\n[more notes: add words]' : '');
  return { output, label: labelOf(found) };
}

function shown(note: Note, from: number): ToolResult {
  const piece = note.body.slice(from, from + readChars).toWellFormed();
  const end = from + piece.length;
  const rest = end < note.body.length ? `\n[${note.body.length - end} characters more: read from ${end}]` : '';
  return { output: markUntrusted('notes', `${facts(note)}\n\n${piece}`) + rest, label: labelOf([note]) };
}

async function changeOf(plan: Plan<Input>, notes: NoteBook): Promise<NoteChange> {
  const { input } = plan;
  if (input.action === 'write') return { type: 'create', words: newWords(input) };
  const note = await noteOf(input, notes);
  if (String(note.revision) !== plan.basis?.revision)
    throw new AppError(
      'conflict',
      'This note changed since the change was planned. Read it again, then change it anew.',
      {
        details: { reason: 'changed_meanwhile' },
      },
    );
  const at = { noteId: note.id, revision: note.revision };
  return input.action === 'delete'
    ? { type: 'remove', ...at }
    : { type: 'save', ...at, words: editedWords(note, input) };
}

const done = { write: 'Written as note', edit: 'Changed note', delete: 'Thrown away, and can be brought back: note' };

export const createNotesTool = (notes: NoteBook) =>
  defineTool<Input>({
    name: 'notes',
    description:
      'Notes of the person (Markdown), for what they want kept: search (text; without: the newest), read (id), write a new one (title, text, tags), edit (id; text replaces old_text, or is appended), delete (id).',
    input: Input,
    plan: (input) => planOf(input, notes),
    async run(plan, ctx) {
      const { action, text = '', from = 0 } = plan.input;
      if (action === 'search') {
        const { notes: found, more } = await notes.find({ text, limit: maxHits });
        return found.length === 0 ? { output: 'There is no such note.' } : listed(found, more);
      }
      if (action === 'read') return shown(await noteOf(plan.input, notes), from);
      const { sessionId, turnId, callId, signal } = ctx;
      const change = await changeOf(plan, notes);
      signal.throwIfAborted();
      const { id } = await notes.change({ sessionId, turnId, callId }, change);
      return { output: `${done[action]} ${id}.` };
    },
  });
