// What comes into the message field from elsewhere: the focus, an edit, a text to begin with.
import { type RefObject, useEffect, useRef } from 'react';
import type { Attachment, Draft } from '#main/contract/chat.ts';

export type MessageField = {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** What is written now. */
  readonly present: () => Draft;
  readonly put: (draft: Draft) => void;
};

/** An edit takes the field over; when it ends, what was being written before is back. */
export function useEditing(editing: Draft | undefined, { field, present, put }: MessageField): void {
  const was = useRef<Draft | undefined>(undefined);
  const before = useRef<Draft>({ text: '', attachments: [] });
  const now = useRef(present);
  now.current = present;
  useEffect(() => {
    if (was.current === editing) return;
    if (was.current === undefined) before.current = now.current();
    was.current = editing;
    put(editing ?? before.current);
    field.current?.focus();
  }, [editing, put, field]);
}

/** A text from elsewhere; `after`: behind what is written already, instead of in its place. */
export type Insert = {
  readonly text: string;
  readonly after?: boolean;
  readonly attachments?: readonly Attachment[];
};

/** What was there on arrival is old; only what comes later is put into the field. */
export function useInsert(insert: Insert | undefined, place: MessageField): void {
  const { field } = place;
  const was = useRef(insert);
  const latest = useRef(place);
  latest.current = place;
  useEffect(() => {
    if (insert === undefined || was.current === insert) return;
    was.current = insert;
    const { put, present } = latest.current;
    const now = present();
    const isBehind = insert.after === true && now.text.trim() !== '';
    const text = isBehind ? `${now.text.trimEnd()}\n\n${insert.text}`.trimEnd() : insert.text;
    put({ text, attachments: [...(insert.after === true ? now.attachments : []), ...(insert.attachments ?? [])] });
    field.current?.focus();
  }, [insert, field]);
}

/**
 * An opened chat is ready to be written in, unless the person is elsewhere or would only get a keyboard on the screen. A
 * new chat waits for its first words, unless they are writing somewhere else.
 */
export function useFirstFocus(isNew: boolean, { field }: MessageField): void {
  useEffect(() => {
    const active = document.activeElement;
    const isFree = active === null || active === document.body;
    const isWriting = active?.matches('input, textarea, [contenteditable], [role="dialog"] *') === true;
    const hasKeys = window.matchMedia('(pointer: fine)').matches;
    if (isNew ? !isWriting : isFree && hasKeys) field.current?.focus();
  }, [isNew, field]);
}
