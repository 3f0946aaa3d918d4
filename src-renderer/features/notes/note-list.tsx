// Notes to be looked through: title, how it begins or what was found, who wrote it last and when.
import { Pin, ScanEye } from 'lucide-react';
import type { NoteId } from '#main/contract/ids.ts';
import type { NoteSummary } from '#main/contract/notes.ts';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Highlighted } from '#renderer/ui/display/highlighted.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { changedWords, visiblePieces, visibleText } from './note-words.ts';

export type NoteListProps = {
  readonly notes: readonly NoteSummary[];
  readonly hrefFor: (id: NoteId) => string;
  readonly onOpen: (id: NoteId) => void;
};

export function NoteList({ notes, hrefFor, onOpen }: NoteListProps) {
  const { t, language } = useText();
  const now = useNow(60_000);
  return (
    <ul className="flex flex-col divide-y divide-edge rounded-card border border-edge bg-raised">
      {notes.map((note) => (
        <li key={note.id}>
          <a
            href={hrefFor(note.id)}
            className="focus-inside flex min-w-0 cursor-default flex-col gap-0.5 rounded-card px-3 py-2.5 hover:bg-hover"
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              onOpen(note.id);
            }}
          >
            <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
              <span dir="auto" className="min-w-0 font-medium wrap-anywhere">
                {visibleText(note.title)}
              </span>
              {note.pinned && (
                <Badge tone="tide" icon={<Pin aria-hidden="true" />}>
                  {t('notebook.pinned')}
                </Badge>
              )}
              {note.trust === 'untrusted' && (
                <Badge tone="ask" icon={<ScanEye aria-hidden="true" />}>
                  {t('notebook.strange')}
                </Badge>
              )}
            </span>
            <span dir="auto" className="line-clamp-2 text-ink-soft wrap-anywhere">
              <Highlighted pieces={visiblePieces(note.excerpt)} />
            </span>
            <span className="text-xs text-ink-soft">
              {[changedWords(note, { t, language, now }), ...note.tags.map(visibleText)].join(' · ')}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
