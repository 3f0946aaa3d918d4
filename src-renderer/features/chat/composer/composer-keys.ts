// What the keys of the message field mean.

export type KeyAct =
  | 'pass'
  | 'next'
  | 'previous'
  | 'choose'
  | 'dismiss'
  | 'edit_last'
  | 'cancel_edit'
  | 'send'
  | 'queue';
type KeyPlace = { readonly suggestions: number; readonly isEmpty: boolean; readonly isEditing: boolean };

/** What a key means in the composer; `pass`: what it means anywhere. */
export function keyAct(
  event: {
    readonly key: string;
    readonly shiftKey: boolean;
    readonly altKey: boolean;
    readonly ctrlKey: boolean;
    readonly metaKey: boolean;
  },
  place: KeyPlace,
): KeyAct {
  const isPlain = !(event.shiftKey || event.altKey || event.ctrlKey || event.metaKey);
  if (place.suggestions > 0 && isPlain) {
    if (event.key === 'ArrowDown') return 'next';
    if (event.key === 'ArrowUp') return 'previous';
    if (event.key === 'Enter' || event.key === 'Tab') return 'choose';
    if (event.key === 'Escape') return 'dismiss';
  }
  if (event.key === 'Enter' && !event.shiftKey)
    return event.altKey || event.ctrlKey || event.metaKey ? 'queue' : 'send';
  if (event.key === 'Escape' && place.isEditing) return 'cancel_edit';
  if (event.key === 'ArrowUp' && isPlain && place.isEmpty && !place.isEditing) return 'edit_last';
  return 'pass';
}
