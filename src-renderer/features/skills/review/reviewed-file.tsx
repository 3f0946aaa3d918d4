// One file in the review: what changed about it, and its whole content with nothing hidden in it.
import { FileCode, FileQuestion, FileText } from 'lucide-react';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { ReviewedFile as ReviewedFileData } from '#main/contract/skills.ts';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import type { Tone } from '#renderer/ui/display/tone.ts';
import { formatBytes } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { TextDiff } from './text-diff.tsx';

export type ReviewedFileProps = {
  readonly file: ReviewedFileData;
  readonly isUpdate: boolean;
  readonly isOpen: boolean;
};

const icons = { text: FileText, program: FileCode, other: FileQuestion } as const;
const tones: Readonly<Record<ReviewedFileData['change'], Tone>> = {
  same: 'plain',
  added: 'done',
  changed: 'ask',
  removed: 'stop',
};

export function ReviewedFile({ file, isUpdate, isOpen }: ReviewedFileProps) {
  const { t, language } = useText();
  const Icon = icons[file.kind];
  return (
    <details open={isOpen} className="rounded-card border border-edge bg-raised">
      <summary className="flex min-h-10 cursor-default flex-wrap items-center gap-2 px-3 py-1.5">
        <Icon className="text-ink-soft" aria-hidden="true" />
        <span className="min-w-0 font-mono text-sm wrap-anywhere" dir="ltr">
          {visibleLine(file.path)}
        </span>
        {file.kind === 'program' && <Badge tone="ask">{t('skills.file_program')}</Badge>}
        {file.hasHidden && <Badge tone="stop">{t('skills.file_hidden')}</Badge>}
        {isUpdate && <Badge tone={tones[file.change]}>{t(`skills.change_${file.change}`)}</Badge>}
        <span className="ms-auto text-xs text-ink-soft tabular-nums">{formatBytes(file.sizeBytes, language)}</span>
      </summary>
      <div className="flex flex-col gap-2 px-3 pb-3">
        {file.diff !== undefined && <TextDiff diff={file.diff} />}
        {file.text !== undefined && <CodeBlock code={file.text} label={file.path} maxHeight={420} wrap />}
        {file.text === undefined && file.change !== 'removed' && (
          <p className="text-sm text-ink-soft">
            {t(file.isCut && file.kind === 'text' ? 'skills.file_cut' : 'skills.file_other')}
          </p>
        )}
        <span className="font-mono text-xs wrap-anywhere text-ink-soft" dir="ltr">
          {file.sha256}
        </span>
      </div>
    </details>
  );
}
