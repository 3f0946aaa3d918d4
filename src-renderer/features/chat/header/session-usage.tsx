// What the session has used so far: tokens and money, with the parts one click away.
import type { Usage } from '#main/contract/messages.ts';
import { Popover } from '#renderer/ui/overlays/popover.tsx';
import { formatCount } from '#renderer/ui/text/format.ts';
import { stepsCostWords } from '#renderer/ui/text/spent-words.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export function SessionUsage({ usage }: { readonly usage: Usage | undefined }) {
  const { t, language } = useText();
  if (usage === undefined || usage.inputTokens + usage.outputTokens === 0) return null;
  const tokens = t('chat.tokens', { count: formatCount(usage.inputTokens + usage.outputTokens, language) });
  const cost = usage.costUsd === undefined ? undefined : stepsCostWords(usage, t, language);
  const summary = cost === undefined ? tokens : `${tokens} · ${cost}`;
  const rows: readonly (readonly [string, string])[] = [
    ['chat.usage_input', formatCount(usage.inputTokens, language)],
    ['chat.usage_output', formatCount(usage.outputTokens, language)],
    ['chat.usage_cache_read', formatCount(usage.cacheReadTokens, language)],
    ['chat.usage_cache_write', formatCount(usage.cacheWriteTokens, language)],
    ['chat.usage_reasoning', formatCount(usage.reasoningTokens, language)],
    ['chat.usage_steps', formatCount(usage.steps, language)],
    ['chat.usage_cost', cost ?? t('chat.cost_unknown')],
  ];
  return (
    <Popover
      label={t('chat.usage')}
      align="end"
      className="w-64 p-4"
      trigger={
        <button
          type="button"
          aria-label={`${t('chat.usage')}: ${summary}`}
          className="inline-flex h-7 shrink-0 items-center rounded-control px-2 text-xs text-ink-soft tabular-nums hover:bg-hover hover:text-ink @max-3xl:hidden"
        >
          {summary}
        </button>
      }
    >
      <p className="pb-2 font-semibold">{t('chat.usage')}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
        {rows.map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="text-ink-soft">{t(key)}</dt>
            <dd className="text-end tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}
