// What the core and the process that holds a bus of this computer tell each other, as JSON text.
import { z } from 'zod';

export const busKinds = ['i2c', 'spi', 'gpio'] as const;
export type BusKind = (typeof busKinds)[number];

/** Lines of a bus go through whole; more than the longest one is no line. */
const text = z.string().max(16_384);

export const ToBus = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), kind: z.enum(busKinds), path: z.string().max(4_096) }),
  z.object({ type: z.literal('text'), text }),
]);
export type ToBus = z.infer<typeof ToBus>;

export const FromBus = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened') }),
  /** `code` as the system names it. */
  z.object({ type: z.literal('refused'), code: z.string().max(200) }),
  z.object({ type: z.literal('text'), text: z.string().max(200_000) }),
]);
export type FromBus = z.infer<typeof FromBus>;

/** Undefined for what is none of them. */
export function readMessage<T>(schema: z.ZodType<T>, message: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
