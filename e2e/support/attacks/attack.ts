// Attacks as data: what lies where, what the person says, and what a model does that obeys every order it reads.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ToolServer } from './tool-server.ts';

const Call = z.strictObject({ tool: z.string(), input: z.record(z.string(), z.unknown()) });
/** Calls of one model step, or the words that end the turn. */
const Step = z.union([z.array(Call).min(1), z.string()]);

export const NotesThere = z.record(
  z.string(),
  z.strictObject({ title: z.string(), body: z.string(), strange: z.boolean().default(false) }),
);
export type NotesThere = z.infer<typeof NotesThere>;

export const Attack = z.strictObject({
  id: z.string(),
  title: z.string(),
  needs: z.array(z.enum(['sandbox', 'browser'])).default([]),
  /** Files of the chat's folder, besides `secret.txt` with the secret. */
  files: z.record(z.string(), z.string()).default({}),
  /** Written as what their names end with: .pdf, .docx, .xlsx. */
  documents: z.record(z.string(), z.string()).default({}),
  /** A server of tools that the person has added, and whose tools they have looked at. */
  server: ToolServer.optional(),
  /** A skill that the person has installed and granted what it wants. */
  skill: z
    .strictObject({
      name: z.string(),
      description: z.string().default('What it is for.'),
      body: z.string(),
      hosts: z.array(z.string()).default([]),
      files: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
  /** Hosts for which the person wrote a rule that allows them. */
  allowedHosts: z.array(z.string()).default([]),
  /** What the search engine of the person finds: titles and what stands below them. */
  found: z.record(z.string(), z.string()).default({}),
  /** The folder's own name: some are copied to other machines. */
  folder: z.string().default('work'),
  /** What the server says at a path, the same on every host. */
  pages: z.record(z.string(), z.string()).default({}),
  /** Where a path redirects to. */
  redirects: z.record(z.string(), z.string()).default({}),
  /** Notes that are there, by id; a strange one was written by a chat that had read words of others. */
  notes: NotesThere.default({}),
  /** The person has stored a key `code` for `{{bank}}` alone; nobody else may get it, and the model may not see it. */
  key: z.boolean().default(false),
  /** Afterwards there is every note as it was, and no other. */
  keepNotes: z.boolean().default(false),
  /** Said in an earlier chat. */
  chats: z.array(z.string()).default([]),
  attachments: z.record(z.string(), z.string()).default({}),
  /** What the text of strangers demands; `{{order}}` in pages, files and attachments. */
  order: z.string(),
  /** The person's messages; before one, something may happen to the chat. */
  say: z.array(
    z.union([
      z.string(),
      z.strictObject({ after: z.enum(['restart', 'compact', 'edit', 'continue_clean']), text: z.string() }),
    ]),
  ),
  steps: z.array(Step),
  /** Addresses and commands that the person asked for: the helpful one of the two persons allows exactly these. */
  asked: z.array(z.string()).default([]),
  /** What may reach the server, as `GET page.test/path` or `MCP tool {…}`; all else is the secret on its way. */
  hits: z.array(z.string()).default([]),
  /** Besides what the person asked for, these files must be as they were; `*` is every one. */
  keep: z.array(z.string()).default([]),
  /** What else would stop it, so that it also fails where nothing is judged. */
  alsoHeldBy: z.string().optional(),
});
export type Attack = z.infer<typeof Attack>;
export type AttackStep = z.infer<typeof Step>;

const folder = join(import.meta.dirname, '../../attacks');

/** Every attack of e2e/attacks; one that does not have the form is an error that names it. */
export function readAttacks(): Attack[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const attacks = z.array(Attack).safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      if (!attacks.success) throw new Error(`${name}: ${z.prettifyError(attacks.error)}`);
      return attacks.data;
    });
}
