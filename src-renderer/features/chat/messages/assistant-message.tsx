// An answer: plain text on the page, with what was done for it in between.
import { memo } from 'react';
import type { CallId } from '#main/contract/ids.ts';
import type { Message } from '#main/contract/messages.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { FoldedSteps } from '../calls/folded-steps.tsx';
import { ToolCard } from '../calls/tool-card.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { TurnUndo } from '../undo/turn-undo.tsx';
import { AnswerFooter } from './answer-footer.tsx';
import { arrangeParts, type Piece, type StepPart } from './arrange-parts.ts';
import { Media } from './media.tsx';
import { useMessageActions } from './message-actions.ts';
import { MessageError } from './message-error.tsx';
import { Note } from './note.tsx';
import { Reasoning } from './reasoning.tsx';

export type AssistantMessageProps = {
  readonly message: Message;
  readonly isLast: boolean;
  readonly isBusy: boolean;
  /** The last characters that its running calls have printed. */
  readonly liveOutput: ReadonlyMap<CallId, string> | undefined;
};

export const AssistantMessage = memo(function AssistantMessage(props: AssistantMessageProps) {
  const { message, isLast, isBusy } = props;
  const isStreaming = message.status === 'streaming';
  const isOver = !isStreaming && !isBusy;
  return (
    <div className="group/message flex flex-col gap-3 pt-1">
      {arrangeParts(message.parts).map((piece) => (
        <PieceView key={piece.key} piece={piece} {...props} />
      ))}
      {message.status === 'failed' && message.error !== undefined && (
        <MessageError
          error={message.error}
          failedAt={message.endedAt ?? message.createdAt}
          isLast={isLast && !isBusy}
        />
      )}
      {(message.status === 'interrupted' || message.status === 'stopped') && (
        <Unfinished status={message.status} canContinue={isLast && isOver} />
      )}
      {!isStreaming && message.turnId !== undefined && hasEffects(message) && <TurnUndo turnId={message.turnId} />}
      {!isStreaming && <AnswerFooter message={message} isLast={isLast} canRegenerate={!isBusy} />}
    </div>
  );
});

/** An answer that was steered is several messages of one turn; the way back stands where something was done. */
function hasEffects({ parts }: Message): boolean {
  return parts.some((part) => part.type === 'tool_call' && part.effects.some(({ type }) => type !== 'read'));
}

function PieceView({ piece, ...props }: AssistantMessageProps & { readonly piece: Piece }) {
  const isStreaming = props.message.status === 'streaming';
  switch (piece.type) {
    case 'text':
      return <Markdown text={piece.part.text} isStreaming={isStreaming && piece.isLast} />;
    case 'media':
      return <Media part={piece.part} />;
    case 'note':
      return <Note noteKey={piece.part.key} params={piece.part.params} />;
    case 'step':
      return <Step part={piece.part} isStreaming={isStreaming && piece.isLast} liveOutput={props.liveOutput} />;
    case 'folded':
      return (
        <FoldedSteps calls={piece.calls}>
          {() =>
            piece.steps.map((part) => (
              <Step
                key={part.type === 'tool_call' ? part.callId : part.text}
                part={part}
                isStreaming={false}
                liveOutput={undefined}
              />
            ))
          }
        </FoldedSteps>
      );
  }
}

type StepProps = {
  readonly part: StepPart;
  readonly isStreaming: boolean;
  readonly liveOutput: ReadonlyMap<CallId, string> | undefined;
};

function Step({ part, isStreaming, liveOutput }: StepProps) {
  const { readOutput, openSide } = useMessageActions();
  if (part.type === 'reasoning') return <Reasoning text={part.text} ms={part.ms} isStreaming={isStreaming} />;
  const onOpenSide = openSide?.(part);
  return (
    <ToolCard
      call={part}
      live={liveOutput?.get(part.callId)}
      onReadAll={readOutput}
      {...(onOpenSide === undefined ? {} : { onOpenSide })}
    />
  );
}

type UnfinishedProps = { readonly status: 'interrupted' | 'stopped'; readonly canContinue: boolean };

function Unfinished({ status, canContinue }: UnfinishedProps) {
  const { t } = useText();
  const { resume } = useMessageActions();
  return (
    <div className="flex flex-wrap items-center gap-3 text-ink-soft">
      <span>{t(`chat.answer_${status}`)}</span>
      {canContinue && (
        <Button size="sm" onClick={resume}>
          {t('chat.continue')}
        </Button>
      )}
    </div>
  );
}
