// The two keys that work everywhere: Ctrl or Cmd+K opens the palette, `?` the list of shortcuts.
import { useEffect, useRef } from 'react';
import { pressedKey } from '#renderer/ui/text/pressed-key.ts';

export type PaletteKeys = { readonly onPalette: () => void; readonly onShortcuts: () => void };

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

/** `?` is left alone in a field, where it is a letter. */
export function usePaletteKeys(keys: PaletteKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && pressedKey(event) === 'K') {
        event.preventDefault();
        latest.current.onPalette();
      } else if (event.key === '?' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
        event.preventDefault();
        latest.current.onShortcuts();
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
