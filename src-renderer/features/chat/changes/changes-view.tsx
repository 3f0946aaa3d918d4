// Beside the conversation: the files that each turn wrote, each opening to its diff.
import { ChevronRight, FileMinus2, FilePen, FilePlus2, FileSymlink } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { FileChange } from '#main/contract/messages.ts';
import { changePlace, visibleLines } from '#main/contract/shown-text.ts';
import { classes } from '#renderer/ui/classes.ts';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { formatAgo } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { diffLines } from '../calls/diff-lines.ts';
import { DiffView } from '../calls/diff-view.tsx';
import type { ChatStore } from '../live/chat-store.ts';
import { useChatState } from '../live/use-chat.ts';
import { TurnUndo } from '../undo/turn-undo.tsx';
import { type ChangedFile, countFiles, type TurnChanges, turnChanges } from './file-changes.ts';

const icons = { created: FilePlus2, changed: FilePen, deleted: FileMinus2, moved: FileSymlink } as const;

export type ChangesViewProps = {
  readonly store: ChatStore;
  /** The call whose files are opened and brought into view; a new object does so again. */
  readonly request: { readonly id?: string } | undefined;
};

export function ChangesView({ store, request }: ChangesViewProps) {
  const { t } = useText();
  const messages = useChatState(store, (view) => view.messages);
  const turns = useMemo(() => turnChanges(messages.values()), [messages]);
  if (turns.length === 0) {
    return (
      <EmptyState icon={<FilePen aria-hidden="true" />} title={t('side.no_changes')} text={t('side.no_changes_text')} />
    );
  }
  return (
    <div className="flex flex-col gap-5 p-3">
      {turns.map((turn) => (
        <Turn key={turn.messageId} turn={turn} request={request} />
      ))}
    </div>
  );
}

type TurnProps = { readonly turn: TurnChanges; readonly request: ChangesViewProps['request'] };

function Turn({ turn, request }: TurnProps) {
  const { t, language } = useText();
  const now = useNow(60_000, true);
  return (
    <section className="flex flex-col gap-2">
      <h3 className="flex items-baseline justify-between gap-2 px-1 text-sm">
        <span className="font-semibold">{t('side.files_changed', { count: countFiles(turn) })}</span>
        <span className="text-ink-soft">{formatAgo(turn.at, now, language)}</span>
      </h3>
      {turn.turnId !== undefined && <TurnUndo turnId={turn.turnId} />}
      <ul className="flex flex-col gap-2">
        {turn.files.map((file) => (
          <File key={`${file.call.callId} ${file.path}`} file={file} request={request} />
        ))}
      </ul>
    </section>
  );
}

type FileProps = { readonly file: ChangedFile; readonly request: ChangesViewProps['request'] };

function File({ file, request }: FileProps) {
  const { t } = useText();
  const bodyId = useId();
  const row = useRef<HTMLLIElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    if (request?.id !== file.call.callId) return;
    setIsOpen(true);
    row.current?.scrollIntoView({ block: 'nearest' });
  }, [request, file.call.callId]);
  const Icon = icons[file.change];
  const place = changePlace(file);
  return (
    <li ref={row} className="overflow-hidden rounded-control border border-edge bg-raised">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={bodyId}
        onClick={() => setIsOpen(!isOpen)}
        className="focus-inside flex min-h-9 w-full items-center gap-2 px-2.5 py-1 text-start hover:bg-hover"
      >
        <span className="flex text-ink-soft">
          <Icon aria-hidden="true" />
        </span>
        <bdi className="min-w-0 flex-1 truncate font-mono text-sm" title={place}>
          {place}
        </bdi>
        <span className="text-sm text-ink-soft">{t(`side.change_${file.change}`)}</span>
        <Counts file={file} />
        <ChevronRight
          aria-hidden="true"
          className={classes('text-ink-faint transition-transform duration-100', isOpen && 'rotate-90 rtl:-rotate-90')}
        />
      </button>
      {isOpen && (
        <div id={bodyId} className="max-h-[60vh] overflow-auto border-t border-edge bg-sunken" tabIndex={-1}>
          {file.diff === '' ? (
            <p className="px-3 py-2 text-sm text-ink-soft">{t('side.only_moved')}</p>
          ) : (
            <DiffView lines={diffLines(visibleLines(file.diff).join('\n'))} />
          )}
        </div>
      )}
    </li>
  );
}

function Counts({ file }: { readonly file: Pick<FileChange, 'added' | 'removed'> }) {
  const { t } = useText();
  return (
    <span className="flex gap-1.5 text-sm tabular-nums">
      <span className="sr-only">{t('side.lines', { added: file.added, removed: file.removed })}</span>
      {file.added > 0 && (
        <span aria-hidden="true" className="text-done-ink">
          +{file.added}
        </span>
      )}
      {file.removed > 0 && (
        <span aria-hidden="true" className="text-stop-ink">
          −{file.removed}
        </span>
      )}
    </span>
  );
}

export function useChangedCount(store: ChatStore): number {
  const messages = useChatState(store, (view) => view.messages);
  return useMemo(() => {
    const newest = turnChanges(messages.values())[0];
    return newest === undefined ? 0 : countFiles(newest);
  }, [messages]);
}
