// A row of a list that is chosen as a whole, with room for actions that show on hover and focus.
import type { ReactNode } from 'react';
import { classes } from '../classes.ts';

export type ListRowProps = {
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly icon?: ReactNode;
  /** Always shown at the end: a state, a count. */
  readonly end?: ReactNode;
  /** Buttons that show on hover, on focus, and where there is no pointer that hovers. */
  readonly actions?: ReactNode;
  readonly selected?: boolean;
  readonly onSelect: () => void;
  /** An address within the app, so that the row is a real link. */
  readonly href?: string;
  readonly tooltip?: string;
};

const target = 'focus-inside flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-control px-2 py-1 text-start';

export function ListRow(props: ListRowProps) {
  const { title, detail, icon, end, actions, selected = false, onSelect, href, tooltip } = props;
  const content = (
    <>
      {icon !== undefined && <span className="flex shrink-0 text-ink-soft">{icon}</span>}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate">{title}</span>
        {detail !== undefined && <span className="truncate text-xs text-ink-soft">{detail}</span>}
      </span>
      {end !== undefined && <span className="flex shrink-0 items-center text-xs text-ink-soft">{end}</span>}
    </>
  );
  return (
    <div
      className={classes(
        'group/row relative flex items-center rounded-control',
        selected ? 'bg-pressed font-medium' : 'hover:bg-hover',
      )}
    >
      {href === undefined ? (
        <button
          type="button"
          title={tooltip}
          onClick={onSelect}
          aria-current={selected || undefined}
          className={target}
        >
          {content}
        </button>
      ) : (
        <a
          href={href}
          title={tooltip}
          aria-current={selected ? 'page' : undefined}
          className={classes(target, 'cursor-default')}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onSelect();
          }}
        >
          {content}
        </a>
      )}
      {actions !== undefined && (
        <span className="flex shrink-0 items-center pe-0.5 opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:opacity-100">
          {actions}
        </span>
      )}
    </div>
  );
}
