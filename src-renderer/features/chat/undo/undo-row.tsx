// One change: words, whether it stands, its diff on request, and what became of putting it back.
import {
  ChevronRight,
  CircleAlert,
  FileMinus2,
  FilePen,
  FilePlus2,
  FileSymlink,
  FolderMinus,
  FolderPlus,
  Settings2,
} from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { toErrorData } from '#main/contract/errors.ts';
import type { Shown } from '#main/contract/messages.ts';
import type { UndoEntry, UndoOutcome } from '#main/contract/undo.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ShownView } from '../calls/shown-view.tsx';

const icons: Record<UndoEntry['change'], typeof FilePen> = {
  created: FilePlus2,
  changed: FilePen,
  deleted: FileMinus2,
  moved: FileSymlink,
  folder_made: FolderPlus,
  folder_deleted: FolderMinus,
  setting: Settings2,
  other: FilePen,
};
const withDiff: ReadonlySet<UndoEntry['change']> = new Set(['created', 'changed', 'deleted']);
const knownReasons: ReadonlySet<string> = new Set([
  'changed_since',
  'folder_not_empty',
  'not_kept',
  'workspace_gone',
  'set_outside',
]);

export function reasonText(reason: string, t: Translate): string {
  if (/^(secrets|keychain)_/.test(reason)) return t('undo.reason_keys_locked');
  return knownReasons.has(reason) ? t(`undo.reason_${reason}`) : t('undo.reason_other', { reason });
}

export type UndoRowProps = {
  readonly entry: UndoEntry;
  /** Of the last try in this window. */
  readonly outcome: UndoOutcome | undefined;
  readonly isWorking: boolean;
  readonly readShown: (entryId: string) => Promise<Shown>;
  /** The call whose changes are opened and brought into view. */
  readonly request?: { readonly id?: string } | undefined;
  readonly onUndo: (keepCopy: boolean) => void;
  readonly onRedo: (keepCopy: boolean) => void;
};

export function UndoRow({ entry, outcome, isWorking, readShown, request, onUndo, onRedo }: UndoRowProps) {
  const { t } = useText();
  const bodyId = useId();
  const row = useRef<HTMLLIElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    if (request?.id !== entry.callId) return;
    setIsOpen(withDiff.has(entry.change));
    row.current?.scrollIntoView({ block: 'nearest' });
  }, [request, entry.callId, entry.change]);
  const Icon = icons[entry.change];
  const words = t(entry.what.key, entry.what.params);
  const isUndone = entry.state === 'undone';
  const act = isUndone ? onRedo : onUndo;
  const verb = t(isUndone ? 'undo.redo_one' : 'undo.undo_one');
  const canOpen = withDiff.has(entry.change);
  const left = outcome !== undefined && outcome.reason !== undefined ? outcome : undefined;
  const title = (
    <>
      <span className="flex text-ink-soft">
        <Icon aria-hidden="true" />
      </span>
      <span className="min-w-0 flex-1 wrap-anywhere">{words}</span>
    </>
  );
  return (
    <li ref={row} className="overflow-hidden rounded-control border border-edge bg-page">
      <div className="flex min-h-10 flex-wrap items-center gap-2 px-2.5 py-1">
        {canOpen ? (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={bodyId}
            onClick={() => setIsOpen(!isOpen)}
            className="flex min-h-8 min-w-40 flex-1 items-center gap-2 rounded-control text-start hover:bg-hover"
          >
            {title}
            <ChevronRight
              aria-hidden="true"
              className={classes(
                'text-ink-faint transition-transform duration-100',
                isOpen && 'rotate-90 rtl:-rotate-90',
              )}
            />
          </button>
        ) : (
          <span className="flex min-h-8 min-w-40 flex-1 items-center gap-2">{title}</span>
        )}
        {isUndone && <Badge>{t('undo.state_undone')}</Badge>}
        {entry.hindrance === undefined ? (
          <Button size="sm" aria-label={`${verb}: ${words}`} aria-disabled={isWorking} onClick={() => act(false)}>
            {verb}
          </Button>
        ) : (
          <Badge tone="ask">{reasonText(entry.hindrance, t)}</Badge>
        )}
      </div>
      {left !== undefined && (
        <p role="status" className="flex flex-wrap items-center gap-2 border-t border-edge px-3 py-2 text-sm">
          <CircleAlert className="text-ask-ink" aria-hidden="true" />
          <span className="min-w-40 flex-1">{reasonText(left.reason ?? '', t)}</span>
          {left.canKeepCopy && (
            <Button size="sm" aria-disabled={isWorking} onClick={() => act(true)}>
              {t('undo.keep_copy')}
            </Button>
          )}
        </p>
      )}
      {outcome?.keptCopy !== undefined && (
        <p role="status" className="border-t border-edge px-3 py-2 text-sm text-ink-soft wrap-anywhere">
          {t('undo.kept_copy', { path: outcome.keptCopy })}
        </p>
      )}
      {isOpen && (
        <div id={bodyId} className="border-t border-edge bg-sunken">
          <Change entryId={entry.id} read={readShown} />
        </div>
      )}
    </li>
  );
}

type ChangeProps = { readonly entryId: string; readonly read: UndoRowProps['readShown'] };

function Change({ entryId, read }: ChangeProps) {
  const { t } = useText();
  const shown = useShown(entryId, read);
  if (shown !== undefined && 'reason' in shown) {
    const isLocked = reasonText(shown.reason, t) === t('undo.reason_keys_locked');
    return (
      <p className="px-3 py-2 text-sm text-ink-soft">{t(isLocked ? 'undo.reason_keys_locked' : 'undo.no_diff')}</p>
    );
  }
  if (shown === undefined) return <Busy text={t('undo.loading')} />;
  return <ShownView shown={shown} maxHeight="320px" />;
}

type Unseen = { readonly reason: string };

function useShown(entryId: string, read: ChangeProps['read']): Shown | Unseen | undefined {
  const [shown, setShown] = useState<Shown | Unseen>();
  useEffect(() => {
    let isCurrent = true;
    read(entryId).then(
      (found) => isCurrent && setShown(found),
      (error: unknown) => {
        const { code, details } = toErrorData(error);
        if (isCurrent) setShown({ reason: details?.reason ?? code });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [entryId, read]);
  return shown;
}
