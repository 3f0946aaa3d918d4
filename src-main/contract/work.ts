// Everything that is at work, over all chats: pause it, let it go on, stop it.
import { z } from 'zod';
import { command, stream } from './kernel.ts';

export const WorkState = z.object({
  /** No turn begins; messages are taken and wait. Kept over a restart. */
  paused: z.boolean(),
});
export type WorkState = z.infer<typeof WorkState>;

export const work = {
  watch: stream(z.object({}), WorkState),
  pause: command(z.object({ paused: z.boolean() }), WorkState),
  /** Ends every turn and every command, also those in the background; `paused` when messages wait behind them. */
  stopAll: command(z.object({}), z.object({ stopped: z.number().int(), paused: z.boolean() })),
};
