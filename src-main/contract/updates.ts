// Updates of the app, and the restore timeline: copies that it made of its data, and the way back to one of them.
import { z } from 'zod';
import { ErrorData } from './errors.ts';
import { Timestamp } from './ids.ts';
import { command, stream } from './kernel.ts';

export const SnapshotFacts = z.object({
  id: z.string().max(200),
  at: Timestamp,
  /** `upgrade`: before the data was brought to a newer version. `restore`: what stood there before a way back. */
  reason: z.enum(['daily', 'upgrade', 'restore']),
  /** That used the data last; absent where it was not noted. */
  version: z.string().optional(),
  sizeBytes: z.number().int(),
  sessions: z.number().int(),
  /** `newer`: this version cannot read it. */
  state: z.enum(['ready', 'newer', 'unreadable']),
});
export type SnapshotFacts = z.infer<typeof SnapshotFacts>;

export const Timeline = z.object({
  /** Newest first. */
  snapshots: z.array(SnapshotFacts),
  /** What the next start goes back to. */
  wished: z.string().optional(),
  /** This host starts again by itself; elsewhere the person does it. */
  canRestart: z.boolean(),
});
export type Timeline = z.infer<typeof Timeline>;

/** A version that was found, signed by the makers of the app. */
export const FoundUpdate = z.object({
  version: z.string(),
  releasedAt: Timestamp,
  sizeBytes: z.number().int(),
  /** Markdown; shown without anything active in it. */
  notes: z.string(),
});
export type FoundUpdate = z.infer<typeof FoundUpdate>;

export const UpdateState = z.discriminatedUnion('type', [
  /** `host`: installed by a package manager. `no_key`: this build cannot tell a true update. `not_installed`: run from its sources or a folder. */
  z.object({ type: z.literal('off'), why: z.enum(['host', 'no_key', 'not_installed']) }),
  /** `why` there was nothing, when it was looked at last: the `same` version, an `older` one, or one that comes here `later`. */
  z.object({
    type: z.literal('idle'),
    checkedAt: Timestamp.optional(),
    why: z.enum(['same', 'older', 'later']).optional(),
    version: z.string().optional(),
  }),
  z.object({ type: z.literal('checking') }),
  z.object({ type: z.literal('available'), update: FoundUpdate }),
  z.object({ type: z.literal('downloading'), update: FoundUpdate, bytes: z.number().int() }),
  /** It is installed when the app ends; or now, when it is asked to. */
  z.object({ type: z.literal('ready'), update: FoundUpdate }),
  /** `canRetry`: what was found can be fetched again. */
  z.object({ type: z.literal('failed'), error: ErrorData, canRetry: z.boolean() }),
]);
export type UpdateState = z.infer<typeof UpdateState>;

export const updates = {
  watch: stream(z.object({}), UpdateState),
  /** Resolves with what came of it; a list that is refused is the state `failed` with the reason. */
  check: command(z.object({}), UpdateState),
  /** Resolves at once; `watch` tells how far it is. `conflict` when nothing was found. */
  download: command(z.object({}), UpdateState),
  cancelDownload: command(z.object({}), UpdateState),
  /** Ends the app, installs, starts it again. `conflict` with reason `turns_running` unless they may be stopped. */
  installNow: command(z.object({ stopTurns: z.boolean().default(false) }), UpdateState),
  timeline: stream(z.object({}), Timeline),
  /**
   * The next start makes a copy of the present and puts this one in its place; where the host can, it starts again at once.
   * `conflict` with reason `turns_running` unless they may be stopped; `not_found` for a copy that cannot be read.
   */
  goBack: command(z.object({ snapshotId: z.string().max(200), stopTurns: z.boolean().default(false) }), Timeline),
  /** Takes back what was asked for and not done yet. */
  stay: command(z.object({}), Timeline),
};
