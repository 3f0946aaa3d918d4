// Slash commands: one registry for composer, palette and command line.
import { z } from 'zod';
import { SessionId } from './ids.ts';
import { command, query } from './kernel.ts';

export const SlashCommand = z.object({
  name: z.string(),
  /** Catalogue keys. */
  title: z.string(),
  description: z.string(),
  argument: z.string().optional(),
  /** `client`: the surface carries it out (open settings); `server`: `run` does. */
  where: z.enum(['client', 'server']),
});
export type SlashCommand = z.infer<typeof SlashCommand>;

export const commands = {
  /** Also the ready skills, those of the session's workspace among them: their words stand as they are. */
  list: query(z.object({ sessionId: SessionId.optional() }), z.object({ commands: z.array(SlashCommand) })),
  run: command(
    z.object({ sessionId: SessionId, name: z.string().max(40), argument: z.string().max(10_000).default('') }),
    z.object({
      /** A catalogue sentence to show, and where to go. */
      say: z.object({ key: z.string(), params: z.record(z.string(), z.string()) }).optional(),
      openSession: SessionId.optional(),
    }),
  ),
};
