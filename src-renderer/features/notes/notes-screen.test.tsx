// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoteId } from '#main/contract/ids.ts';
import { createSampleNotes, type SampleNotes } from '#renderer/testing/sample-notes.ts';
import { type Known, show } from '#renderer/testing/show.tsx';
import { NotesScreen } from './notes-screen.tsx';

let sample: SampleNotes;
beforeEach(async () => {
  sample = await createSampleNotes();
});
afterEach(() => sample.close());

function Place(props: Known & { readonly isOffline: boolean }) {
  const [noteId, setNoteId] = useState<NoteId>();
  return (
    <NotesScreen
      {...props}
      noteId={noteId}
      hrefFor={(id) => `#/notes/${id}`}
      onNote={setNoteId}
      chatHref={(id) => `#/chat/${id}`}
      onOpenChat={vi.fn()}
      renderText={(text) => <div data-testid="text">{text}</div>}
    />
  );
}
const showNotes = (isOffline = false) => show((known) => <Place {...known} isOffline={isOffline} />, { notes: sample });
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));
const open = async (name: RegExp) => userEvent.click(await screen.findByRole('link', { name }));
const words = (title: string, body = '', tags: string[] = []) => ({ title, body, tags });

describe('the notes', () => {
  it('begin empty, are written, found and read', async () => {
    showNotes();
    await screen.findByText('No notes yet');
    await press('New note');
    await press('Save');
    await screen.findByText('Give the note a title.');
    await userEvent.type(screen.getByLabelText('Title'), 'Tides');
    await userEvent.type(screen.getByLabelText('Text'), 'High water 11:42');
    await userEvent.type(screen.getByLabelText('Tags'), 'sea, week 12, sea');
    await press('Save');
    expect((await screen.findByTestId('text')).textContent).toBe('High water 11:42');
    expect(screen.getByText(/Changed by you/)).toBeTruthy();
    expect(screen.getByText('week 12')).toBeTruthy();
    await sample.notes.create(words('Shopping', 'bread'));
    await press('All notes');
    await screen.findByRole('link', { name: /Shopping/ });
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search notes' }), 'water');
    await waitFor(() => expect(screen.queryByRole('link', { name: /Shopping/ })).toBeNull());
    expect((await screen.findByText('water')).tagName).toBe('MARK');
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search notes' }), 'melon');
    await screen.findByText('No note holds these words');
  });

  it('show what a chat writes while they are looked at, whose words it may hold, and what is hidden in them', async () => {
    showNotes();
    await screen.findByText('No notes yet');
    const state = { ...words('Tid\u202Ees', 'x'), trust: 'untrusted' as const, source: 'https://evil.test' };
    const id = NoteId.parse('n1');
    await sample.store.notes.create({ id, state, most: 9, now: Date.now() });
    await sample.notes.pin(id, true); // tells the page
    await open(/Tid\\u\{202e\}es.*Pinned.*Words of others/);
    expect(await screen.findByText(/had read text from https:\/\/evil.test/)).toBeTruthy();
  });

  it('never put words over a change that came meanwhile, unless told to', async () => {
    const note = await sample.notes.create(words('Tides', 'one'));
    showNotes();
    await open(/Tides/);
    await press('Edit');
    await sample.notes.save({ noteId: note.id, revision: 1, words: words('Tides', 'by a chat') });
    await userEvent.type(screen.getByLabelText('Text'), ' and mine');
    await press('Save');
    await screen.findByText(/changed while you were writing/);
    expect((await sample.notes.read(note.id)).body).toBe('by a chat');
    await press('Save as a new note');
    expect((await screen.findByTestId('text')).textContent).toBe('one and mine');
    expect((await sample.notes.read(note.id)).body).toBe('by a chat');
    expect((await sample.store.notes.counts()).total).toBe(2);
  });

  it('are pinned, deleted with a way back, and erased from the trash', async () => {
    const note = await sample.notes.create(words('Tides', 'one'));
    showNotes();
    await open(/Tides/);
    await press('Pin');
    await press('Unpin');
    await screen.findByRole('button', { name: 'Pin' });
    await press('Delete');
    await screen.findByText('“Tides” is in the trash.');
    await press('Undo');
    await screen.findByRole('link', { name: /Tides/ });
    await sample.notes.remove(note.id);
    await press('Trash: 1');
    await press('Delete for good');
    await userEvent.click((await screen.findAllByRole('button', { name: 'Delete for good' })).at(-1) ?? document.body);
    await screen.findByText('The trash is empty');
    expect(await sample.store.notes.counts()).toEqual({ total: 0, trashed: 0 });
  });

  it('ask before words that were not saved are lost', async () => {
    showNotes();
    await press('New note');
    await userEvent.type(screen.getByLabelText('Title'), 'Half');
    await press('All notes');
    await screen.findByText('Discard what you wrote?');
    await press('Go on writing');
    await press('All notes');
    await press('Discard');
    await screen.findByText('No notes yet');
  });

  it('say that they may be old while Limpet cannot be reached, and change nothing then', async () => {
    await sample.notes.create(words('Tides', 'one'));
    showNotes(true);
    expect(await screen.findByText(/cannot be reached/)).toBeTruthy();
    expect((await screen.findByRole('button', { name: 'New note' })).hasAttribute('disabled')).toBe(true);
    await open(/Tides/);
    expect((await screen.findByRole('button', { name: 'Edit' })).hasAttribute('disabled')).toBe(true);
  });
});
