// Notes that the agent and the person keep: short Markdown texts, found, read, changed, thrown away and brought back.
import { z } from 'zod';
import { NoteId, SessionId, Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { Trust } from './taint.ts';

export const noteLimits = { titleChars: 200, bodyChars: 100_000, tags: 20, tagChars: 50, notes: 10_000 } as const;

const oneLine = /^[^\p{Cc}\u2028\u2029]*$/u;
const Title = z.string().trim().min(1).max(noteLimits.titleChars).regex(oneLine, 'a title is one line');
const Tag = z.string().trim().min(1).max(noteLimits.tagChars).regex(oneLine, 'a tag is one line');

/** What a person or the agent writes of a note. The same tag twice counts once. */
export const NoteWords = z.object({
  title: Title,
  body: z.string().max(noteLimits.bodyChars),
  tags: z
    .array(Tag)
    .max(noteLimits.tags)
    .transform((tags) => [...new Set(tags)]),
});
export type NoteWords = z.infer<typeof NoteWords>;

/** Who wrote it last. */
export const NoteWriter = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person') }),
  /** Without a title: the chat is gone. */
  z.object({ type: z.literal('chat'), sessionId: SessionId, title: z.string().optional() }),
]);
export type NoteWriter = z.infer<typeof NoteWriter>;

const fields = {
  id: NoteId,
  /** Grows with every change of the words: who saves says which one was read. */
  revision: z.number().int().positive(),
  title: z.string(),
  tags: z.array(z.string()),
  pinned: z.boolean(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  by: NoteWriter,
  /** Whose words it may hold: `untrusted` once a chat that had read words of strangers wrote in it, and who they were. */
  trust: Trust,
  source: z.string(),
  sizeChars: z.number().int().nonnegative(),
  /** It lies in the trash since then. */
  deletedAt: Timestamp.optional(),
};

export const NoteSummary = z.object({
  ...fields,
  /** The beginning, or what was searched for with what is around it; `hit` pieces are highlighted. */
  excerpt: z.array(z.object({ text: z.string(), hit: z.boolean() })),
});
export type NoteSummary = z.infer<typeof NoteSummary>;
export const Note = z.object({ ...fields, body: z.string() });
export type Note = z.infer<typeof Note>;

const byId = z.object({ noteId: NoteId });

export const notes = {
  /** How many there are, and how many lie in the trash; one item whenever any note changes. */
  watch: stream(z.object({}), z.object({ total: z.number().int(), trashed: z.number().int() })),
  /** Pinned ones first, then the newest; with `text` the best first, every word must occur. In the trash: the last first. */
  list: query(
    z.object({
      text: z.string().max(500).default(''),
      trash: z.boolean().default(false),
      limit: z.number().int().min(1).max(200).default(100),
      /** The `next` of the page before. */
      after: z.string().max(100).optional(),
    }),
    z.object({ notes: z.array(NoteSummary), next: z.string().optional() }),
  ),
  /** Also one in the trash. `not_found` */
  get: query(byId, Note),
  /** `rate_limited` with reason `too_many_notes` past 10,000. */
  create: command(NoteWords, Note),
  /** `conflict` with reason `note_changed` when it is not the revision any more that this was made from. */
  save: command(z.object({ noteId: NoteId, revision: z.number().int().positive(), ...NoteWords.shape }), Note),
  pin: command(z.object({ noteId: NoteId, pinned: z.boolean() }), Note),
  /** Into the trash, from which it goes for good after thirty days. */
  remove: command(byId, Note),
  restore: command(byId, Note),
  /** For good; only what lies in the trash: `conflict` with reason `note_not_in_trash`. */
  erase: command(byId, z.object({})),
};
