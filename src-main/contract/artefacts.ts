// What the agent made to be looked at: pages, drawings, diagrams, tables, charts, texts, each with its versions.
import { z } from 'zod';
import { ArtefactId, CallId, SessionId, Timestamp } from './ids.ts';
import { query, stream } from './kernel.ts';

export const ArtefactKind = z.enum(['html', 'svg', 'mermaid', 'markdown', 'csv', 'chart']);
export type ArtefactKind = z.infer<typeof ArtefactKind>;

export const artefactLimits = { contentChars: 1_000_000, versions: 50, perSession: 100 } as const;

export const ArtefactVersion = z.object({
  /** From 1. */
  number: z.number().int().positive(),
  kind: ArtefactKind,
  title: z.string(),
  sizeChars: z.number().int().nonnegative(),
  callId: CallId,
  createdAt: Timestamp,
});
export type ArtefactVersion = z.infer<typeof ArtefactVersion>;

export const Artefact = z.object({
  id: ArtefactId,
  sessionId: SessionId,
  /** Oldest first; the last one is shown. */
  versions: z.array(ArtefactVersion).min(1),
});
export type Artefact = z.infer<typeof Artefact>;

const Axis = z.strictObject({ label: z.string().max(200).optional(), unit: z.string().max(40).optional() });
const Value = z.number().nullable();
const Series = z.strictObject({
  name: z.string().max(200),
  /** One for each label; null leaves a gap. */
  values: z.array(Value).max(5_000).optional(),
  /** Of a scatter chart. */
  points: z
    .array(z.tuple([z.number(), z.number()]))
    .max(5_000)
    .optional(),
});

/** A chart as data: no code, so nothing in it can act. */
export const ChartSpec = z
  .strictObject({
    type: z.enum(['line', 'bar', 'scatter', 'pie']),
    labels: z.array(z.string().max(200)).max(5_000).optional(),
    series: z.array(Series).min(1).max(24),
    x: Axis.optional(),
    y: Axis.optional(),
    stacked: z.boolean().optional(),
  })
  .superRefine((chart, context) => {
    const isScatter = chart.type === 'scatter';
    for (const [index, series] of chart.series.entries()) {
      const path = ['series', index];
      if (isScatter && series.points === undefined)
        context.addIssue({ code: 'custom', path, message: 'a scatter chart needs points' });
      if (!isScatter && series.values?.length !== chart.labels?.length)
        context.addIssue({ code: 'custom', path, message: 'values must be as many as labels' });
    }
  });
export type ChartSpec = z.infer<typeof ChartSpec>;

export const artefacts = {
  watch: stream(z.object({ sessionId: SessionId }), z.object({ artefacts: z.array(Artefact) })),
  read: query(
    z.object({ sessionId: SessionId, artefactId: ArtefactId, version: z.number().int().positive() }),
    z.object({ content: z.string() }),
  ),
};
