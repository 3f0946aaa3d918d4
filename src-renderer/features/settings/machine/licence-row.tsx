// One work of others: what it is and under which licence; its texts are drawn when they are asked for.
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Licensed } from '#renderer/api/licences.ts';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type LicenceRowProps = { readonly work: Licensed; readonly texts: readonly string[] };

function useNotes({ kind, carrier, author }: Licensed): string {
  const { t } = useText();
  const notes = [
    kind === 'inside' && carrier !== null ? t('settings.licences_inside', { carrier }) : undefined,
    kind === 'font' || kind === 'native' || kind === 'runtime' ? t(`settings.licences_kind_${kind}`) : undefined,
    author === null ? undefined : t('settings.licences_by', { author: withoutAddresses(author) }),
  ];
  return notes.filter((note) => note !== undefined).join(' · ');
}

/** package.json writes `Name <mail> (address)`. */
function withoutAddresses(author: string): string {
  return author.replace(/\s*[<(][^>)]*[>)]/g, '').trim() || author;
}

export function LicenceRow({ work, texts }: LicenceRowProps) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const notes = useNotes(work);
  return (
    <li className="border-b border-edge last:border-b-0">
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)} className="group/licence">
        <summary className="focus-inside flex min-h-11 list-none items-center gap-3 px-3 py-1.5 select-none hover:bg-hover [&::-webkit-details-marker]:hidden">
          <ChevronRight
            className="text-ink-faint transition-transform duration-100 group-open/licence:rotate-90 rtl:group-open/licence:-rotate-90"
            aria-hidden="true"
          />
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
              <span className="font-medium wrap-anywhere">{work.name}</span>
              {work.version !== null && <span className="text-sm text-ink-soft tabular-nums">{work.version}</span>}
            </span>
            {notes !== '' && <span className="text-sm text-ink-soft wrap-anywhere">{notes}</span>}
          </span>
          <Badge>{work.licence}</Badge>
        </summary>
        {isOpen && (
          <div className="flex flex-col gap-3 px-3 pt-1 pb-4 list:ps-10">
            {work.texts.map((place) => (
              <CodeBlock
                key={place}
                code={texts[place] ?? ''}
                label={t('settings.licences_text_of', { name: work.name })}
                name={work.homepage ?? work.name}
                maxHeight={320}
                wrap
              />
            ))}
          </div>
        )}
      </details>
    </li>
  );
}
