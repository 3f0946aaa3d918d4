// A wait: the ring at once, the words after a second. Read aloud at once.
import { Spinner } from '../controls/button.tsx';

export type BusyProps = { readonly text: string; readonly layout?: 'line' | 'page' };

export function Busy({ text, layout = 'line' }: BusyProps) {
  return (
    <div
      role="status"
      className={
        layout === 'page'
          ? 'flex h-full min-h-24 items-center justify-center gap-2 p-6 text-ink-soft'
          : 'flex items-center gap-2 text-ink-soft'
      }
    >
      <Spinner />
      <span className="animate-words">{text}</span>
    </div>
  );
}
