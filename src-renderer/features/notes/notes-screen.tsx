// Notes: a list with its search, one to be read or written, and the trash.
import { ChevronLeft, NotebookPen, Plus, Search, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { NoteId, SessionId } from '#main/contract/ids.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { Page } from '#renderer/ui/layout/page.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { NoteEditor } from './note-editor.tsx';
import { NoteList } from './note-list.tsx';
import { NotePage } from './note-page.tsx';
import { TrashList } from './trash-list.tsx';
import { type NoteCounts, useNoteCounts, useNotes } from './use-notes.ts';

export type NotesScreenProps = {
  readonly client: LimpetClient;
  readonly isOffline: boolean;
  /** The one that is read; undefined: the list. */
  readonly noteId: NoteId | undefined;
  readonly hrefFor: (id: NoteId) => string;
  readonly onNote: (id: NoteId | undefined) => void;
  readonly chatHref: (sessionId: SessionId) => string;
  readonly onOpenChat: (sessionId: SessionId) => void;
  /** Draws Markdown as answers are drawn. */
  readonly renderText: (text: string) => ReactNode;
};

export function NotesScreen(props: NotesScreenProps) {
  const { client, isOffline, noteId, onNote } = props;
  const { t } = useText();
  const { counts, changes, error } = useNoteCounts(client);
  const [place, setPlace] = useState<'list' | 'trash' | 'new'>('list');
  const [text, setText] = useState('');
  const [isDirty, setIsDirty] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  const view = noteId === undefined ? place : 'note';
  const heading = useRef<HTMLHeadingElement>(null);
  // Another page: whoever reads with the ears is told so, and the keys begin at its top.
  const was = useRef(view);
  useEffect(() => {
    if (was.current !== view && view !== 'new') heading.current?.focus();
    was.current = view;
  }, [view]);
  const toList = () => {
    setIsDirty(false);
    setIsLeaving(false);
    if (noteId === undefined) setPlace('list');
    else onNote(undefined);
  };
  const back = () => (isDirty ? setIsLeaving(true) : toList());
  return (
    <Page
      title={t(view === 'new' ? 'notebook.new' : view === 'trash' ? 'notebook.trash_title' : 'notebook.title')}
      headingRef={heading}
      leading={
        view !== 'list' && (
          <IconButton
            label={t('notebook.back')}
            icon={<ChevronLeft className="rtl:-scale-x-100" aria-hidden="true" />}
            onClick={back}
          />
        )
      }
      banner={isOffline && <Banner tone="ask">{t('notebook.offline')}</Banner>}
    >
      {view === 'list' && (
        <List
          {...props}
          text={text}
          onText={setText}
          counts={counts}
          changes={changes}
          failure={error}
          onPlace={setPlace}
        />
      )}
      {view === 'trash' && <TrashList {...props} changes={changes} />}
      {view === 'new' && (
        <NoteEditor
          client={client}
          isOffline={isOffline}
          onDirty={setIsDirty}
          onCancel={back}
          onSaved={({ id }) => {
            setIsDirty(false);
            setPlace('list');
            onNote(id);
          }}
        />
      )}
      {noteId !== undefined && (
        <NotePage {...props} key={noteId} noteId={noteId} changes={changes} onDirty={setIsDirty} />
      )}
      <LeaveDialog open={isLeaving} onStay={() => setIsLeaving(false)} onLeave={toList} />
    </Page>
  );
}

type ListProps = NotesScreenProps & {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly counts: NoteCounts | undefined;
  readonly changes: number;
  readonly failure: ReturnType<typeof useNoteCounts>['error'];
  readonly onPlace: (place: 'trash' | 'new') => void;
};

function List(props: ListProps) {
  const { client, isOffline, text, onText, counts, changes, failure, onPlace, hrefFor, onNote } = props;
  const { t } = useText();
  const found = useNotes(client, { text, trash: false, changes });
  const { notes, next } = found;
  const error = found.error ?? failure;
  const isSearch = text.trim() !== '';
  return (
    <>
      <p className="text-pretty text-ink-soft">{t('notebook.text')}</p>
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-50 flex-1">
          <TextField
            label={t('notebook.search')}
            hideLabel
            placeholder={t('notebook.search')}
            type="search"
            autoComplete="off"
            maxLength={500}
            icon={<Search aria-hidden="true" />}
            value={text}
            onChange={onText}
          />
        </div>
        <Button
          variant="primary"
          icon={<Plus aria-hidden="true" />}
          disabled={isOffline}
          onClick={() => onPlace('new')}
        >
          {t('notebook.new')}
        </Button>
      </div>
      {error !== undefined && (
        <ErrorState
          title={t('notebook.load_failed')}
          error={error}
          action={<Button onClick={found.again}>{t('notebook.again')}</Button>}
        />
      )}
      {notes === undefined && error === undefined && <Busy text={t('notebook.loading')} />}
      {notes?.length === 0 && error === undefined && (
        <EmptyState
          icon={<NotebookPen aria-hidden="true" />}
          title={t(isSearch ? 'notebook.none_found' : 'notebook.empty')}
          text={isSearch ? undefined : t('notebook.empty_text')}
        />
      )}
      {notes !== undefined && notes.length > 0 && <NoteList notes={notes} hrefFor={hrefFor} onOpen={onNote} />}
      {next !== undefined && (
        <Button className="self-center" onClick={() => void found.showMore()}>
          {t('notebook.more')}
        </Button>
      )}
      {counts !== undefined && counts.trashed > 0 && (
        <Button
          variant="plain"
          className="self-start"
          icon={<Trash2 aria-hidden="true" />}
          onClick={() => onPlace('trash')}
        >
          {t('notebook.trash', { count: counts.trashed })}
        </Button>
      )}
    </>
  );
}
