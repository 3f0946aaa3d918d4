// Picks a folder on the machine that runs Limpet: walks down and up, or takes a typed path.
import { CornerLeftUp, Folder } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { type Folders, useFolders } from './use-folders.ts';

export type FolderDialogProps = {
  readonly client: LimpetClient;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Where to begin; empty: the home folder. */
  readonly startIn: string;
  readonly onChoose: (path: string) => void;
};

export function FolderDialog(props: FolderDialogProps) {
  // A closed dialog forgets where it was, so that it opens at `startIn` again.
  return props.open ? <OpenFolderDialog {...props} /> : null;
}

function OpenFolderDialog({ client, open, onOpenChange, startIn, onChoose }: FolderDialogProps) {
  const { t } = useText();
  const folders = useFolders(client, startIn);
  const { listing } = folders;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="md"
      title={t('settings.folder_title')}
      description={t('settings.folder_text')}
      footer={
        <>
          <Button variant="plain" onClick={() => onOpenChange(false)}>
            {t('settings.cancel')}
          </Button>
          <Button
            variant="primary"
            disabled={listing === undefined || folders.isLoading}
            onClick={() => {
              if (listing !== undefined) onChoose(listing.path);
              onOpenChange(false);
            }}
          >
            {t('settings.folder_choose')}
          </Button>
        </>
      }
    >
      <PathField folders={folders} />
      <FolderList folders={folders} />
    </Dialog>
  );
}

function PathField({ folders }: { readonly folders: Folders }) {
  const { t } = useText();
  const current = folders.listing?.path ?? '';
  const [text, setText] = useState(current);
  useEffect(() => setText(current), [current]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    folders.go(text.trim());
  };
  return (
    <form className="flex items-start gap-2" onSubmit={submit} noValidate>
      <div className="min-w-0 flex-1">
        <TextField
          label={t('settings.folder_path')}
          hideLabel
          mono
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={setText}
          error={folders.error === undefined ? undefined : describeError(folders.error, t)}
        />
      </div>
      <Button type="submit" disabled={text.trim() === '' || text.trim() === current}>
        {t('settings.folder_go')}
      </Button>
    </form>
  );
}

function FolderList({ folders }: { readonly folders: Folders }) {
  const { t } = useText();
  const { listing } = folders;
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef<string>(undefined);
  const path = listing?.path;
  useEffect(() => {
    // The button that was pressed is gone with the old folder; the focus goes on in the new one.
    const hasMoved = shown.current !== undefined && shown.current !== path;
    shown.current = path;
    if (hasMoved && document.activeElement === document.body) list.current?.querySelector('button')?.focus();
  }, [path]);
  if (listing === undefined) {
    return (
      <div className="flex h-64 items-center justify-center rounded-control border border-edge">
        {folders.isLoading && <Busy text={t('settings.folder_loading')} />}
      </div>
    );
  }
  const { parent } = listing;
  return (
    <ul
      ref={list}
      aria-label={t('settings.folder_list', { path: listing.path })}
      aria-busy={folders.isLoading}
      className="h-64 overflow-y-auto rounded-control border border-edge p-1"
    >
      {parent !== null && (
        <li>
          <FolderButton label={t('settings.folder_up')} isParent onClick={() => folders.go(parent)} />
        </li>
      )}
      {listing.folders.map((folder) => (
        <li key={folder.path}>
          <FolderButton label={folder.name} onClick={() => folders.go(folder.path)} />
        </li>
      ))}
      {listing.folders.length === 0 && <li className="px-2 py-3 text-ink-soft">{t('settings.folder_empty')}</li>}
    </ul>
  );
}

type FolderButtonProps = { readonly label: string; readonly isParent?: boolean; readonly onClick: () => void };

function FolderButton({ label, isParent = false, onClick }: FolderButtonProps) {
  const Icon = isParent ? CornerLeftUp : Folder;
  return (
    <button
      type="button"
      onClick={onClick}
      className="focus-inside flex min-h-8 w-full items-center gap-2 rounded-control px-2 py-1 text-start hover:bg-hover"
    >
      <Icon className="text-ink-faint" aria-hidden="true" />
      <span dir="auto" className="min-w-0 truncate">
        {label}
      </span>
    </button>
  );
}
