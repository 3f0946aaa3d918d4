// What a catalogue offers, to choose one from.
import { visibleLine } from '#main/contract/shown-text.ts';
import type { CatalogueEntry } from '#main/contract/skills.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type CatalogueListProps = {
  readonly entries: readonly CatalogueEntry[];
  readonly isBusy: boolean;
  readonly onChoose: (name: string) => void;
};

export function CatalogueList({ entries, isBusy, onChoose }: CatalogueListProps) {
  const { t } = useText();
  if (entries.length === 0) return <p className="text-ink-soft">{t('skills.catalogue_empty')}</p>;
  return (
    <ul className="flex max-h-80 flex-col divide-y divide-edge overflow-y-auto rounded-card border border-edge">
      {entries.map((entry) => (
        <li key={entry.name} className="flex items-center justify-between gap-3 p-2">
          <span className="flex min-w-0 flex-col">
            <span className="font-medium">{entry.name}</span>
            <span className="text-sm text-pretty wrap-anywhere text-ink-soft">{visibleLine(entry.description)}</span>
          </span>
          <Button
            size="sm"
            disabled={isBusy}
            aria-label={t('skills.fetch_one', { name: entry.name })}
            onClick={() => onChoose(entry.name)}
          >
            {t('skills.fetch')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
