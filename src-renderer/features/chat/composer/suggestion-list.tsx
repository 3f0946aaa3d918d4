// The list above the composer while a command or a file name is typed. The text field keeps the focus.
import { File, SquareSlash } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Suggestion } from './use-suggestions.ts';

export type SuggestionListProps = {
  readonly id: string;
  readonly items: readonly Suggestion[];
  readonly active: number;
  readonly onChoose: (item: Suggestion) => void;
};

export function SuggestionList({ id, items, active, onChoose }: SuggestionListProps) {
  const { t } = useText();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      id={id}
      ref={list}
      role="listbox"
      tabIndex={-1}
      aria-label={t(items[0]?.type === 'file' ? 'chat.files' : 'chat.commands')}
      className="absolute inset-x-0 bottom-full z-20 mb-2 max-h-72 animate-appear overflow-y-auto rounded-card border border-edge bg-raised p-1 shadow-float"
    >
      {items.map((item, index) => (
        <div
          key={item.key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // The text field must not lose the caret.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(item);
          }}
          className={classes(
            'flex min-h-9 items-center gap-2 rounded-control px-2 py-1',
            index === active ? 'bg-hover' : 'hover:bg-hover',
          )}
        >
          <SuggestionLine item={item} />
        </div>
      ))}
    </div>
  );
}

function SuggestionLine({ item }: { readonly item: Suggestion }) {
  const { t } = useText();
  if (item.type === 'file') {
    const slash = item.path.lastIndexOf('/') + 1;
    return (
      <>
        <File className="text-ink-faint" aria-hidden="true" />
        <span className="shrink-0">{item.path.slice(slash)}</span>
        <span className="min-w-0 truncate text-sm text-ink-faint">{item.path.slice(0, slash)}</span>
      </>
    );
  }
  const { command } = item;
  return (
    <>
      <SquareSlash className="text-ink-faint" aria-hidden="true" />
      <span className="shrink-0 font-medium">/{command.name}</span>
      {command.argument !== undefined && <span className="shrink-0 text-sm text-ink-faint">{t(command.argument)}</span>}
      <span className="min-w-0 truncate text-sm text-ink-soft">{t(command.description)}</span>
    </>
  );
}
