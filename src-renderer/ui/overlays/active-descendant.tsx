// Tells assistive technology which entry of a cmdk list is the present one.
import { useCommandState } from 'cmdk';
import { useEffect, useRef } from 'react';

/**
 * To be put inside a `Command`. After the filter changes, cmdk goes on naming the entry that was selected before, which may
 * be gone; this names the right one.
 */
export function ActiveDescendant() {
  const mark = useRef<HTMLSpanElement>(null);
  const selected = useCommandState((state) => state.value);
  const count = useCommandState((state) => state.filtered.count);
  useEffect(() => {
    void [selected, count];
    const root = mark.current?.closest('[cmdk-root]');
    const id = root?.querySelector('[cmdk-item][aria-selected="true"]')?.id;
    for (const element of root?.querySelectorAll('[cmdk-input], [cmdk-list]') ?? []) {
      if (id === undefined) element.removeAttribute('aria-activedescendant');
      else element.setAttribute('aria-activedescendant', id);
    }
  }, [selected, count]);
  return <span ref={mark} hidden />;
}
