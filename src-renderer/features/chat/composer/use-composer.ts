// The message being written: its text, files and draft, and what sending or completing it does.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft } from '#main/contract/chat.ts';
import type { ComposerProps } from './composer.tsx';
import { useEditing, useFirstFocus, useInsert } from './field-effects.ts';
import type { Outgoing } from './outgoing.ts';
import { complete, fileMention, slashCall } from './typed-text.ts';
import { useDraft } from './use-draft.ts';
import { type Suggestion, useSuggestions } from './use-suggestions.ts';
import { useUploads } from './use-uploads.ts';

export function useComposer(props: ComposerProps) {
  const { editing, commands, drafts, findFiles } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [isSending, setIsSending] = useState(false);
  const uploads = useUploads(props.upload, editing === undefined ? drafts : undefined);
  const { ready, reset, prepend } = uploads;
  const put = useCallback(
    (draft: Draft) => {
      setText(draft.text);
      setCaret(draft.text.length);
      reset(draft.attachments);
    },
    [reset],
  );
  /** The kept draft, before what was written or attached while it was on its way. */
  const restore = (kept: Draft) => {
    const whole = { text: kept.text + text, attachments: [...kept.attachments, ...ready] };
    setText(whole.text);
    setCaret(whole.text.length);
    prepend(kept.attachments);
    if (text !== '' || ready.length > 0) draft.keep(whole);
  };
  const draft = useDraft(drafts, restore);
  const suggestions = useSuggestions({ text, caret, commands, findFiles });
  const present = (): Draft => ({ text, attachments: [...ready] });
  const place = { field, present, put };
  useEditing(editing, place);
  useInsert(props.insert, {
    ...place,
    put(inserted) {
      put(inserted);
      if (editing === undefined) draft.keep(inserted);
    },
  });
  useFirstFocus(props.isNew, place);
  useKeptFiles(ready.map((each) => each.blobId).join(), () => editing === undefined && draft.keepNow(present()));

  const write = (next: string, at: number) => {
    setText(next);
    setCaret(at);
    if (editing === undefined) draft.keep({ text: next, attachments: [...ready] });
  };
  const canSend = !isSending && !uploads.isBusy && (text.trim() !== '' || ready.length > 0);
  const send = (mode: Outgoing['mode']) => {
    if (!canSend) return;
    const call = ready.length === 0 && editing === undefined ? slashCall(text, commands) : undefined;
    const act =
      call === undefined
        ? props.onSend({ text, attachments: ready, mode })
        : props.onCommand(call.command, call.argument);
    setIsSending(true);
    act
      .then(
        () => {
          // After an edit the field gets back what was being written before it.
          if (editing !== undefined) return;
          put({ text: '', attachments: [] });
          draft.forget();
        },
        () => undefined, // The person has been told; the text stays for another try.
      )
      .finally(() => {
        setIsSending(false);
        field.current?.focus();
      });
  };
  const choose = (item: Suggestion) => {
    if (item.type === 'command' && item.command.argument === undefined) {
      void props.onCommand(item.command, '').then(
        () => write('', 0),
        () => undefined, // As above.
      );
      return;
    }
    const start = suggestions.completion?.start ?? 0;
    const word = item.type === 'command' ? `/${item.command.name}` : fileMention(item.path);
    const next = complete(text, caret, { start, with: word });
    write(next.text, next.caret);
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  };
  return { field, text, write, setCaret, uploads, suggestions, canSend, send, choose };
}

/** Files belong to the draft too, and at once: a key may not follow, and the page may be gone the next moment. */
function useKeptFiles(ids: string, keep: () => void): void {
  const was = useRef(ids);
  const latest = useRef(keep);
  latest.current = keep;
  useEffect(() => {
    if (was.current === ids) return;
    was.current = ids;
    latest.current();
  }, [ids]);
}
