// What changed in a file since it was accepted, line by line; the colour only repeats what the sign says.
import { classes } from '#renderer/ui/classes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

/** Reachable by keyboard, as every region that scrolls must be. */
const focusable = { tabIndex: 0 };

const looks: Readonly<Record<string, string>> = {
  '+': 'bg-done-surface text-done-ink',
  '-': 'bg-stop-surface text-stop-ink',
  '…': 'text-ink-faint',
};

type Row = { readonly key: string; readonly sign: string; readonly text: string };

/** Without the head of the patch, which says the file's name three times. */
function rowsOf(diff: string): readonly Row[] {
  const lines = diff.replace(/\n$/, '').split('\n');
  const first = lines.findIndex((line) => line.startsWith('@@'));
  return lines.slice(first + 1).map((line, at) => {
    const isGap = line.startsWith('@@');
    return { key: `${at} ${line}`, sign: isGap ? '…' : line.slice(0, 1), text: isGap ? '' : line.slice(1) };
  });
}

export function TextDiff({ diff }: { readonly diff: string }) {
  const { t } = useText();
  const spoken: Readonly<Record<string, string>> = { '+': t('chat.diff_added'), '-': t('chat.diff_removed') };
  return (
    <fieldset
      aria-label={t('skills.file_diff')}
      {...focusable}
      className="focus-inside block w-full min-w-0 overflow-auto rounded-control border border-edge bg-sunken"
      style={{ maxHeight: 320 }}
    >
      <div dir="ltr" className="py-1 font-mono text-sm">
        {rowsOf(diff).map(({ key, sign, text }) => (
          <div key={key} className={classes('flex px-3', looks[sign] ?? '')}>
            <span className="w-4 shrink-0 select-none">
              <span aria-hidden="true">{sign}</span>
              {spoken[sign] !== undefined && <span className="sr-only">{spoken[sign]}</span>}
            </span>
            <span className="min-h-5 min-w-0 flex-1 break-all whitespace-pre-wrap">{text}</span>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
