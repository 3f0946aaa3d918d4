// sensor_history: what was measured in a span, as statistics, and as a chart beside the chat.
import { z } from 'zod';
import type { Artefacts } from '#main/abilities/artefacts/port.ts';
import { defineTool, type Tool, type ToolContext, type ToolResult } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Series } from '#main/contract/readings.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import type { Readings } from '../port/readings.ts';
import { chartOf } from '../readings/chart-of.ts';
import { findSeries } from '../readings/find-series.ts';
import { readSpan, type Span } from '../readings/read-span.ts';
import { type SeriesHistory, tellHistory, tellSeries } from '../readings/tell-history.ts';

const Input = z.strictObject({
  quantity: z.string().min(1).max(80).optional().describe('temperature, humidity …; left out: all there are'),
  device: z.string().min(1).max(300).optional().describe('Key or name'),
  last: z.number().positive().max(87_600).optional().describe('Hours up to now; default 24'),
  from: z.string().max(40).optional().describe('Instead: date or time, ISO 8601'),
  to: z.string().max(40).optional(),
  chart: z.boolean().optional().describe('Also draw it beside the chat'),
  title: z.string().min(1).max(120).optional().describe("Of the chart, in the person's language"),
});

const maxSeries = 8;
const binsToTell = 25;
const binsToDraw = 300;

export type SensorHistoryDeps = { readonly readings: Readings; readonly artefacts: Pick<Artefacts, 'show'> };

async function drawn(
  { artefacts }: Pick<SensorHistoryDeps, 'artefacts'>,
  o: { histories: readonly SeriesHistory[]; span: Span; title: string | undefined },
  ctx: ToolContext,
): Promise<string> {
  const chart = chartOf(o.histories, o.span);
  if (chart === undefined) return '';
  const made = await artefacts.show({
    ...{ sessionId: ctx.sessionId, callId: ctx.callId, kind: 'chart' },
    ...{ title: o.title ?? chart.title, content: JSON.stringify(chart.spec) },
  });
  return `\nThe chart is shown beside the chat as ${made.id}.${chart.isPart ? ' Series of other units are not in it.' : ''}`;
}

export function createSensorHistory({ readings, artefacts }: SensorHistoryDeps): Tool {
  const historyOf = async (series: Series, span: Span, maxBins: number): Promise<SeriesHistory> => ({
    series,
    ...(await readings.history({ seriesId: series.id, ...span, maxBins })),
  });
  return defineTool({
    name: 'sensor_history',
    description:
      'What boards and sensors measured before: lowest, highest, mean and course for a span, e.g. {quantity:"humidity", last:12}. Also for devices that are away.',
    input: Input,
    plan: async (input) => ({
      input,
      effects: [{ type: 'read', target: 'readings' }],
      shown: { type: 'text', text: 'readings' },
      title:
        input.quantity === undefined
          ? { key: 'tools.sensor_history_all', params: {} }
          : { key: 'tools.sensor_history', params: { quantity: input.quantity } },
      canUndo: true,
    }),
    async run({ input }, ctx) {
      const span = readSpan(input, ctx.clock.now());
      const all = await readings.list({});
      const found = findSeries(all, input).slice(0, maxSeries);
      const label = labelOf(found.length === 0 ? all : found);
      if (found.length === 0) {
        if (all.length === 0)
          throw new AppError('not_found', 'Nothing was measured yet. Measure with sensor_read or sensor_watch.', {
            details: { reason: 'nothing_measured' },
          });
        const names = all
          .slice(0, 40)
          .map((one) => tellSeries(one))
          .join('\n');
        return { output: `Nothing of this was measured. There is:\n${markUntrusted('readings', names)}`, label };
      }
      const histories = await Promise.all(found.map((one) => historyOf(one, span, binsToTell)));
      const told = markUntrusted('readings', histories.map((one) => tellHistory(one)).join('\n'));
      const toDraw =
        input.chart === true ? await Promise.all(found.map((one) => historyOf(one, span, binsToDraw))) : [];
      const chart = await drawn({ artefacts }, { histories: toDraw, span, title: input.title }, ctx);
      return { output: `${tellSpan(span)}\n${told}${chart}`, label };
    },
  });
}

/** Numbers are measured by our own drivers, or told by a device on lines of its own, names included. */
function labelOf(series: readonly Series[]): NonNullable<ToolResult['label']> {
  const [first] = series;
  const isOne = first !== undefined && series.every(({ deviceKey }) => deviceKey === first.deviceKey);
  const isOurs = series.every(({ source }) => source !== 'line' && source !== 'nmea');
  const source = isOne ? first.deviceKey : 'devices';
  return { trust: isOurs ? 'known' : 'untrusted', secrecy: 'private', source };
}

const tellSpan = ({ from, to }: Span) => `From ${new Date(from).toISOString()} to ${new Date(to).toISOString()}:`;
