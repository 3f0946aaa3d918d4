// The rows of the side bar, only those in sight: headings and sessions, one of them reached by Tab, the rest by arrows.
import { defaultRangeExtractor, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Session } from '#main/contract/messages.ts';
import { useRootScale } from '#renderer/ui/layout/use-root-scale.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { SessionActions } from './session-actions.ts';
import { SessionItem } from './session-item.tsx';
import type { SessionGroup, SessionRow } from './session-rows.ts';
import { useRowFocus } from './use-row-focus.ts';

export type SessionItemsProps = {
  readonly rows: readonly SessionRow[];
  readonly label: string;
  readonly actions: SessionActions;
  readonly hrefFor: (session: Session) => string;
  readonly openId: string | undefined;
  /** The end of what is loaded is in sight. */
  readonly onNearEnd: () => void;
  /** Below the last row: loading, could not load. */
  readonly footer?: ReactNode;
};

// At the usual text size.
const rowHeight = 34;
const headingHeight = 32;
const nearEndRows = 20;

export function SessionItems({ rows, label, actions, hrefFor, openId, onNearEnd, footer }: SessionItemsProps) {
  const scroller = useRef<HTMLElement>(null);
  const [renamingKey, setRenamingKey] = useState<string>();
  const focus = useRowFocus(rows, openId, (index) => virtualizer.scrollToIndex(index));
  const scale = useRootScale();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => Math.round(scale * (rows[index]?.type === 'heading' ? headingHeight : rowHeight)),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    // The row with the focus stays drawn while it is scrolled away, or the focus would be lost.
    rangeExtractor: (range) => withIndex(defaultRangeExtractor(range), focus.index),
  });
  useEffect(() => {
    void scale;
    virtualizer.measure();
  }, [virtualizer, scale]);
  const lastShown = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastShown >= rows.length - nearEndRows) onNearEnd();
  }, [lastShown, rows.length, onNearEnd]);

  const drawSession = (session: Session, index: number) => (
    <SessionItem
      session={session}
      actions={actions}
      href={hrefFor(session)}
      isOpen={session.id === openId}
      isCurrent={index === focus.index}
      isRenaming={session.id === renamingKey}
      onRename={() => setRenamingKey(session.id)}
      onRenamed={(byKey) => {
        setRenamingKey(undefined);
        if (byKey) focus.bring(session.id);
      }}
      onMove={(to) => focus.move(index, to)}
      onFocus={() => focus.came(session.id)}
      onRemove={() => {
        focus.leave(index);
        actions.remove(session);
      }}
      rowRef={(element) => focus.keep(session.id, element)}
    />
  );
  return (
    <nav ref={scroller} aria-label={label} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <Row key={item.key} item={item} count={rows.length}>
              {row.type === 'heading' ? <Heading group={row.group} /> : drawSession(row.session, item.index)}
            </Row>
          );
        })}
      </ul>
      {footer}
    </nav>
  );
}

type RowProps = { readonly item: VirtualItem; readonly count: number; readonly children: ReactNode };

function Row({ item, count, children }: RowProps) {
  return (
    <li
      aria-setsize={count}
      aria-posinset={item.index + 1}
      className="absolute inset-x-0 top-0"
      style={{ height: item.size, transform: `translateY(${item.start}px)` }}
    >
      {children}
    </li>
  );
}

function Heading({ group }: { readonly group: SessionGroup }) {
  const { t } = useText();
  return (
    <h3 className="flex h-full items-end px-2 pb-1.5 text-xs font-medium text-ink-faint">
      {t(`sessions.group_${group}`)}
    </h3>
  );
}

function withIndex(shown: readonly number[], index: number): number[] {
  return [...new Set([...shown, Math.max(0, index)])].sort((a, b) => a - b);
}
