// A box that scrolls inside and always says how much of it has not been seen: nothing is cut off silently.
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type ScrollProofProps = {
  readonly label: string;
  /** Lines in all, to say how many are left. */
  readonly lines: number;
  readonly maxHeight: string;
  readonly children: ReactNode;
  /** Called once the last line has been in view. */
  readonly onSeenAll?: () => void;
};

/** Reachable by keyboard, as every region that scrolls must be. */
const focusable = { tabIndex: 0 };

export function ScrollProof({ label, lines, maxHeight, children, onSeenAll }: ScrollProofProps) {
  const { t } = useText();
  const box = useRef<HTMLFieldSetElement>(null);
  const [below, setBelow] = useState(0);
  const measure = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    const hidden = element.scrollHeight - element.clientHeight - element.scrollTop;
    const share = element.scrollHeight === 0 ? 0 : Math.max(0, hidden - 2) / element.scrollHeight;
    setBelow(Math.ceil(share * lines));
    if (hidden <= 2) onSeenAll?.();
  }, [lines, onSeenAll]);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [measure]);
  return (
    <div className="relative overflow-hidden rounded-control border border-edge bg-sunken">
      <fieldset
        ref={box}
        data-scrolls
        aria-label={label}
        {...focusable}
        onScroll={measure}
        className="focus-inside block w-full min-w-0 overflow-auto"
        style={{ maxHeight }}
      >
        {children}
      </fieldset>
      {below > 0 && (
        <button
          type="button"
          onClick={() => box.current?.scrollBy({ top: box.current.clientHeight - 24 })}
          className="focus-inside flex h-7 w-full items-center justify-center gap-1 border-t border-ask-edge bg-ask-surface text-sm text-ask-ink"
        >
          <ArrowDown aria-hidden="true" />
          {t('chat.more_lines', { count: below })}
        </button>
      )}
    </div>
  );
}
