// Rows of sums: what for, how many calls, tokens and cost.
import type { ReactNode } from 'react';
import { type Spent, tokensOf } from '#main/contract/usage.ts';
import { formatCount } from '#renderer/ui/text/format.ts';
import { costWords } from '#renderer/ui/text/spent-words.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type SpentRow = {
  readonly id: string;
  readonly name: ReactNode;
  /** Below the name. */
  readonly detail?: ReactNode;
  readonly spent: Spent;
};
export type SpentTableProps = {
  readonly label: string;
  /** Of the first column. */
  readonly head: string;
  readonly rows: readonly SpentRow[];
};

export function SpentTable({ label, head, rows }: SpentTableProps) {
  const { t, language } = useText();
  const numeric = 'py-1.5 ps-3 text-end align-top tabular-nums';
  return (
    <table aria-label={label} className="w-full border-collapse text-sm">
      <thead>
        <tr className="border-b border-edge text-ink-soft">
          <th scope="col" className="py-1 text-start font-normal">
            {head}
          </th>
          <th scope="col" className="py-1 ps-3 text-end font-normal">
            {t('usage.calls_word')}
          </th>
          <th scope="col" className="py-1 ps-3 text-end font-normal">
            {t('usage.tokens_word')}
          </th>
          <th scope="col" className="py-1 ps-3 text-end font-normal">
            {t('usage.cost')}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-edge">
        {rows.map(({ id, name, detail, spent }) => (
          <tr key={id}>
            <th scope="row" className="py-1.5 text-start align-top font-normal">
              <span className="wrap-anywhere">{name}</span>
              {detail !== undefined && <span className="block text-pretty text-ink-soft">{detail}</span>}
            </th>
            <td className={numeric}>{formatCount(spent.calls, language)}</td>
            <td
              className={numeric}
              title={t('usage.tokens_split', {
                input: formatCount(spent.inputTokens + spent.cacheWriteTokens, language),
                output: formatCount(spent.outputTokens, language),
                read: formatCount(spent.cacheReadTokens, language),
              })}
            >
              {formatCount(tokensOf(spent), language)}
            </td>
            <td className={numeric}>{costWords(spent, t, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
