// Notes that were thrown away: put back as they were, or deleted for good, which is asked because nothing brings them back.
import { Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { NoteId } from '#main/contract/ids.ts';
import type { NoteSummary } from '#main/contract/notes.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { visiblePieces, visibleText } from './note-words.ts';
import type { NotesScreenProps } from './notes-screen.tsx';
import { useNotes } from './use-notes.ts';

export function TrashList({ client, isOffline, changes }: NotesScreenProps & { readonly changes: number }) {
  const { t } = useText();
  const found = useNotes(client, { text: '', trash: true, changes });
  const { notes, next, error } = found;
  const [asked, setAsked] = useState<NoteSummary>();
  const restore = useAct((noteId: NoteId) => client.notes.restore({ noteId }));
  const erase = useAct(async (noteId: NoteId) => {
    await client.notes.erase({ noteId });
    setAsked(undefined);
  });
  return (
    <>
      <p className="text-pretty text-ink-soft">{t('notebook.trash_text')}</p>
      {error !== undefined && (
        <ErrorState
          title={t('notebook.load_failed')}
          error={error}
          action={<Button onClick={found.again}>{t('notebook.again')}</Button>}
        />
      )}
      {notes === undefined && error === undefined && <Busy text={t('notebook.loading')} />}
      {notes?.length === 0 && <EmptyState icon={<Trash2 aria-hidden="true" />} title={t('notebook.trash_empty')} />}
      {notes !== undefined && notes.length > 0 && (
        <ul className="flex flex-col divide-y divide-edge rounded-card border border-edge bg-raised">
          {notes.map((note) => (
            <li key={note.id} className="flex flex-wrap items-center justify-between gap-2 px-3 py-2.5">
              <span className="flex min-w-0 flex-1 basis-60 flex-col" id={`note-${note.id}`}>
                <span dir="auto" className="font-medium wrap-anywhere">
                  {visibleText(note.title)}
                </span>
                <span dir="auto" className="line-clamp-2 text-sm text-ink-soft wrap-anywhere">
                  {visiblePieces(note.excerpt).map(({ text }) => text)}
                </span>
              </span>
              <span className="flex flex-wrap items-center gap-1">
                <Button
                  size="sm"
                  icon={<Undo2 className="rtl:-scale-x-100" aria-hidden="true" />}
                  disabled={isOffline || restore.isRunning}
                  aria-describedby={`note-${note.id}`}
                  onClick={() => void restore.run(note.id)}
                >
                  {t('notebook.restore')}
                </Button>
                <Button
                  size="sm"
                  variant="plain"
                  disabled={isOffline}
                  aria-describedby={`note-${note.id}`}
                  onClick={() => setAsked(note)}
                >
                  {t('notebook.erase')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {next !== undefined && (
        <Button className="self-center" onClick={() => void found.showMore()}>
          {t('notebook.more')}
        </Button>
      )}
      {restore.error !== undefined && <p role="alert">{describeError(restore.error, t)}</p>}
      <Dialog
        open={asked !== undefined}
        onOpenChange={(open) => !open && setAsked(undefined)}
        title={t('notebook.erase_title', { title: visibleText(asked?.title ?? '') })}
        description={t('notebook.erase_text')}
        footer={
          <>
            <Button variant="plain" onClick={() => setAsked(undefined)}>
              {t('app.cancel')}
            </Button>
            <Button
              variant="danger"
              busy={erase.isRunning}
              onClick={() => asked !== undefined && void erase.run(asked.id)}
            >
              {t('notebook.erase')}
            </Button>
          </>
        }
      >
        {erase.error !== undefined && <p role="alert">{describeError(erase.error, t)}</p>}
      </Dialog>
    </>
  );
}
