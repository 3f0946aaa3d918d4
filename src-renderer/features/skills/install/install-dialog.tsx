// Where a skill comes from: a folder, an archive, a repository, a catalogue. What is fetched goes to the review.
import { useId, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { CatalogueEntry, SkillAt, SkillFrom } from '#main/contract/skills.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { CatalogueList } from './catalogue-list.tsx';

export type InstallDialogProps = {
  readonly client: LimpetClient;
  readonly blobs: Blobs;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The one that was fetched; undefined when there are several, which the list shows. */
  readonly onStaged: (at: SkillAt | undefined) => void;
};

const kinds = ['zip', 'folder', 'git', 'catalogue'] as const;
type Kind = (typeof kinds)[number];

export function InstallDialog(props: InstallDialogProps) {
  const { open, onOpenChange } = props;
  const { t } = useText();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('skills.install_title')}
      description={t('skills.install_text')}
      size="md"
    >
      {open && <InstallForm {...props} />}
    </Dialog>
  );
}

function InstallForm({ client, blobs, onStaged }: InstallDialogProps) {
  const { t } = useText();
  const [kind, setKind] = useState<Kind>('zip');
  const [address, setAddress] = useState('');
  const [ref, setRef] = useState('');
  const [file, setFile] = useState<File>();
  const [entries, setEntries] = useState<readonly CatalogueEntry[]>();
  const stage = useAct(async (from: SkillFrom) => {
    const { stagedId } = await client.skills.stage({ from });
    const { staged } = await client.skills.list({});
    const found = staged.find(({ id }) => id === stagedId);
    const only = found?.plugin === undefined && found?.skills.length === 1 ? found.skills[0] : undefined;
    onStaged(only === undefined ? undefined : { stagedId, name: only.name });
  });
  const upload = useAct(async (chosen: File) => {
    const mediaType = 'application/zip';
    const { blobId } = await blobs.put(chosen, {
      mediaType,
      signal: new AbortController().signal,
      onProgress: () => {},
      isImport: true,
    });
    await stage.run({ type: 'zip', blobId });
  });
  const look = useAct(async () => setEntries((await client.skills.catalogue({ address: address.trim() })).skills));
  const isBusy = stage.isRunning || upload.isRunning || look.isRunning;
  const plain = address.trim();
  const go = () => {
    if (kind === 'zip' && file !== undefined) void upload.run(file);
    if (kind === 'folder') void stage.run({ type: 'folder', path: plain });
    if (kind === 'git') void stage.run({ type: 'git', url: plain, ...(ref.trim() === '' ? {} : { ref: ref.trim() }) });
    if (kind === 'catalogue') void look.run(undefined);
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <Select
        label={t('skills.install_from')}
        value={kind}
        options={kinds.map((value) => ({ value, label: t(`skills.from_${value}`) }))}
        onChange={(value) => {
          setKind(kinds.find((one) => one === value) ?? 'zip');
          setEntries(undefined);
        }}
      />
      {kind === 'zip' ? (
        <FileField onFile={setFile} />
      ) : (
        <TextField
          label={t(`skills.from_${kind}_label`)}
          hint={t(`skills.from_${kind}_hint`)}
          mono
          value={address}
          onChange={setAddress}
        />
      )}
      {kind === 'git' && <TextField label={t('skills.from_ref')} mono value={ref} onChange={setRef} />}
      <Failure error={upload.error ?? stage.error ?? look.error} />
      {entries !== undefined && (
        <CatalogueList
          entries={entries}
          isBusy={isBusy}
          onChoose={(name) => void stage.run({ type: 'catalogue', address: plain, name })}
        />
      )}
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          busy={isBusy}
          disabled={kind === 'zip' ? file === undefined : plain === ''}
        >
          {t(kind === 'catalogue' ? 'skills.from_catalogue_look' : 'skills.fetch')}
        </Button>
      </div>
    </form>
  );
}

function FileField({ onFile }: { readonly onFile: (file: File | undefined) => void }) {
  const { t } = useText();
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {t('skills.from_zip_label')}
      </label>
      <input
        id={id}
        type="file"
        accept=".zip,.skill,application/zip"
        className="text-sm file:me-3 file:h-8 file:rounded-control file:border file:border-edge-strong/60 file:bg-raised file:px-3 file:text-ink"
        onChange={(event) => onFile(event.target.files?.[0])}
      />
    </div>
  );
}
