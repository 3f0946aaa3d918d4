// Writes a skill: its head as a form, its text, its files; checked while it is typed, kept at once as ready.
import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SkillAt, SkillDraft } from '#main/contract/skills.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { noGrants } from '../review/wishes.tsx';
import type { SkillsScreenProps } from '../skills-screen.tsx';
import { Reach } from './reach.tsx';
import { useCheck } from './use-check.ts';

export type EditorPageProps = SkillsScreenProps & {
  /** Absent: a new one. */
  readonly at?: SkillAt;
  readonly onClose: () => void;
};

const empty: SkillDraft = {
  ...{ name: '', description: '', verb: '', license: '', compatibility: '', body: '', wants: noGrants, files: [] },
};

export function EditorPage(props: EditorPageProps) {
  const { client, at } = props;
  const { t } = useText();
  const [draft, setDraft] = useState<SkillDraft | undefined>(at === undefined ? empty : undefined);
  const load = useAct(async (place: SkillAt) => setDraft(await client.skills.draftOf(place)));
  const { run } = load;
  useEffect(() => {
    if (at !== undefined) void run(at);
  }, [run, at]);
  if (draft === undefined)
    return load.error === undefined ? <Busy text={t('skills.loading')} /> : <Failure error={load.error} />;
  return <Editor {...props} draft={draft} onDraft={setDraft} />;
}

type EditorProps = EditorPageProps & {
  readonly draft: SkillDraft;
  readonly onDraft: (draft: SkillDraft) => void;
};

function Editor(props: EditorProps) {
  const { client, draft, onDraft, at, onClose, onTry, isOffline } = props;
  const { t } = useText();
  const showToast = useToast();
  const checked = useCheck(client, draft);
  const set = (change: Partial<SkillDraft>) => onDraft({ ...draft, ...change });
  const takeBack = (saved: Parameters<typeof client.skills.takeBack>[0]) =>
    client.skills.takeBack(saved).catch(() => showToast({ text: t('skills.not_taken_back'), tone: 'stop' }));
  const save = useAct(async (isTried: boolean) => {
    const replaces = at !== undefined && 'key' in at ? { replaces: at.key } : {};
    const saved = await client.skills.saveDraft({ draft, ...replaces });
    const undo = { label: t('skills.undo'), run: () => void takeBack(saved) };
    showToast({ text: t('skills.saved', { name: draft.name }), action: undo });
    onClose();
    if (isTried) onTry(t('skills.try_text', { name: draft.name }));
  });
  const isSound = checked !== undefined && checked.problem === undefined;
  return (
    <>
      <div className="grid gap-4 bar:grid-cols-2">
        <TextField
          label={t('skills.field_name')}
          hint={t('skills.field_name_hint')}
          mono
          value={draft.name}
          readOnly={at !== undefined}
          onChange={(name) => set({ name })}
        />
        <TextField
          label={t('skills.field_verb')}
          hint={t('skills.field_verb_hint')}
          value={draft.verb}
          onChange={(verb) => set({ verb })}
        />
      </div>
      <TextArea
        label={t('skills.field_description')}
        hint={t('skills.field_description_hint')}
        rows={2}
        value={draft.description}
        onChange={(description) => set({ description })}
      />
      <TextArea
        label={t('skills.field_body')}
        hint={t('skills.field_body_hint')}
        mono
        rows={18}
        value={draft.body}
        onChange={(body) => set({ body })}
      />
      <Reach draft={draft} set={set} />
      <Files draft={draft} set={set} />
      <div role="status" className="flex flex-col gap-1">
        {checked?.problem !== undefined && draft.name !== '' && (
          <p className="text-stop-ink">{t(checked.problem.key, checked.problem.params)}</p>
        )}
        {checked?.warnings.map(({ key, params }) => (
          <p key={`${key} ${JSON.stringify(params)}`} className="text-sm text-ask-ink">
            {t(key, params)}
          </p>
        ))}
        {isSound && <p className="text-sm text-done-ink">{t('skills.is_sound')}</p>}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          busy={save.isRunning}
          disabled={isOffline || !isSound}
          onClick={() => void save.run(false)}
        >
          {t('skills.save')}
        </Button>
        <Button disabled={isOffline || !isSound || save.isRunning} onClick={() => void save.run(true)}>
          {t('skills.save_and_try')}
        </Button>
        <Button variant="plain" onClick={onClose}>
          {t('skills.not_now')}
        </Button>
      </div>
      <Failure error={save.error} />
      {checked !== undefined && draft.name !== '' && (
        <CodeBlock code={checked.text} name="SKILL.md" maxHeight={320} wrap />
      )}
    </>
  );
}

export type PartProps = { readonly draft: SkillDraft; readonly set: (change: Partial<SkillDraft>) => void };

function Files({ draft, set }: PartProps) {
  const { t } = useText();
  const change = (index: number, next: { path?: string; text?: string }) =>
    set({ files: draft.files.map((file, at) => (at === index ? { ...file, ...next } : file)) });
  return (
    <section className="flex flex-col gap-3">
      <h2 className="font-semibold">{t('skills.more_files')}</h2>
      {draft.files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a file has no name before it is typed, and the order never changes
        <div key={index} className="flex flex-col gap-2">
          <TextField
            label={t('skills.file_path')}
            mono
            value={file.path}
            onChange={(path) => change(index, { path })}
            end={
              <IconButton
                label={t('skills.file_remove', { path: file.path })}
                icon={<Trash2 aria-hidden="true" />}
                onClick={() => set({ files: draft.files.filter((_file, at) => at !== index) })}
              />
            }
          />
          <TextArea
            label={t('skills.file_text', { path: file.path })}
            hideLabel
            mono
            rows={8}
            value={file.text}
            onChange={(text) => change(index, { text })}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon={<Plus aria-hidden="true" />}
          onClick={() => set({ files: [...draft.files, { path: 'scripts/', text: '' }] })}
        >
          {t('skills.file_add')}
        </Button>
      </div>
    </section>
  );
}
