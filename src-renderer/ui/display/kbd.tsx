// Keys to press: `<Kbd keys="Ctrl K" />`.
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span dir="ltr" className="inline-flex shrink-0 gap-0.5">
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-edge bg-sunken px-1 font-sans text-xs text-ink-soft"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}

/** `Ctrl` or `⌘`, by the machine in front of the person. */
export function modifierKey(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
}
