// One line of the palette, and the heading of a group of them.
import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import { Kbd } from '#renderer/ui/display/kbd.tsx';

export type PaletteItemProps = {
  /** Unique over the whole palette. */
  readonly value: string;
  readonly title: ReactNode;
  /** The name first, then other words; they decide what fits. */
  readonly texts: readonly string[];
  readonly detail?: ReactNode;
  /** A few quiet words at the end of the line. */
  readonly end?: ReactNode;
  readonly icon?: ReactNode;
  readonly shortcut?: string | undefined;
  readonly onSelect: () => void;
};

export function PaletteItem(props: PaletteItemProps) {
  const { value, title, texts, detail, end, icon, shortcut, onSelect } = props;
  return (
    <Command.Item
      value={value}
      keywords={[...texts]}
      onSelect={onSelect}
      className="flex min-h-9 items-center gap-3 rounded-control px-3 py-1.5 select-none data-[selected=true]:bg-pressed"
    >
      <span className="flex w-4 shrink-0 justify-center text-ink-faint">{icon}</span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span dir="auto" className="truncate text-start rtl:text-right">
          {title}
        </span>
        {detail !== undefined && <span className="line-clamp-2 text-sm text-ink-soft">{detail}</span>}
      </span>
      {end !== undefined && <span className="shrink-0 text-xs text-ink-soft">{end}</span>}
      {shortcut !== undefined && <Kbd keys={shortcut} />}
    </Command.Item>
  );
}

export function PaletteGroup({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Command.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint"
    >
      {children}
    </Command.Group>
  );
}
