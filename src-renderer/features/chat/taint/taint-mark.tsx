// Quietly in the header: this chat has read words of others. A click says whose, and offers a clean chat.
import { ScanEye } from 'lucide-react';
import type { TaintLabels } from '#main/contract/taint.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Popover } from '#renderer/ui/overlays/popover.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { visibleText } from '../calls/visible-text.ts';

const shownSources = 20;
const ownNames = new Set(['import', 'earlier', 'chats', 'notes', 'api']);

export type TaintMarkProps = { readonly labels: TaintLabels | undefined; readonly onContinueClean: () => void };

export function TaintMark({ labels, onContinueClean }: TaintMarkProps) {
  const { t } = useText();
  if (labels?.trust !== 'untrusted') return null;
  return (
    <Popover
      label={t('taint.mark')}
      align="end"
      trigger={
        <button
          type="button"
          aria-label={t('taint.mark_more')}
          className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover"
        >
          <ScanEye className="size-3.5!" aria-hidden="true" />
          <span className="@max-3xl:hidden">{t('taint.mark')}</span>
        </button>
      }
    >
      <div className="flex min-h-0 flex-col items-start gap-3">
        <p className="font-semibold">{t('taint.mark')}</p>
        <p className="text-pretty text-ink-soft">
          {t('taint.mark_text')} {labels.secrecy !== 'public' && t('taint.mark_private')}
        </p>
        <Sources labels={labels} />
        <Button size="sm" onClick={onContinueClean}>
          {t('taint.continue_clean')}
        </Button>
      </div>
    </Popover>
  );
}

function Sources({ labels }: { readonly labels: TaintLabels }) {
  const { t } = useText();
  const newest = labels.sources.slice(-shownSources).toReversed();
  const more = labels.sources.length - newest.length + labels.more;
  return (
    <div className="w-full">
      <h3 className="mb-1 text-sm font-medium">{t('taint.sources')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <ul tabIndex={0} aria-label={t('taint.sources')} className="flex max-h-48 flex-col gap-1 overflow-y-auto">
        {newest.map(({ source, trust, secrecy }) => (
          <li key={source} className="text-sm">
            <span className="wrap-anywhere" dir="auto">
              {ownNames.has(source) ? t(`taint.source_${source}`) : visibleText(source)}
            </span>
            <span className="block text-xs text-ink-soft">
              {t(`taint.trust_${trust}`)} · {t(`taint.secrecy_${secrecy}`)}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-sm text-ink-soft">{t('taint.sources_more', { count: more })}</p>}
    </div>
  );
}
