// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { Draft } from '#main/contract/chat.ts';
import { AppError } from '#main/contract/errors.ts';
import { BlobId, SessionId } from '#main/contract/ids.ts';
import { ToastProvider } from '#renderer/ui/overlays/toast.tsx';
import { TooltipProvider } from '#renderer/ui/overlays/tooltip.tsx';
import { Composer, type ComposerProps } from './composer.tsx';
import { createDraftBook } from './draft-book.ts';
import type { Outgoing } from './outgoing.ts';

afterEach(cleanup);

const s1 = SessionId.parse('s1');

/** The core's place for drafts: the newest of `saved`. `loads` and `saves` hold it up or break it. */
function draftsIn(o: { saved: Draft[]; loads?: Promise<void>; saves?: () => Promise<void> }) {
  const book = createDraftBook({
    draft: async () => {
      const kept = o.saved.at(-1) ?? { text: '', attachments: [] };
      await o.loads;
      return kept;
    },
    saveDraft: async ({ draft }) => {
      if (o.saves !== undefined) await o.saves();
      o.saved.push(Draft.parse(draft));
      return {};
    },
  });
  return book(s1);
}
const attachment = (name: string) => ({ blobId: BlobId.parse(name), name, mediaType: 'text/plain', sizeBytes: 1 });
const names = (draft: Draft | undefined) => draft?.attachments.map((one) => one.name);
/** An upload that ends when the test says so. */
function heldUpload() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const upload: ComposerProps['upload'] = async (file) => {
    await promise;
    return attachment(file.name);
  };
  return { upload, arrive: resolve };
}
const attach = (name: string) => {
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (input === null) throw new Error('no file field');
  return userEvent.upload(input, new File(['x'], name, { type: 'text/plain' }));
};

function open(change: Partial<ComposerProps> = {}) {
  const sent: Outgoing[] = [];
  const acts: string[] = [];
  const saved: Draft[] = [];
  const props: ComposerProps = {
    isBusy: false,
    isStopping: false,
    isNew: false,
    editing: undefined,
    insert: undefined,
    commands: [
      { name: 'rename', title: 'x', description: 'x', argument: 'title', where: 'server' },
      { name: 'stop', title: 'x', description: 'x', where: 'server' },
    ],
    drafts: draftsIn({ saved }),
    findFiles: async (text) => ['tides.txt', 'notes.md'].filter((name) => name.includes(text)),
    upload: async (file, { mediaType }) => ({
      blobId: BlobId.parse('b1'),
      name: file.name,
      mediaType,
      sizeBytes: file.size,
    }),
    onSend: async (message) => void sent.push(message),
    onCommand: async (command, argument) => void acts.push(`${command.name}:${argument}`),
    onStop: () => acts.push('stop'),
    onEditLast: () => acts.push('edit last'),
    onCancelEdit: () => acts.push('cancel edit'),
    model: null,
    estimate: () => undefined,
    canSeeImages: true,
    ...change,
  };
  const tree = (more: Partial<ComposerProps> = {}) => (
    <TooltipProvider>
      <ToastProvider>
        <Composer {...props} {...more} />
      </ToastProvider>
    </TooltipProvider>
  );
  const view = render(tree());
  return { sent, acts, saved, again: (more: Partial<ComposerProps>) => view.rerender(tree(more)), view };
}

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });

