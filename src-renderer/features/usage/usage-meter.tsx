// The thin line at the foot of the side bar: what today took of its cap; a click leads to the whole account.
import { useCallback, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type SpentToday, tokensOf } from '#main/contract/usage.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { MeterBar } from '#renderer/ui/display/meter.tsx';
import { formatCost, formatCount } from '#renderer/ui/text/format.ts';
import { countedWords } from '#renderer/ui/text/spent-words.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type UsageMeterProps = {
  readonly client: Pick<LimpetClient, 'usage'>;
  /** Of the account, so that it is a real link. */
  readonly href: string;
  readonly onOpen: () => void;
};

export function UsageMeter({ client, href, onOpen }: UsageMeterProps) {
  const { t, language } = useText();
  const [today, setToday] = useState<SpentToday>();
  useFollow({
    open: useCallback((signal: AbortSignal) => client.usage.watch({}, { signal }), [client]),
    onItem: setToday,
  });
  if (today === undefined) return null;
  const { spent, caps } = today;
  const tokens = tokensOf(spent);
  // The cap that is nearer to its end is the one to show.
  const isMoney = spent.countedUsd * caps.tokensPerDay >= tokens * caps.costUsdPerDay;
  const shown = isMoney
    ? {
        ...{ used: spent.countedUsd, limit: caps.costUsdPerDay, key: 'usage.of_cap' },
        words: { used: countedWords(spent, language), cap: formatCost(caps.costUsdPerDay, language) },
      }
    : {
        ...{ used: tokens, limit: caps.tokensPerDay, key: 'usage.meter_tokens' },
        words: { used: formatCount(tokens, language), cap: formatCount(caps.tokensPerDay, language) },
      };
  const text = t(shown.key, shown.words);
  return (
    <a
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onOpen();
      }}
      className="focus-inside flex shrink-0 cursor-default flex-col gap-1.5 border-t border-edge px-4 py-2.5 text-xs text-ink-soft hover:bg-hover hover:text-ink"
    >
      <span className="flex justify-between gap-2 tabular-nums">
        <span>{t('usage.today')}</span>
        <span>{text}</span>
      </span>
      <MeterBar used={shown.used} limit={shown.limit} />
      <span className="sr-only">{t('usage.meter_open')}</span>
    </a>
  );
}
