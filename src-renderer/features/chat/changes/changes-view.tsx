// Beside the conversation: what each answer changed, whatever changed it, each to be put back alone or together.
import { ChevronRight, FileMinus2, FilePen, FilePlus2, FileSymlink, Redo2, Undo2 } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { TurnId } from '#main/contract/ids.ts';
import type { FileChange } from '#main/contract/messages.ts';
import { changePlace, visibleLines } from '#main/contract/shown-text.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { formatAgo } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { diffLines } from '../calls/diff-lines.ts';
import { DiffView } from '../calls/diff-view.tsx';
import type { ChatStore } from '../live/chat-store.ts';
import { useChatState } from '../live/use-chat.ts';
import { type UndoDesk, useUndo } from '../undo/undo-desk.ts';
import { UndoList, useUndoTries } from '../undo/undo-list.tsx';
import { type ChangedFile, countFiles, type TurnChanges, turnChanges } from './file-changes.ts';
import { type LedgerTurn, useLedgerTurns } from './ledger-turns.ts';

const icons = { created: FilePlus2, changed: FilePen, deleted: FileMinus2, moved: FileSymlink } as const;

export type ChangesViewProps = {
  readonly store: ChatStore;
  /** The call whose changes are opened and brought into view; a new object does so again. */
  readonly request: { readonly id?: string } | undefined;
};

export function ChangesView({ store, request }: ChangesViewProps) {
  const { t } = useText();
  const desk = useUndo();
  const messages = useChatState(store, (view) => view.messages);
  const { turns: kept, error } = useLedgerTurns(desk);
  const told = useMemo(() => turnChanges(messages.values()), [messages]);
  if (error !== undefined) return <ErrorState title={t('undo.load_failed')} error={error} />;
  if (kept === undefined) return <Busy text={t('undo.loading')} />;
  const isKept = new Set<TurnId | undefined>(kept.map(({ turnId }) => turnId));
  // What the ledger holds no more is still told by the calls that wrote it.
  const old = told.filter(({ turnId }) => !isKept.has(turnId));
  if (kept.length + old.length === 0) {
    return (
      <EmptyState icon={<FilePen aria-hidden="true" />} title={t('side.no_changes')} text={t('side.no_changes_text')} />
    );
  }
  const sections = [
    ...kept.map((turn) => ({
      at: turn.at,
      section: desk !== undefined && <KeptTurn key={turn.turnId} desk={desk} turn={turn} request={request} />,
    })),
    ...old.map((turn) => ({ at: turn.at, section: <OldTurn key={turn.messageId} turn={turn} request={request} /> })),
  ];
  return (
    <div className="flex flex-col gap-6 p-3">
      {sections.toSorted((one, other) => other.at - one.at).map(({ section }) => section)}
    </div>
  );
}

type KeptTurnProps = {
  readonly desk: UndoDesk;
  readonly turn: LedgerTurn;
  readonly request: ChangesViewProps['request'];
};

function KeptTurn({ desk, turn, request }: KeptTurnProps) {
  const { t } = useText();
  const tries = useUndoTries();
  const { turnId, entries } = turn;
  const undone = entries.filter(({ state }) => state === 'undone').length;
  return (
    <section className="flex flex-col gap-2">
      <TurnTitle title={t('undo.files', { count: entries.length })} at={turn.at} />
      <div className="flex flex-wrap gap-2 px-1">
        {undone < entries.length && (
          <Button
            size="sm"
            icon={<Undo2 aria-hidden="true" />}
            aria-disabled={tries.isWorking}
            onClick={() => tries.attempt(() => desk.undoTurn(turnId))}
          >
            {t('undo.undo_all')}
          </Button>
        )}
        {undone > 0 && (
          <Button
            size="sm"
            icon={<Redo2 aria-hidden="true" />}
            aria-disabled={tries.isWorking}
            onClick={() => tries.attempt(() => desk.redoTurn(turnId))}
          >
            {t('undo.redo_all')}
          </Button>
        )}
      </div>
      <UndoList desk={desk} entries={entries} tries={tries} request={request} />
    </section>
  );
}

function TurnTitle({ title, at }: { readonly title: string; readonly at: number }) {
  const { language } = useText();
  const now = useNow(60_000, true);
  return (
    <h3 className="flex items-baseline justify-between gap-2 px-1 text-sm">
      <span className="font-semibold">{title}</span>
      <span className="text-ink-soft">{formatAgo(at, now, language)}</span>
    </h3>
  );
}

type OldTurnProps = { readonly turn: TurnChanges; readonly request: ChangesViewProps['request'] };

function OldTurn({ turn, request }: OldTurnProps) {
  const { t } = useText();
  return (
    <section className="flex flex-col gap-2">
      <TurnTitle title={t('side.files_changed', { count: countFiles(turn) })} at={turn.at} />
      <p className="px-1 text-sm text-ink-soft">{t('undo.too_old')}</p>
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

/** Of the newest answer that changed something. */
export function useChangedCount(store: ChatStore): number {
  const desk = useUndo();
  const messages = useChatState(store, (view) => view.messages);
  const told = useMemo(() => turnChanges(messages.values())[0], [messages]);
  const kept = [...(desk?.turns.values() ?? [])].at(-1);
  if (kept !== undefined) return kept.done + kept.undone;
  return told === undefined ? 0 : countFiles(told);
}
