// The trace of an answer: each call of a model and a tool on one time line, exported or played again.
import { useEffect, useState } from 'react';
import type { Replay, Trace } from '#main/contract/activity.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { TurnId } from '#main/contract/ids.ts';
import { saveTextFile } from '#renderer/api/save-file.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatCost, formatCount, formatDuration } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ReplayResult } from './replay-result.tsx';
import { TraceSpans } from './trace-spans.tsx';

export type TraceDialogProps = {
  readonly client: LimpetClient;
  readonly turnId: TurnId | undefined;
  readonly onClose: () => void;
};

export function TraceDialog({ client, turnId, onClose }: TraceDialogProps) {
  const { t } = useText();
  return (
    <Dialog
      open={turnId !== undefined}
      onOpenChange={onClose}
      title={t('activity.trace_title')}
      description={t('activity.trace_text')}
      size="lg"
    >
      {turnId !== undefined && <TraceBody key={turnId} client={client} turnId={turnId} />}
    </Dialog>
  );
}

function useTrace(client: LimpetClient, turnId: TurnId) {
  const [state, setState] = useState<{ trace?: Trace; error?: ErrorData }>({});
  useEffect(() => {
    const stop = new AbortController();
    client.activity.trace({ turnId }, { signal: stop.signal }).then(
      (trace) => setState({ trace }),
      (error: unknown) => {
        if (!isCancelled(error)) setState({ error: toErrorData(error) });
      },
    );
    return () => stop.abort();
  }, [client, turnId]);
  return state;
}

function TraceBody({ client, turnId }: { readonly client: LimpetClient; readonly turnId: TurnId }) {
  const { t, language } = useText();
  const { trace, error } = useTrace(client, turnId);
  const [withContent, setWithContent] = useState(false);
  const [replay, setReplay] = useState<Replay>();
  const save = useAct(async () => {
    const { name, text } = await client.activity.exportTrace({ turnId, content: withContent });
    saveTextFile({ name, text, type: 'application/json' });
  });
  const play = useAct(async () => setReplay(await client.activity.replay({ turnId })));
  const failure = error ?? save.error ?? play.error;
  if (trace === undefined)
    return error === undefined ? <Busy text={t('activity.loading')} /> : <p role="alert">{describeError(error, t)}</p>;
  const { usage } = trace;
  const facts = [
    trace.model,
    ...(trace.endedAt === undefined ? [] : [formatDuration(trace.endedAt - trace.startedAt, language)]),
    ...(usage === undefined
      ? []
      : [
          t('activity.tokens', {
            input: formatCount(usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens, language),
            output: formatCount(usage.outputTokens, language),
          }),
          ...(usage.costUsd === undefined ? [] : [formatCost(usage.costUsd, language)]),
        ]),
  ];
  return (
    <>
      <p className="text-sm text-ink-soft">{facts.join(' · ')}</p>
      <TraceSpans trace={trace} />
      {failure !== undefined && <p role="alert">{describeError(failure, t)}</p>}
      {replay !== undefined && <ReplayResult replay={replay} />}
      <div className="flex flex-wrap items-center justify-between gap-3 border-t border-edge pt-3">
        <Switch label={t('activity.with_content')} checked={withContent} onChange={setWithContent} />
        <div className="flex flex-wrap gap-2">
          <Button busy={play.isRunning} disabled={trace.state === 'running'} onClick={() => void play.run(undefined)}>
            {t('activity.replay')}
          </Button>
          <Button variant="primary" busy={save.isRunning} onClick={() => void save.run(undefined)}>
            {t('activity.export')}
          </Button>
        </div>
      </div>
    </>
  );
}
