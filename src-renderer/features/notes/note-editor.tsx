// A note being written: title, text as it is, tags. Another one's change meanwhile is never overwritten unasked.
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type Note, noteLimits } from '#main/contract/notes.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Banner } from '#renderer/ui/display/banner.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type NoteEditorProps = {
  readonly client: LimpetClient;
  readonly isOffline: boolean;
  /** As it was read; undefined: a new one. */
  readonly note?: Note;
  readonly onDirty: (isDirty: boolean) => void;
  readonly onCancel: () => void;
  readonly onSaved: (note: Note) => void;
};

type Form = { readonly title: string; readonly body: string; readonly tags: string };

const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,，،]/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];
const wordsOf = ({ title, body, tags }: Form) => ({ title: title.trim(), body, tags: tagsOf(tags) });

export function NoteEditor({ client, isOffline, note, onDirty, onCancel, onSaved }: NoteEditorProps) {
  const { t } = useText();
  const [form, setForm] = useState<Form>({
    title: note?.title ?? '',
    body: note?.body ?? '',
    tags: note?.tags.join(', ') ?? '',
  });
  const [isTried, setIsTried] = useState(false);
  const change = (part: Partial<Form>) => {
    setForm((before) => ({ ...before, ...part }));
    onDirty(true);
  };
  const create = useAct(() => client.notes.create(wordsOf(form)));
  const save = useAct((revision: number) =>
    note === undefined
      ? client.notes.create(wordsOf(form))
      : client.notes.save({ noteId: note.id, revision, ...wordsOf(form) }),
  );
  const replace = useAct(async () => {
    if (note === undefined) return undefined;
    const { revision } = await client.notes.get({ noteId: note.id });
    return client.notes.save({ noteId: note.id, revision, ...wordsOf(form) });
  });
  const isBusy = create.isRunning || save.isRunning || replace.isRunning;
  const isMissing = form.title.trim() === '';
  const isLong = form.body.length > noteLimits.bodyChars;
  const done = (saved: Note | undefined) => saved !== undefined && onSaved(saved);
  const submit = async () => {
    setIsTried(true);
    if (!isMissing && !isLong) done(await save.run(note?.revision ?? 0));
  };
  const isConflict = save.error?.details?.reason === 'note_changed';
  const error = create.error ?? replace.error ?? (isConflict ? undefined : save.error);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label={t('notebook.field_title')}
        dir="auto"
        autoFocus
        maxLength={noteLimits.titleChars}
        value={form.title}
        onChange={(title) => change({ title })}
        error={isTried && isMissing ? t('notebook.title_missing') : undefined}
      />
      <TextArea
        label={t('notebook.field_body')}
        hint={t('notebook.field_body_hint')}
        dir="auto"
        rows={14}
        value={form.body}
        onChange={(body) => change({ body })}
        error={isLong ? t('notebook.too_long', { most: noteLimits.bodyChars }) : undefined}
      />
      <TextField
        label={t('notebook.field_tags')}
        hint={t('notebook.field_tags_hint')}
        dir="auto"
        autoComplete="off"
        value={form.tags}
        onChange={(tags) => change({ tags })}
      />
      {isConflict && (
        <Banner tone="ask" shape="card">
          <span className="flex flex-col items-start gap-2 py-1">
            <span>
              {t('notebook.conflict')} {t('notebook.conflict_text')}
            </span>
            <span className="flex flex-wrap gap-2">
              <Button size="sm" disabled={isBusy || isOffline} onClick={async () => done(await create.run(undefined))}>
                {t('notebook.keep_both')}
              </Button>
              <Button size="sm" disabled={isBusy || isOffline} onClick={async () => done(await replace.run(undefined))}>
                {t('notebook.replace')}
              </Button>
            </span>
          </span>
        </Banner>
      )}
      {error !== undefined && (
        <p role="alert" className="text-pretty text-stop-ink">
          {describeError(error, t)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={isBusy} disabled={isOffline || isConflict}>
          {t('notebook.save')}
        </Button>
        <Button variant="plain" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}
