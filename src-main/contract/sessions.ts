// The list of conversations: create, rename, pin, archive, delete with undo, search.
import { z } from 'zod';
import { MessageId, SessionId, Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { ModelRef, Session } from './messages.ts';

const byId = z.object({ sessionId: SessionId });

export const SearchHit = z.object({
  sessionId: SessionId,
  sessionTitle: z.string(),
  messageId: MessageId,
  role: z.enum(['user', 'assistant']),
  createdAt: Timestamp,
  /** Pieces of the excerpt; `hit` ones are highlighted. */
  excerpt: z.array(z.object({ text: z.string(), hit: z.boolean() })),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SessionsEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), sessions: z.array(Session), total: z.number().int() }),
  z.object({ type: z.literal('changed'), session: Session }),
  z.object({ type: z.literal('removed'), sessionId: SessionId }),
]);
export type SessionsEvent = z.infer<typeof SessionsEvent>;

export const sessions = {
  list: query(
    z.object({
      archived: z.boolean().default(false),
      limit: z.number().int().min(1).max(200).default(100),
      /** `updatedAt` and id of the last one seen. */
      before: z.object({ updatedAt: Timestamp, id: SessionId }).optional(),
    }),
    z.object({ sessions: z.array(Session), total: z.number().int() }),
  ),
  get: query(byId, Session),
  create: command(
    z.object({
      title: z.string().max(200).optional(),
      workspace: z.string().max(4096).optional(),
      model: ModelRef.optional(),
    }),
    Session,
  ),
  rename: command(byId.extend({ title: z.string().trim().min(1).max(200) }), Session),
  setModel: command(byId.extend({ model: ModelRef.nullable() }), Session),
  setWorkspace: command(byId.extend({ workspace: z.string().min(1).max(4096) }), Session),
  pin: command(byId.extend({ pinned: z.boolean() }), Session),
  archive: command(byId.extend({ archived: z.boolean() }), Session),
  /** Hidden at once, kept for 30 days; `restore` brings it back whole. */
  remove: command(byId, Session),
  restore: command(byId, Session),
  /** All stored text of person and model; a hit on another branch opens that branch. Terms are ANDed; "…" is a phrase. */
  search: query(
    z.object({
      text: z.string().min(1).max(500),
      limit: z.number().int().min(1).max(100).default(20),
      sessionId: SessionId.optional(),
    }),
    z.object({ hits: z.array(SearchHit), more: z.boolean() }),
  ),
  /** Moves the session's view to the branch that holds this message and tells where it is. */
  reveal: command(byId.extend({ messageId: MessageId }), z.object({ session: Session, depth: z.number().int() })),
  watch: stream(z.object({}), SessionsEvent),
};
