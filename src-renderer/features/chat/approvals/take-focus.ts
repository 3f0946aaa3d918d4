/** Puts the keyboard on the text of a card that waits, unless the person is in the middle of writing. */
export function takeFocus(card: HTMLElement | null): void {
  const active = document.activeElement;
  const isWriting = active instanceof HTMLTextAreaElement && active.value !== '';
  const isElsewhere = active?.closest('[role="dialog"], [role="menu"]') != null;
  if (!isWriting && !isElsewhere) card?.focus({ preventScroll: true });
}
