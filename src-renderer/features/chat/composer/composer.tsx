// Where the person writes. Enter sends (into the running answer, if there is one), Shift+Enter breaks the line.
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import type { Draft } from '#main/contract/chat.ts';
import type { SlashCommand } from '#main/contract/commands.ts';
import { classes } from '#renderer/ui/classes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { isImage } from './attach.ts';
import { AttachmentChips } from './attachment-chips.tsx';
import { ComposerBar } from './composer-bar.tsx';
import { keyAct } from './composer-keys.ts';
import type { DraftStore } from './draft-book.ts';
import { EditingBar } from './editing-bar.tsx';
import type { Insert } from './field-effects.ts';
import type { Outgoing } from './outgoing.ts';
import { SuggestionList } from './suggestion-list.tsx';
import { useComposer } from './use-composer.ts';
import { useFileDrop } from './use-file-drop.ts';
import type { FindFiles } from './use-suggestions.ts';
import type { SendBytes } from './use-uploads.ts';

export type ComposerProps = {
  readonly isBusy: boolean;
  readonly isStopping: boolean;
  /** Nothing was said yet: writing is what comes next, so the field takes the focus. */
  readonly isNew: boolean;
  /** An earlier message that is being written anew; a new object starts another edit. */
  readonly editing: Draft | undefined;
  /** A text to begin with, from elsewhere; a new object puts it there again. */
  readonly insert: Insert | undefined;
  readonly commands: readonly SlashCommand[];
  readonly drafts: DraftStore;
  readonly findFiles: FindFiles;
  readonly upload: SendBytes;
  /** Resolves once it is stored; rejects after it has told the person why not. */
  readonly onSend: (message: Outgoing) => Promise<void>;
  readonly onCommand: (command: SlashCommand, argument: string) => Promise<void>;
  readonly onStop: () => void;
  /** Where a server has resources to attach. */
  readonly onFromServer?: (() => void) | undefined;
  readonly onEditLast: () => void;
  readonly onCancelEdit: () => void;
  /** Instead of the usual one. */
  readonly placeholder?: string | undefined;
  /** The model picker. */
  readonly model: ReactNode;
  /** "about 12k tokens, $0.03" for the text as it is. */
  readonly estimate: (text: string) => string | undefined;
  /** False: the chosen model is known not to take images. */
  readonly canSeeImages: boolean;
};

/** Where the window's skip link leads. */
export const messageFieldId = 'limpet-message';

export function Composer(props: ComposerProps) {
  const { isBusy, editing, onCancelEdit } = props;
  const { t } = useText();
  const listId = useId();
  const { field, text, write, setCaret, uploads, suggestions, canSend, send, choose } = useComposer(props);
  const drop = useFileDrop(uploads.add);
  const isListed = suggestions.items.length > 0;

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const act = keyAct(event, {
      suggestions: suggestions.items.length,
      isEmpty: text === '',
      isEditing: editing !== undefined,
    });
    if (act !== 'pass') {
      event.preventDefault();
      event.stopPropagation();
    }
    switch (act) {
      case 'pass':
        return;
      case 'next':
      case 'previous':
        return suggestions.move(act === 'next' ? 1 : -1);
      case 'choose': {
        const item = suggestions.items[suggestions.active];
        return item === undefined ? undefined : choose(item);
      }
      case 'dismiss':
        return suggestions.dismiss();
      case 'edit_last':
        return props.onEditLast();
      case 'cancel_edit':
        return onCancelEdit();
      case 'send':
        return send('auto');
      case 'queue':
        return send('queue');
    }
  };

  return (
    <form
      aria-label={t('chat.composer')}
      onSubmit={(event) => event.preventDefault()}
      {...drop.handlers}
      className={classes(
        'relative flex flex-col rounded-window border bg-raised transition-colors duration-100',
        'focus-within:border-focus has-[textarea:focus-visible]:outline-1 has-[textarea:focus-visible]:outline-focus',
        drop.isOver ? 'border-focus bg-tide-surface' : 'border-edge-strong/60',
      )}
    >
      {isListed && (
        <SuggestionList id={listId} items={suggestions.items} active={suggestions.active} onChoose={choose} />
      )}
      {editing !== undefined && <EditingBar onCancel={onCancelEdit} />}
      <AttachmentChips items={uploads.items} onRemove={uploads.remove} />
      {!props.canSeeImages && uploads.items.some((item) => isImage(item.mediaType)) && (
        <p className="px-4 pt-2 text-sm text-ask-ink">{t('chat.attach_no_images')}</p>
      )}
      <textarea
        id={messageFieldId}
        ref={field}
        rows={1}
        dir={text === '' ? undefined : 'auto'}
        value={text}
        aria-label={t('chat.message_field')}
        aria-autocomplete="list"
        aria-controls={isListed ? listId : undefined}
        aria-activedescendant={isListed ? `${listId}-${suggestions.active}` : undefined}
        placeholder={props.placeholder ?? t(isBusy ? 'chat.placeholder_busy' : 'chat.placeholder')}
        onChange={(event) => write(event.target.value, event.target.selectionStart)}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        onPaste={drop.onPaste}
        className="field-sizing-content max-h-[40dvh] min-h-12 w-full resize-none bg-transparent px-4 pt-3 pb-1 text-read outline-none"
      />
      <ComposerBar
        isBusy={isBusy}
        isStopping={props.isStopping}
        isEditing={editing !== undefined}
        canSend={canSend}
        hasText={text.trim() !== '' || uploads.items.length > 0}
        model={props.model}
        estimate={props.estimate(text)}
        onAttach={uploads.add}
        onFromServer={props.onFromServer}
        onSend={send}
        onStop={props.onStop}
      />
    </form>
  );
}
