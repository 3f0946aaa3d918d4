// A diff with signs and line numbers; the colour only repeats what the sign says.
import { classes } from '#renderer/ui/classes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { DiffLine } from './diff-lines.ts';

const look: Record<DiffLine['kind'], { readonly sign: string; readonly row: string }> = {
  added: { sign: '+', row: 'bg-done-surface text-done-ink' },
  removed: { sign: '−', row: 'bg-stop-surface text-stop-ink' },
  same: { sign: ' ', row: '' },
  gap: { sign: '…', row: 'text-ink-faint' },
};

export function DiffView({ lines }: { readonly lines: readonly DiffLine[] }) {
  const { t } = useText();
  return (
    <div dir="ltr" className="py-1 font-mono text-sm">
      {lines.map((line) => (
        <div key={keyOf(line)} className={classes('flex', look[line.kind].row)}>
          <span aria-hidden="true" className="w-10 shrink-0 pe-2 text-end text-xs leading-5 text-ink-faint select-none">
            {line.newNumber ?? line.oldNumber ?? ''}
          </span>
          <span className="w-4 shrink-0 select-none">
            <span aria-hidden="true">{look[line.kind].sign}</span>
            {line.kind !== 'same' && line.kind !== 'gap' && (
              <span className="sr-only">{t(`chat.diff_${line.kind}`)}</span>
            )}
          </span>
          <span className="min-h-5 min-w-0 flex-1 pe-3 break-all whitespace-pre-wrap">{line.text}</span>
        </div>
      ))}
    </div>
  );
}

function keyOf(line: DiffLine): string {
  return `${line.kind}:${line.oldNumber ?? ''}:${line.newNumber ?? ''}:${line.kind === 'gap' ? line.text : ''}`;
}
