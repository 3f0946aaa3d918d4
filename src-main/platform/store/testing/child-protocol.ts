// What a test and the process that it will kill say to one another.
import { z } from 'zod';

export const ChildOrder = z.object({
  /** `hold`: open and stay. `accept`: durable rows. `flush`: streamed text. */
  task: z.enum(['hold', 'accept', 'flush']),
  folder: z.string(),
  sessionId: z.string().default('kill'),
});
export type ChildOrder = z.infer<typeof ChildOrder>;
export const ChildNews = z.union([
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('open') }),
  z.object({ type: z.literal('failed'), code: z.string(), reason: z.string() }),
  /** Said after the commit: what it names must never be lost. */
  z.object({ type: z.literal('stored'), key: z.string(), count: z.number() }),
]);
export type ChildNews = z.infer<typeof ChildNews>;
