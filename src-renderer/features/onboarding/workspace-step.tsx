// Step two: the folder that new chats work in. The suggestion is one click; another is typed, or found by browsing.
import { Folder, Lock } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { TextField, type TextFieldProps } from '#renderer/ui/controls/text-field.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { FolderDialogSlot } from './slots.ts';
import { useWorkspaceLock } from './use-workspace-lock.ts';

export type WorkspaceStepProps = {
  readonly client: LimpetClient;
  /** The folder in force: the person's own, else the suggested one. */
  readonly folder: string;
  readonly isSuggested: boolean;
  readonly FolderDialog: FolderDialogSlot;
  /** It is there, can be written to, and is the one for new chats. */
  readonly onUsed: (folder: string) => void;
};

/** What is typed or picked, and what the core says to it. */
function useFolderChoice({ client, folder, onUsed }: WorkspaceStepProps) {
  const { t } = useText();
  const [text, setText] = useState(folder);
  const [isBrowsing, setIsBrowsing] = useState(false);
  const use = useAct(async (wanted: string) => {
    const { path } = await client.workspace.prepare({ path: wanted });
    // What holds already is left as it is: a suggestion goes on being one.
    if (wanted !== folder) await client.settings.set({ patch: { workspace: path } });
    onUsed(path);
  });
  const take = async (wanted: string) => {
    setText(wanted);
    await use.run(wanted);
  };
  const choose = useAct(async () => {
    const { pickFolder } = await client.desktop.capabilities({});
    if (!pickFolder) return setIsBrowsing(true);
    const { path } = await client.desktop.pickFolder({ startIn: folder });
    if (path !== null) await take(path);
  });
  const type = (next: string) => {
    setText(next);
    use.reset();
  };
  const refusal = use.error === undefined ? undefined : describeError(use.error, t);
  return { text, type, take, choose, isTaking: use.isRunning, refusal, isBrowsing, setIsBrowsing };
}

export function WorkspaceStep(props: WorkspaceStepProps) {
  const { client, folder, isSuggested, FolderDialog } = props;
  const { t } = useText();
  const lock = useWorkspaceLock(client);
  const choice = useFolderChoice(props);
  const { text, refusal, choose } = choice;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // To be corrected where it was typed, also when a dialog or a button had the focus.
    if (refusal !== undefined) form.current?.querySelector('input')?.focus();
  }, [refusal]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void choice.take(lock === undefined ? text.trim() : folder);
  };
  const label = t(isSuggested ? 'onboarding.workspace_suggested' : 'onboarding.workspace_current');
  return (
    <>
      <form ref={form} className="flex flex-col gap-3" onSubmit={submit} noValidate>
        {lock === undefined ? (
          <FolderField label={label} value={text} onChange={choice.type} error={refusal} />
        ) : (
          <FixedFolder folder={folder} lock={lock} error={refusal} />
        )}
        {choose.error !== undefined && (
          <p role="alert" className="text-pretty text-stop-ink">
            {describeError(choose.error, t)}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={choice.isTaking} disabled={text.trim() === ''}>
            {t('onboarding.workspace_use')}
          </Button>
          {lock === undefined && (
            <Button busy={choose.isRunning} onClick={() => void choose.run(undefined)}>
              {t('onboarding.workspace_other')}
            </Button>
          )}
        </div>
      </form>
      <FolderDialog
        client={client}
        open={choice.isBrowsing}
        onOpenChange={choice.setIsBrowsing}
        startIn={folder}
        onChoose={(path) => void choice.take(path)}
      />
    </>
  );
}

type FolderFieldProps = Pick<TextFieldProps, 'label' | 'value' | 'onChange' | 'error'>;

function FolderField(props: FolderFieldProps) {
  const { t } = useText();
  return (
    <TextField
      {...props}
      hint={t('onboarding.workspace_hint')}
      mono
      dir="auto"
      spellCheck={false}
      autoComplete="off"
      icon={<Folder aria-hidden="true" />}
    />
  );
}

type FixedFolderProps = { readonly folder: string; readonly lock: string; readonly error: string | undefined };

function FixedFolder({ folder, lock, error }: FixedFolderProps) {
  const { t } = useText();
  return (
    <>
      <div className="flex items-center gap-3 rounded-control border border-edge bg-sunken px-3 py-2">
        <Lock className="text-ink-faint" aria-hidden="true" />
        <div className="flex min-w-0 flex-1 flex-col">
          <span className="text-xs text-ink-soft">{t('onboarding.workspace_fixed', { name: lock })}</span>
          <span className="font-mono text-sm wrap-anywhere">{folder}</span>
        </div>
      </div>
      {error !== undefined && (
        <p role="alert" className="text-pretty text-stop-ink">
          {error}
        </p>
      )}
    </>
  );
}
