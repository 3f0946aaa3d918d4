// The main tasks as data: what is there at the start, what the person does, and what must be true at the end.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CallState, MessageStatus } from '#main/contract/messages.ts';
import { NotesThere } from './attacks/attack.ts';
import { ToolServer } from './attacks/tool-server.ts';

const Step = z.discriminatedUnion('type', [
  /** Types a message; the runner waits until it is answered or a question stands. */
  z.strictObject({ type: z.literal('say'), text: z.string() }),
  z.strictObject({ type: z.literal('decide'), decision: z.enum(['once', 'session', 'deny', 'deny_stop']) }),
  /** Types a message while the answer is being made. */
  z.strictObject({ type: z.literal('steer'), text: z.string() }),
  z.strictObject({ type: z.literal('stop') }),
  /** Writes the first message of the person anew. */
  z.strictObject({ type: z.literal('edit'), text: z.string() }),
  /** Goes to another version of the first message, counted from 0. */
  z.strictObject({ type: z.literal('version'), index: z.number().int() }),
  z.strictObject({ type: z.literal('wait') }),
]);

const Role = z.enum(['user', 'assistant']);
const Task = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Played on the page, or on the core in the mode `work`. */
  surface: z.enum(['page', 'core']).default('page'),
  /** What a server says at a path; `{{page}}` is its address. */
  pages: z.record(z.string(), z.string()).default({}),
  model: z.enum(['offline', 'scripted']),
  /** One of the page that is played on the core too, with so many questions there. */
  work: z.strictObject({ questions: z.number().int() }).optional(),
  /** What the person has set up before, as in an attack: on the core only. */
  server: ToolServer.optional(),
  documents: z.record(z.string(), z.string()).default({}),
  allowedHosts: z.array(z.string()).default([]),
  allowedTools: z.array(z.string()).default([]),
  notes: NotesThere.default({}),
  needs: z.array(z.enum(['sandbox', 'browser'])).default([]),
  start: z.strictObject({
    files: z.record(z.string(), z.string()),
    /** Earlier talk; messages of person and model take turns. */
    sessions: z
      .array(z.strictObject({ title: z.string(), messages: z.array(z.tuple([Role, z.string()])) }))
      .default([]),
  }),
  script: z
    .array(
      z.strictObject({
        text: z.string().optional(),
        when: z.string().optional(),
        calls: z.array(z.strictObject({ name: z.string(), input: z.unknown() })).optional(),
      }),
    )
    .default([]),
  do: z.array(Step),
  expect: z.strictObject({
    /** All of them stand in the newest answer on the page. */
    answerContains: z.array(z.string()),
    /** Every call of the conversation, in order. */
    calls: z.array(z.strictObject({ tool: z.string(), state: CallState })),
    questions: z.number().int(),
    /** All files of the workspace: a text, or null for one that must not be there. */
    files: z.record(z.string(), z.string().nullable()),
    /** All notes, by title. */
    notes: z.record(z.string(), z.string()).default({}),
    /** These stand in the conversation, in this order. */
    messages: z.array(z.strictObject({ role: Role, contains: z.string() })).optional(),
    versions: z.number().int().optional(),
    lastStatus: MessageStatus.optional(),
  }),
});
export type Task = z.infer<typeof Task>;
export type TaskStep = z.infer<typeof Step>;

const folder = join(import.meta.dirname, '../tasks');

/** Every task of e2e/tasks; one that does not have the form is an error that names it. */
export function readTasks(): Task[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const task = Task.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      if (!task.success) throw new Error(`${name}: ${z.prettifyError(task.error)}`);
      return task.data;
    });
}
