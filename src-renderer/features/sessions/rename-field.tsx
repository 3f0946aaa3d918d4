// A new name, typed in place: Enter and leaving keep it, Esc does not.
import { useEffect, useRef, useState } from 'react';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type RenameFieldProps = {
  readonly title: string;
  /** The new name, or undefined when nothing is to change. `byKey`: the list should take the focus back. */
  readonly onEnd: (title: string | undefined, byKey: boolean) => void;
};

export function RenameField({ title, onEnd }: RenameFieldProps) {
  const { t } = useText();
  const [text, setText] = useState(title);
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => {
    // After the menu that asked for it has given up the focus.
    const frame = requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.select();
    });
    return () => cancelAnimationFrame(frame);
  }, []);

  const end = (wanted: string | undefined, byKey: boolean) => {
    // Esc removes the field, and its removal fires a blur that must not keep the name.
    if (isOver.current) return;
    isOver.current = true;
    const trimmed = wanted?.trim();
    onEnd(trimmed === '' || trimmed === title ? undefined : trimmed, byKey);
  };

  return (
    <input
      ref={input}
      type="text"
      dir="auto"
      maxLength={200}
      value={text}
      aria-label={t('sessions.rename_label', { title })}
      className="h-8 w-full rounded-control border border-edge-strong bg-raised px-2 focus-visible:outline-offset-0"
      onChange={(event) => setText(event.target.value)}
      onBlur={() => end(text, false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') end(text, true);
        if (event.key === 'Escape') {
          event.preventDefault();
          end(undefined, true);
        }
      }}
    />
  );
}