describe('the composer', () => {
  it('sends with Enter, breaks the line with Shift+Enter and is empty afterwards', async () => {
    const { sent } = open();
    await userEvent.type(field(), 'one{Shift>}{Enter}{/Shift}two{Enter}');
    await waitFor(() => expect(sent).toEqual([{ text: 'one\ntwo', attachments: [], mode: 'auto' }]));
    await waitFor(() => expect(field().value).toBe(''));
  });

  it('queues with Ctrl+Enter', async () => {
    const { sent } = open({ isBusy: true });
    await userEvent.type(field(), 'later{Control>}{Enter}{/Control}');
    await waitFor(() => expect(sent).toMatchObject([{ text: 'later', mode: 'queue' }]));
  });

  it('sends nothing that is blank', async () => {
    const { sent } = open();
    await userEvent.type(field(), '   {Enter}');
    expect(sent).toEqual([]);
  });

  it('keeps the text when it could not be sent', async () => {
    open({ onSend: () => Promise.reject(new AppError('unavailable', 'Gone.')) });
    await userEvent.type(field(), 'precious{Enter}');
    await waitFor(() => expect(field().disabled).toBe(false));
    expect(field().value).toBe('precious');
  });

  it('restores the draft, and keeps what is written for the next time', async () => {
    const saved: Draft[] = [{ text: 'half a thou', attachments: [] }];
    const { view } = open({ drafts: draftsIn({ saved }) });
    await waitFor(() => expect(field().value).toBe('half a thou'));
    await userEvent.type(field(), 'ght');
    view.unmount();
    expect(saved.at(-1)?.text).toBe('half a thought');
  });

  it('keeps a file as soon as it has arrived, without another key', async () => {
    const { saved } = open();
    await userEvent.type(field(), 'look');
    await attach('tide.txt');
    await screen.findByText('tide.txt');
    // Sooner than a typed letter would be: the page may be gone before that.
    await waitFor(() => expect(names(saved.at(-1))).toEqual(['tide.txt']), { timeout: 300, interval: 5 });
    expect(saved.at(-1)?.text).toBe('look');
    await userEvent.click(screen.getByRole('button', { name: /Remove tide\.txt/ }));
    await waitFor(() => expect(names(saved.at(-1))).toEqual([]), { timeout: 300, interval: 5 });
  });

  it('puts what was kept before what was written and attached while it was on its way', async () => {
    const saved: Draft[] = [{ text: 'half a ', attachments: [attachment('old.txt')] }];
    const { promise: loads, resolve } = Promise.withResolvers<void>();
    open({ drafts: draftsIn({ saved, loads }) });
    await userEvent.type(field(), 'thought');
    await attach('new.txt');
    await screen.findByText('new.txt');
    await new Promise((done) => setTimeout(done, 500));
    expect(saved).toHaveLength(1);
    resolve();
    await waitFor(() => expect(field().value).toBe('half a thought'));
    await waitFor(() => expect(names(saved.at(-1))).toEqual(['old.txt', 'new.txt']));
    expect(saved.at(-1)?.text).toBe('half a thought');
  });

  it('keeps a file that arrives when its chat was left, in the store', async () => {
    const saved: Draft[] = [];
    const held = heldUpload();
    const { view } = open({ drafts: draftsIn({ saved }), upload: held.upload });
    await userEvent.type(field(), 'look');
    await attach('slow.txt');
    await screen.findByText('slow.txt');
    view.unmount();
    held.arrive();
    await waitFor(() => expect(saved.at(-1)).toMatchObject({ text: 'look', attachments: [{ name: 'slow.txt' }] }));
  });

  it('keeps a file that arrives when its chat was left and opened again, on the screen too', async () => {
    const saved: Draft[] = [];
    const held = heldUpload();
    const drafts = draftsIn({ saved });
    const first = open({ drafts, upload: held.upload });
    await attach('slow.txt');
    await screen.findByText('slow.txt');
    first.view.unmount();
    open({ drafts });
    await userEvent.type(field(), 'later words');
    held.arrive();
    await screen.findByText('slow.txt');
    await waitFor(() =>
      expect(saved.at(-1)).toMatchObject({ text: 'later words', attachments: [{ name: 'slow.txt' }] }),
    );
  });

  it('tries again by itself when a draft could not be kept', { timeout: 10_000 }, async () => {
    const saved: Draft[] = [];
    let isBusy = true;
    const saves = () => (isBusy ? Promise.reject(new AppError('unavailable', 'Busy.')) : Promise.resolve());
    open({ drafts: draftsIn({ saved, saves }) });
    await attach('tide.txt');
    await screen.findByText('tide.txt');
    await waitFor(() => expect(saved).toEqual([]));
    isBusy = false;
    await waitFor(() => expect(names(saved.at(-1))).toEqual(['tide.txt']), { timeout: 5_000 });
  });

  it('edits the last message with the up key, only from an empty field', async () => {
    const { acts } = open();
    await userEvent.type(field(), '{ArrowUp}');
    await userEvent.type(field(), 'x{ArrowUp}');
    expect(acts).toEqual(['edit last']);
  });

  it('takes an edit over and gives it up with Esc', async () => {
    const { acts, again } = open();
    again({ editing: { text: 'what I said', attachments: [] } });
    expect(field().value).toBe('what I said');
    await userEvent.type(field(), '{Escape}');
    expect(acts).toEqual(['cancel edit']);
  });

  it('gives back what was being written when an edit ends', async () => {
    const { again } = open();
    await userEvent.type(field(), 'half a thought');
    again({ editing: { text: 'what I said', attachments: [] } });
    await userEvent.type(field(), ', better');
    expect(field().value).toBe('what I said, better');
    again({ editing: undefined });
    expect(field().value).toBe('half a thought');
  });

  it('runs a command that was completed by its first letters', async () => {
    const { acts, sent } = open();
    await userEvent.type(field(), '/st{Enter}');
    await waitFor(() => expect(acts).toEqual(['stop:']));
    await userEvent.type(field(), '/rename New title{Enter}');
    await waitFor(() => expect(acts).toEqual(['stop:', 'rename:New title']));
    expect(sent).toEqual([]);
  });

  it('completes the name of a file after @', async () => {
    open();
    await userEvent.type(field(), 'read @tid');
    expect(await screen.findByRole('option', { name: /tides\.txt/ })).toBeTruthy();
    await userEvent.type(field(), '{Tab}');
    expect(field().value).toBe('read @tides.txt ');
  });

  it('sends a file with its message and waits until it has arrived', async () => {
    let arrive: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const { sent } = open({
      upload: async (file, { mediaType }) => {
        await gate;
        return { blobId: BlobId.parse('b1'), name: file.name, mediaType, sizeBytes: file.size };
      },
    });
    await userEvent.upload(
      screen.getByLabelText('Attach files', { selector: 'input' }),
      new File(['tide'], 'tides.txt'),
    );
    expect(await screen.findByText('tides.txt')).toBeTruthy();
    await userEvent.type(field(), 'read{Enter}');
    expect(sent).toEqual([]);
    arrive();
    await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(false));
    await userEvent.type(field(), '{Enter}');
    await waitFor(() =>
      expect(sent).toMatchObject([{ text: 'read', attachments: [{ name: 'tides.txt', blobId: 'b1' }] }]),
    );
  });
});
