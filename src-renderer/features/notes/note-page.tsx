// One note: read as it was meant, with who wrote it last; from here it is changed, pinned and thrown away.
import { PenLine, Pin, PinOff, ScanEye, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { NoteId } from '#main/contract/ids.ts';
import type { Note } from '#main/contract/notes.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { NoteEditor } from './note-editor.tsx';
import { changedWords, visibleText } from './note-words.ts';
import type { NotesScreenProps } from './notes-screen.tsx';
import { useNote } from './use-note.ts';

export type NotePageProps = NotesScreenProps & {
  readonly noteId: NoteId;
  readonly changes: number;
  readonly onDirty: (isDirty: boolean) => void;
};

export function NotePage(props: NotePageProps) {
  const { client, isOffline, noteId, changes, onDirty, onNote } = props;
  const { t } = useText();
  const { note, error, setNote, again } = useNote(client, noteId, changes);
  /** As it was when writing began: a change that comes meanwhile is met when it is saved, not while it is typed over. */
  const [edited, setEdited] = useState<Note>();
  const stop = () => {
    setEdited(undefined);
    onDirty(false);
  };
  if (edited !== undefined)
    return (
      <NoteEditor
        client={client}
        isOffline={isOffline}
        note={edited}
        onDirty={onDirty}
        onCancel={stop}
        onSaved={(saved) => {
          stop();
          if (saved.id === noteId) setNote(saved);
          else onNote(saved.id);
        }}
      />
    );
  if (note !== undefined && error === undefined)
    return <Reading {...props} note={note} onEdit={() => setEdited(note)} onNews={setNote} />;
  if (error === undefined) return <Busy text={t('notebook.loading_one')} />;
  return (
    <ErrorState
      title={t('notebook.load_failed_one')}
      error={error}
      action={
        error.code === 'not_found' ? (
          <Button onClick={() => onNote(undefined)}>{t('notebook.back')}</Button>
        ) : (
          <Button onClick={again}>{t('notebook.again')}</Button>
        )
      }
    />
  );
}

type ReadingProps = NotePageProps & {
  readonly note: Note;
  readonly onEdit: () => void;
  readonly onNews: (note: Note) => void;
};

function Reading({ note, onEdit, onNews, ...props }: ReadingProps) {
  const { t } = useText();
  return (
    <article className="flex flex-col gap-4">
      <header className="flex flex-col gap-2">
        <h2 dir="auto" className="text-lg font-semibold wrap-anywhere">
          {visibleText(note.title)}
        </h2>
        <Facts {...props} note={note} />
      </header>
      <Actions {...props} note={note} onEdit={onEdit} onNews={onNews} />
      {note.trust === 'untrusted' && (
        <Banner tone="ask" shape="card" icon={<ScanEye aria-hidden="true" />}>
          {t('notebook.strange_text', { source: visibleText(note.source) })}
        </Banner>
      )}
      <div dir="auto" className="min-w-0 rounded-card border border-edge bg-raised px-4 py-3">
        {note.body.trim() === '' ? (
          <p className="text-ink-soft">{t('notebook.empty_body')}</p>
        ) : (
          props.renderText(note.body)
        )}
      </div>
    </article>
  );
}

function Facts({ note, chatHref, onOpenChat }: Omit<ReadingProps, 'onEdit' | 'onNews'>) {
  const { t, language } = useText();
  const now = useNow(60_000);
  const { by } = note;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
      <span>{changedWords(note, { t, language, now })}</span>
      {by.type === 'chat' && by.title !== undefined && (
        <a
          href={chatHref(by.sessionId)}
          className="text-tide-ink underline"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpenChat(by.sessionId);
          }}
        >
          {t('notebook.open_chat')}
        </a>
      )}
      {note.tags.map((tag) => (
        <Badge key={tag}>{visibleText(tag)}</Badge>
      ))}
    </div>
  );
}

function Actions({ client, isOffline, note, onEdit, onNews, onNote }: ReadingProps) {
  const { t } = useText();
  const showToast = useToast();
  const noteId = note.id;
  const restore = useAct(async () => onNews(await client.notes.restore({ noteId })));
  const pin = useAct(async () => onNews(await client.notes.pin({ noteId, pinned: !note.pinned })));
  const remove = useAct(async () => {
    await client.notes.remove({ noteId });
    showToast({
      text: t('notebook.deleted', { title: visibleText(note.title) }),
      action: { label: t('app.undo'), run: () => void restore.run(undefined) },
    });
    onNote(undefined);
  });
  const error = restore.error ?? pin.error ?? remove.error;
  return (
    <>
      {note.deletedAt !== undefined && <p className="text-pretty text-ink-soft">{t('notebook.in_trash')}</p>}
      <div className="flex flex-wrap gap-2">
        {note.deletedAt === undefined ? (
          <>
            <Button icon={<PenLine aria-hidden="true" />} disabled={isOffline} onClick={onEdit}>
              {t('notebook.edit')}
            </Button>
            <Button
              icon={note.pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
              disabled={isOffline || pin.isRunning}
              onClick={() => void pin.run(undefined)}
            >
              {t(note.pinned ? 'notebook.unpin' : 'notebook.pin')}
            </Button>
            <Button
              icon={<Trash2 aria-hidden="true" />}
              disabled={isOffline || remove.isRunning}
              onClick={() => void remove.run(undefined)}
            >
              {t('notebook.delete')}
            </Button>
          </>
        ) : (
          <Button
            icon={<Undo2 className="rtl:-scale-x-100" aria-hidden="true" />}
            disabled={isOffline || restore.isRunning}
            onClick={() => void restore.run(undefined)}
          >
            {t('notebook.restore')}
          </Button>
        )}
      </div>
      {error !== undefined && (
        <p role="alert" className="text-pretty text-stop-ink">
          {describeError(error, t)}
        </p>
      )}
    </>
  );
}
