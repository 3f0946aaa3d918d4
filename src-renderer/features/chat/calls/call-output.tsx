// What a call gave back: capped, with the rest one click away; the last lines while it still runs.
import { useState } from 'react';
import { fromErrorData, toErrorData } from '#main/contract/errors.ts';
import type { ToolCall } from '#main/contract/messages.ts';
import { unmarkUntrusted } from '#main/contract/untrusted-text.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { visibleText } from './visible-text.ts';

const cappedLines = 24;
const liveLines = 12;
const openHeight = 480;

export type CallOutputProps = {
  readonly call: ToolCall;
  readonly live: string | undefined;
  /** Reads the whole stored output. */
  readonly onReadAll: (call: ToolCall) => Promise<string>;
};

export function CallOutput({ call, live, onReadAll }: CallOutputProps) {
  const { t } = useText();
  const [whole, setWhole] = useState<string | undefined>();
  const [isOpen, setIsOpen] = useState(false);
  const [failure, setFailure] = useState<string | undefined>();
  const [isReading, setIsReading] = useState(false);
  if (call.endedAt === undefined && live !== undefined && live !== '') {
    return <CodeBlock code={lastLines(visibleText(live), liveLines)} name={t('chat.output_live')} wrap />;
  }
  const text = visibleText(unmarkUntrusted(whole ?? call.output ?? ''));
  if (text === '') return null;
  const lines = text.split('\n');
  const isCut = !isOpen && lines.length > cappedLines;
  const hasMore = isCut || (call.outputBlobId !== undefined && whole === undefined);
  const showAll = () => {
    setIsOpen(true);
    if (call.outputBlobId === undefined || whole !== undefined) return;
    setIsReading(true);
    onReadAll(call)
      .then(setWhole, (error: unknown) => setFailure(describeError(fromErrorData(toErrorData(error)), t)))
      .finally(() => setIsReading(false));
  };
  return (
    <div className="flex flex-col items-start gap-1 *:max-w-full">
      <div className="w-full">
        <CodeBlock
          code={isCut ? lines.slice(0, cappedLines).join('\n') : text}
          name={t('chat.output')}
          maxHeight={openHeight}
          wrap
        />
      </div>
      {hasMore && failure === undefined && (
        <Button variant="plain" size="sm" busy={isReading} onClick={showAll}>
          {isCut ? t('chat.show_all_lines', { count: lines.length }) : t('chat.show_all')}
        </Button>
      )}
      {failure !== undefined && <p className="text-sm text-stop-ink">{failure}</p>}
    </div>
  );
}

function lastLines(text: string, count: number): string {
  return text.split('\n').slice(-count).join('\n');
}
