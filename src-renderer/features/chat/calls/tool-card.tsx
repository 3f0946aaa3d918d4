// One call as one line that opens: what in words, how it stands, and inside what went in and what came out.
import { ChevronRight, CircleAlert, CircleHelp, CircleSlash, Hand, PanelRightOpen } from 'lucide-react';
import { memo, type ReactNode, useId, useState } from 'react';
import type { ToolCall } from '#main/contract/messages.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Spinner } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { CodeBlock } from '#renderer/ui/display/code-block.tsx';
import { type Tone, toneInk } from '#renderer/ui/display/tone.ts';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { CallIcon } from './call-icon.tsx';
import { CallOutput } from './call-output.tsx';
import { callConsent, callFacts, callTone } from './call-words.ts';
import { ShownView } from './shown-view.tsx';
import { visibleSentence, visibleText } from './visible-text.ts';

export type ToolCardProps = {
  readonly call: ToolCall;
  readonly live: string | undefined;
  readonly onReadAll: (call: ToolCall) => Promise<string>;
  /** Shows what came of it beside the conversation. */
  readonly onOpenSide?: () => void;
};

export const ToolCard = memo(function ToolCard({ call, live, onReadAll, onOpenSide }: ToolCardProps) {
  const text = useText();
  const bodyId = useId();
  const [isOpen, setIsOpen] = useState<boolean | undefined>();
  const isRunning = call.state === 'running';
  const now = useNow(1_000, isRunning);
  // What may have run is explained without a click; so is the output of what runs right now.
  const shown = isOpen ?? (call.state === 'unknown' || (isRunning && live !== undefined));
  const tone = callTone[call.state];
  const title = visibleSentence(text.t, call.title);
  return (
    <section
      data-call-state={call.state}
      className={classes(
        'relative rounded-control border bg-raised',
        tone === 'ask' ? 'border-ask-edge' : 'border-edge',
      )}
    >
      <button
        type="button"
        aria-expanded={shown}
        aria-controls={bodyId}
        onClick={() => setIsOpen(!shown)}
        className="focus-inside flex min-h-9 w-full items-center gap-2 rounded-control px-2.5 py-1 text-start hover:bg-hover"
      >
        <span className="flex text-ink-soft">
          <CallIcon call={call} />
        </span>
        <span className="min-w-0 flex-1 truncate" title={title}>
          {title}
        </span>
        <span className={classes('flex shrink-0 items-center gap-1.5 text-sm tabular-nums', toneInk[tone])}>
          {callFacts(call, now, text)}
          <StateIcon call={call} />
        </span>
        <ChevronRight
          aria-hidden="true"
          className={classes(
            'text-ink-faint transition-transform duration-100',
            onOpenSide !== undefined && 'ms-8',
            shown && 'rotate-90 rtl:-rotate-90',
          )}
        />
      </button>
      {onOpenSide !== undefined && (
        <IconButton
          size="sm"
          className="absolute end-8 top-1"
          label={text.t('side.open_beside', { what: title })}
          icon={<PanelRightOpen aria-hidden="true" />}
          onClick={onOpenSide}
        />
      )}
      {shown && (
        <div id={bodyId} className="flex flex-col gap-3 border-t border-edge p-3">
          <CallBody call={call} live={live} onReadAll={onReadAll} />
        </div>
      )}
    </section>
  );
});

function CallBody({ call, live, onReadAll }: ToolCardProps) {
  const { t } = useText();
  const consent = callConsent(call, t);
  // Its error says to the person what its output says to the model, and who denied.
  const isDenial = call.state === 'denied' && call.error !== undefined;
  return (
    <>
      {call.state === 'unknown' && <Remark tone="ask">{t('chat.unknown_text')}</Remark>}
      {call.fromText === true && <Remark tone="plain">{t('chat.call_from_text')}</Remark>}
      {call.shown === undefined ? <CallInput input={call.input} /> : <ShownView shown={call.shown} maxHeight="320px" />}
      {call.error !== undefined && <Remark tone="stop">{describeError(call.error, t)}</Remark>}
      {!isDenial && <CallOutput call={call} live={live} onReadAll={onReadAll} />}
      {!isDenial && consent !== undefined && <p className="text-sm text-ink-soft">{consent}</p>}
    </>
  );
}

function CallInput({ input }: { readonly input: unknown }) {
  const { t } = useText();
  const json = JSON.stringify(input, null, 2);
  if (json === undefined || json === '{}') return null;
  return <CodeBlock code={visibleText(json)} name={t('chat.input')} maxHeight={320} wrap />;
}

function Remark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <p className={classes('text-sm text-pretty wrap-anywhere', toneInk[tone])}>{children}</p>;
}

function StateIcon({ call }: { readonly call: ToolCall }) {
  switch (call.state) {
    case 'planning':
    case 'running':
      return <Spinner />;
    case 'proposed':
    case 'asking':
      return <Hand aria-hidden="true" />;
    case 'failed':
      return <CircleAlert aria-hidden="true" />;
    case 'denied':
    case 'stopped':
      return <CircleSlash aria-hidden="true" />;
    case 'unknown':
      return <CircleHelp aria-hidden="true" />;
    case 'done':
      return null;
  }
}
