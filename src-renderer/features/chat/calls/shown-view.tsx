// Exactly what a call will do or did: the words of a command one per line, the diff, the address, the text.
import { KeyRound } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { FileChange, Shown } from '#main/contract/messages.ts';
import { changePlace, shownText, visibleLines } from '#main/contract/shown-text.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { diffLines } from './diff-lines.ts';
import { DiffView } from './diff-view.tsx';
import { ScrollProof } from './scroll-proof.tsx';

export type ShownViewProps = {
  readonly shown: Shown;
  readonly maxHeight: string;
  /** Called once the last line has been in view. */
  readonly onSeenAll?: () => void;
};

export function ShownView({ shown, maxHeight, onSeenAll }: ShownViewProps) {
  const { t } = useText();
  const { lines } = useMemo(() => shownText(shown), [shown]);
  const seen = onSeenAll === undefined ? {} : { onSeenAll };
  const box = { maxHeight, ...seen };
  switch (shown.type) {
    case 'argv':
      return (
        <ScrollProof label={t('chat.shown_command')} lines={lines.length} {...box}>
          <ShownBody shown={shown} />
        </ScrollProof>
      );
    case 'diff':
      return <ShownDiff path={shown.path} lines={lines} box={box} />;
    case 'changes':
      return <ShownChanges files={shown.files} maxHeight={maxHeight} lines={lines.length} {...seen} />;
    case 'request':
    case 'text':
      return (
        <ScrollProof
          label={t(shown.type === 'text' ? 'chat.shown_text' : 'chat.shown_request')}
          lines={lines.length}
          {...box}
        >
          <ShownBody shown={shown} />
        </ScrollProof>
      );
  }
}

/** The same without a box of its own, where several stand in one. */
export function ShownBody({ shown }: { readonly shown: Shown }) {
  const { lines } = useMemo(() => shownText(shown), [shown]);
  switch (shown.type) {
    case 'argv':
      return <ArgumentLines lines={lines} />;
    case 'diff':
      return <DiffView lines={diffLines(lines.join('\n'))} />;
    case 'changes':
      return <ChangedFiles files={shown.files} />;
    case 'request':
    case 'text': {
      const text = (
        <pre
          dir={shown.type === 'text' ? 'auto' : 'ltr'}
          className="px-3 py-2 font-mono text-sm break-words whitespace-pre-wrap"
        >
          {lines.join('\n')}
        </pre>
      );
      return shown.type === 'request' && shown.keys !== undefined ? <WithKeys shown={shown}>{text}</WithKeys> : text;
    }
  }
}

type WithKeysProps = { readonly shown: Extract<Shown, { type: 'request' }>; readonly children: ReactNode };

/** Which stored keys are put in on the way, and for whom; their values stand nowhere. */
function WithKeys({ shown, children }: WithKeysProps) {
  const { t, language } = useText();
  const names = new Intl.ListFormat(language).format(shown.keys ?? []);
  return (
    <div className="flex flex-col gap-2">
      {children}
      <p className="flex items-start gap-2 text-sm text-pretty">
        <KeyRound className="mt-0.5 shrink-0 text-ask-ink" aria-hidden="true" />
        <span className="min-w-0 wrap-anywhere">
          {t('chat.shown_keys', { keys: names, host: URL.canParse(shown.url) ? new URL(shown.url).host : shown.url })}
        </span>
      </p>
    </div>
  );
}

/** A line that goes on the argument before it begins with an arrow and has no number. */
function ArgumentLines({ lines }: { readonly lines: readonly string[] }) {
  let number = 0;
  const rows = lines.map((text, index) => {
    const goesOn = text.startsWith('↳ ');
    if (!goesOn) number += 1;
    return { key: `${index}:${text}`, number: goesOn ? '' : String(number), text };
  });
  return (
    <div dir="ltr" className="py-1 font-mono text-sm">
      {rows.map((row) => (
        <div key={row.key} className="flex">
          <span aria-hidden="true" className="w-8 shrink-0 pe-2 text-end text-xs leading-5 text-ink-faint select-none">
            {row.number}
          </span>
          <span className="min-w-0 pe-3 break-all whitespace-pre-wrap">{row.text}</span>
        </div>
      ))}
    </div>
  );
}

type ShownDiffProps = {
  readonly path: string;
  readonly lines: readonly string[];
  readonly box: { readonly maxHeight: string; readonly onSeenAll?: () => void };
};

function ShownDiff({ path, lines, box }: ShownDiffProps) {
  const { t } = useText();
  const rows = useMemo(() => diffLines(lines.join('\n')), [lines]);
  return (
    <ScrollProof label={t('chat.shown_diff', { path })} lines={rows.length} {...box}>
      <DiffView lines={rows} />
    </ScrollProof>
  );
}

type ShownChangesProps = {
  readonly files: readonly FileChange[];
  readonly lines: number;
  readonly maxHeight: string;
  readonly onSeenAll?: () => void;
};

/** All files in one box that scrolls as a whole: none of them is out of sight unsaid. */
function ShownChanges({ files, lines, ...box }: ShownChangesProps) {
  const { t } = useText();
  return (
    <ScrollProof label={t('side.shown_changes', { count: files.length })} lines={lines} {...box}>
      <ChangedFiles files={files} />
    </ScrollProof>
  );
}

function ChangedFiles({ files }: Pick<ShownChangesProps, 'files'>) {
  const { t } = useText();
  return files.map((file) => (
    <div key={file.path} className="not-first:border-t not-first:border-edge">
      <p className="flex flex-wrap gap-x-2 bg-quiet px-3 py-1 text-sm">
        <bdi className="font-mono break-all">{changePlace(file)}</bdi>
        <span className="text-ink-soft">{t(`side.change_${file.change}`)}</span>
      </p>
      {file.diff !== '' && <DiffView lines={diffLines(visibleLines(file.diff).join('\n'))} />}
    </div>
  ));
}
