// Spans as bars on one time line for the eye; the same as a table for everybody.
import type { Trace, TraceSpan } from '#main/contract/activity.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { classes } from '#renderer/ui/classes.ts';
import { ScrollRegion } from '#renderer/ui/layout/scroll-region.tsx';
import { formatCount, formatDuration } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { titleWords } from './entry-words.ts';

export function TraceSpans({ trace }: { readonly trace: Trace }) {
  const { t } = useText();
  const { spans, startedAt } = trace;
  const end = Math.max(startedAt + 1, trace.endedAt ?? 0, ...spans.map((span) => span.endedAt ?? span.startedAt));
  return (
    <ScrollRegion label={t('activity.spans')} className="max-h-96 overflow-auto">
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="text-start text-ink-soft">
            <th className="py-1 pe-3 text-start font-medium">{t('activity.span')}</th>
            <th className="py-1 pe-3 text-end font-medium">{t('activity.took')}</th>
            <th className="py-1 pe-3 text-end font-medium">{t('activity.tokens_head')}</th>
            <td className="w-1/3 py-1" />
          </tr>
        </thead>
        <tbody>
          {spans.map((span) => (
            <SpanRow key={span.id} span={span} from={startedAt} length={end - startedAt} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

type SpanRowProps = { readonly span: TraceSpan; readonly from: number; readonly length: number };

function SpanRow({ span, from, length }: SpanRowProps) {
  const { t, language } = useText();
  const took = span.endedAt === undefined ? undefined : span.endedAt - span.startedAt;
  const usage = span.type === 'model' ? span.usage : undefined;
  const start = ((span.startedAt - from) / length) * 100;
  const width = Math.max(0.8, ((took ?? 0) / length) * 100);
  const name =
    span.type === 'model' ? t('activity.model_called', { model: visibleLine(span.model) }) : titleWords(t, span.title);
  return (
    <tr className="border-t border-edge align-middle">
      <th scope="row" className="max-w-70 py-1.5 pe-3 text-start font-normal wrap-anywhere">
        {name}
        {span.type === 'call' && span.state !== 'done' && (
          <span className="text-ink-soft"> ({t(`chat.call_${span.state}`)})</span>
        )}
      </th>
      <td className="py-1.5 pe-3 text-end whitespace-nowrap tabular-nums">
        {took === undefined ? '–' : formatDuration(took, language)}
      </td>
      <td className="py-1.5 pe-3 text-end whitespace-nowrap tabular-nums">
        {usage === undefined
          ? ''
          : `${formatCount(usage.inputTokens + usage.cacheReadTokens, language)} / ${formatCount(usage.outputTokens, language)}`}
      </td>
      <td aria-hidden="true" className="py-1.5">
        <div className="relative h-2 rounded-full bg-quiet">
          <div
            className={classes('absolute h-2 rounded-full', span.type === 'model' ? 'bg-model-edge' : 'bg-tide')}
            style={{
              insetInlineStart: `${Math.min(99, start)}%`,
              width: `${Math.min(100 - Math.min(99, start), width)}%`,
            }}
          />
        </div>
      </td>
    </tr>
  );
}
