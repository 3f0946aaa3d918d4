// What the ledger writes down of a change of a file, as JSON.
import { z } from 'zod';
import type { EntryState } from '#main/guard/workspace/port.ts';

export const State = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absent') }),
  z.object({
    kind: z.literal('file'),
    sha256: z.string(),
    sizeBytes: z.number(),
    mode: z.number().int().optional(),
  }),
  z.object({ kind: z.literal('folder'), mode: z.number().int().optional() }),
  z.object({ kind: z.literal('link'), target: z.string() }),
  z.object({ kind: z.literal('other') }),
]) satisfies z.ZodType<EntryState>;

/** `root` is the workspace, paths are relative to it with `/`. */
export const FilePayload = z.discriminatedUnion('type', [
  z.object({ type: z.literal('put'), root: z.string(), path: z.string(), before: State, after: State }),
  z.object({ type: z.literal('move'), root: z.string(), from: z.string(), to: z.string(), node: State }),
]);
export type FilePayload = z.infer<typeof FilePayload>;
export type PutPayload = Extract<FilePayload, { type: 'put' }>;
export type MovePayload = Extract<FilePayload, { type: 'move' }>;

export const fileKind = 'file';
/** Journal of a command that runs; gone when what it changed is on record. */
export const commandKind = 'command';
export const absent: EntryState = { kind: 'absent' };

export const parentOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');

const fold = (path: string) => path.normalize('NFC').toLowerCase();

/** Names of one folder that some disks take for the same. */
export const areSpellings = (a: string, b: string) => parentOf(a) === parentOf(b) && fold(a) === fold(b);
