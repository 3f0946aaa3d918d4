// What the core and the process of a virtual board tell each other, as JSON text. Bytes are base64.
import { z } from 'zod';

const bytes = z.base64().max(1_500_000);

export const ToBoard = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    hex: z.string().max(200_000),
    /** A file that each change of an output is written to, with the time: what they did when nobody was there to see. */
    journal: z.string().optional(),
  }),
  /** As opening the port of a real one does. */
  z.object({ type: z.literal('reset') }),
  z.object({ type: z.literal('bytes'), bytes }),
  z.object({
    type: z.literal('analog'),
    channel: z.number().int().min(0).max(5),
    volt: z.number().min(0).max(5).nullable(),
  }),
  z.object({ type: z.literal('press'), button: z.enum(['approve', 'deny']), holdMs: z.number().min(1).max(60_000) }),
]);
export type ToBoard = z.infer<typeof ToBoard>;

export const FromBoard = z.discriminatedUnion('type', [
  z.object({ type: z.literal('running') }),
  z.object({ type: z.literal('bytes'), bytes }),
  /** So many of the bytes given to it have gone over its line. */
  z.object({ type: z.literal('taken'), count: z.number().int().positive() }),
  /** `stoodMs`: how long it has stood still in all, because the machine was too busy for it. */
  z.object({ type: z.literal('outputs'), outputs: z.record(z.string(), z.number()), stoodMs: z.number() }),
]);
export type FromBoard = z.infer<typeof FromBoard>;

/** Undefined for what is none of them. */
export function readMessage<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
