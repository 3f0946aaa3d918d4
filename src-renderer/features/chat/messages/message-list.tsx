// The conversation as a virtual list: every position of the branch has a place, only those in view have elements.
// It stays at the newest message while the person is there, and stays where the person is otherwise.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Compaction } from '#main/contract/messages.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { chatBounds } from '../live/chat-state.ts';
import type { ChatView } from '../live/chat-store.ts';
import { MessageRow } from './message-row.tsx';
import { useEndsKeys } from './use-ends-keys.ts';

const estimatePx = { user: 96, assistant: 260 } as const;
const endPx = 48;
const markMs = 2_500;

export type MessageListProps = {
  readonly view: ChatView;
  readonly isBusy: boolean;
  /** Fetches what is missing around the rows in view. */
  readonly onShow: (from: number, to: number) => void;
  readonly onRetry: () => void;
  /** A depth to go to, from a search hit; a new object goes there again. */
  readonly reveal: { readonly depth: number } | undefined;
};

export function MessageList({ view, isBusy, onShow, onRetry, reveal }: MessageListProps) {
  const { t } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const { total, messages } = view;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimatePx[messages.get(index)?.role ?? (index % 2 === 0 ? 'user' : 'assistant')],
    overscan: 3,
    paddingEnd: 24,
    scrollPaddingStart: 40,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: endPx,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onShow(first, last), [first, last, onShow]);

  const toEnd = useCallback(() => virtual.scrollToEnd(), [virtual]);
  useLayoutEffect(toEnd, [toEnd]);
  const { isAtEnd, leave } = useStaysAtEnd(scroller, toEnd);
  const toStart = useCallback(() => {
    leave();
    virtual.scrollToIndex(0, { align: 'start' });
  }, [leave, virtual]);
  const onKeyDown = useEndsKeys(toStart, toEnd);
  const marked = useMarked(reveal, (depth) => {
    leave();
    virtual.scrollToIndex(depth, { align: 'start' });
  });
  const compactions = useMemo(() => byDepth(view.compactions), [view.compactions]);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="feed"
        aria-label={t('chat.conversation')}
        aria-busy={isBusy}
        {...focusable}
        onKeyDown={onKeyDown}
        className="focus-inside h-full overflow-x-hidden overflow-y-auto [overflow-anchor:none]"
      >
        <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const message = messages.get(item.index);
            const isFailed = view.failedPages.has(Math.floor(item.index / chatBounds.pageSize));
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <MessageRow
                  depth={item.index}
                  total={total}
                  message={message}
                  isBusy={isBusy}
                  isMarked={marked === item.index}
                  onRetry={isFailed ? onRetry : undefined}
                  compaction={compactions.get(item.index)}
                  liveOutput={message?.status === 'streaming' ? view.liveOutput : undefined}
                />
              </div>
            );
          })}
        </div>
      </div>
      {!isAtEnd && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            className="pointer-events-auto animate-appear rounded-full shadow-float"
            icon={<ArrowDown aria-hidden="true" />}
            onClick={toEnd}
          >
            {t('chat.jump_to_newest')}
          </Button>
        </div>
      )}
    </div>
  );
}

/**
 * Whether the person is at the newest message, told by scrolling alone. While they are, a smaller window (a question
 * appears, the message field grows) does not take it from them.
 */
function useStaysAtEnd(scroller: RefObject<HTMLElement | null>, toEnd: () => void) {
  const [isAtEnd, setIsAtEnd] = useState(true);
  const stays = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = () => {
      stays.current = element.scrollHeight - element.clientHeight - element.scrollTop <= endPx;
      setIsAtEnd(stays.current);
    };
    const observer = new ResizeObserver(() => stays.current && toEnd());
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller, toEnd]);
  const leave = useCallback(() => {
    stays.current = false;
  }, []);
  return { isAtEnd, leave };
}

/** Reachable by keyboard: Page Up, Page Down, Home and End scroll it. */
const focusable = { tabIndex: 0 };

function byDepth(compactions: readonly Compaction[]): ReadonlyMap<number, Compaction> {
  return new Map(compactions.filter((each) => each.active).map((each) => [each.throughDepth, each]));
}

/** Scrolls to the revealed depth and tells which row to mark for a moment. */
function useMarked(reveal: { readonly depth: number } | undefined, scrollTo: (depth: number) => void) {
  const [marked, setMarked] = useState<number | undefined>();
  const scroll = useRef(scrollTo);
  scroll.current = scrollTo;
  useEffect(() => {
    if (reveal === undefined) return;
    scroll.current(reveal.depth);
    setMarked(reveal.depth);
    const timer = setTimeout(() => setMarked(undefined), markMs);
    return () => clearTimeout(timer);
  }, [reveal]);
  return marked;
}
