// Separated values as a table of any length: only the rows in view have elements.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

type Rows = readonly (readonly string[])[];
const rowPx = 29;
const maxColumns = 200;
const focusable = { tabIndex: 0 };

function useRows(content: string): Rows | undefined {
  const [rows, setRows] = useState<Rows>();
  useEffect(() => {
    let isWanted = true;
    void import('papaparse').then(({ default: papa }) => {
      const { data } = papa.parse<string[]>(content, { skipEmptyLines: 'greedy' });
      if (isWanted) setRows(data);
    });
    return () => {
      isWanted = false;
    };
  }, [content]);
  return rows;
}

/** Each as wide as the longest of its first cells. */
function columnsOf(rows: Rows): readonly { readonly id: string; readonly width: number }[] {
  const count = Math.min(maxColumns, Math.max(1, ...rows.slice(0, 100).map((row) => row.length)));
  return Array.from({ length: count }, (_, column) => {
    const longest = Math.max(4, ...rows.slice(0, 100).map((row) => row[column]?.length ?? 0));
    return { id: `column-${column}`, width: Math.min(320, longest * 8 + 24) };
  });
}

export function TableView({ content, title }: { readonly content: string; readonly title: string }) {
  const { t } = useText();
  const rows = useRows(content);
  if (rows === undefined) return <Busy text={t('app.loading')} layout="page" />;
  return <Grid rows={rows} title={title} />;
}

export function Grid({ rows, title }: { readonly rows: Rows; readonly title: string }) {
  const { t } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [head = [], ...body] = rows;
  const virtual = useVirtualizer({
    count: body.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  const columns = columnsOf(rows);
  const template = { gridTemplateColumns: columns.map(({ width }) => `${width}px`).join(' '), width: 'max-content' };
  const cells = (row: readonly string[], Cell: 'td' | 'th') =>
    columns.map(({ id }, column) => (
      <Cell key={id} dir="auto" className="truncate px-3 py-1 text-start" title={row[column]}>
        {row[column] ?? ''}
      </Cell>
    ));
  return (
    <div ref={scroller} {...focusable} className="focus-inside min-h-0 flex-1 overflow-auto text-sm tabular-nums">
      <table aria-label={title} aria-rowcount={rows.length} className="block">
        <thead className="sticky top-0 z-10 block border-b border-edge bg-sunken">
          <tr aria-rowindex={1} className="grid" style={template}>
            {cells(head, 'th')}
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize(), width: template.width }}>
          {virtual.getVirtualItems().map((item) => (
            <tr
              key={item.key}
              aria-rowindex={item.index + 2}
              className="absolute grid border-b border-edge"
              style={{ ...template, top: item.start, height: rowPx }}
            >
              {cells(body[item.index] ?? [], 'td')}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="sticky start-0 px-3 py-2 text-ink-soft">{t('artefacts.rows', { count: body.length })}</p>
    </div>
  );
}
