// A box that scrolls by itself. Only while something is out of view is it a stop for the Tab key.
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { classes } from '../classes.ts';

export type ScrollRegionProps = {
  /** Read aloud when it is reached. */
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly style?: CSSProperties | undefined;
};

export function ScrollRegion({ label, children, className, style }: ScrollRegionProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () =>
      setOverflows(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return (
    <fieldset
      ref={box}
      aria-label={label}
      {...(overflows ? { tabIndex: 0 } : {})}
      className={classes('focus-inside min-w-0 overflow-auto', className)}
      style={style}
    >
      {children}
    </fieldset>
  );
}
