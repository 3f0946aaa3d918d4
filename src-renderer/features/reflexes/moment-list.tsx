// When something happened, or would have: one line each, to the second.
import type { ReflexMoment } from '#main/contract/reflexes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { momentTime, momentWords } from './rule-words.ts';

export type MomentListProps = {
  readonly label: string;
  readonly unit: string;
  readonly moments: readonly (ReflexMoment & { readonly key: string; readonly note?: string | undefined })[];
};

export function MomentList({ label, unit, moments }: MomentListProps) {
  const { t, language } = useText();
  return (
    <ol
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keys.
      tabIndex={0}
      className="focus-inside flex max-h-64 flex-col overflow-y-auto rounded-control border border-edge bg-sunken p-2"
    >
      {moments.map((moment) => (
        <li key={moment.key} className="flex flex-wrap gap-x-4 px-1 py-0.5 tabular-nums">
          <time dateTime={new Date(moment.at).toISOString()} className="text-ink-soft">
            {momentTime(moment.at, { language })}
          </time>
          <span>{momentWords(moment, unit, { t, language })}</span>
          {moment.note !== undefined && <span className="w-full text-sm text-stop-ink">{moment.note}</span>}
        </li>
      ))}
    </ol>
  );
}
