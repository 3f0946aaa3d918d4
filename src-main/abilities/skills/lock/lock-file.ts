// What the person has accepted, by hash: the only thing that makes a found skill one that the model is told of.
import { readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Timestamp } from '#main/contract/ids.ts';
import { SkillCapabilities, SkillOrigin } from '#main/contract/skills.ts';
import { makeFolder } from '#main/platform/base/make-folder.ts';
import { replaceFile } from '#main/platform/base/replace-file.ts';

export const LockedSkill = z.object({
  hash: z.string(),
  enabled: z.boolean().default(true),
  granted: SkillCapabilities.optional(),
  acceptedAt: Timestamp,
  origin: SkillOrigin.optional(),
  plugin: z.string().optional(),
  /** Its files differ from what was accepted: with this hash that stands in the account. */
  noticed: z.string().optional(),
  /** The hash of every file: what changed since is shown file by file. */
  files: z.record(z.string(), z.string()).default({}),
});
export type LockedSkill = z.infer<typeof LockedSkill>;

export const LockedPlugin = z.object({
  id: z.string(),
  version: z.string(),
  skills: z.array(z.string()),
  /** Steps of its set-up, in their order. */
  steps: z.array(z.object({ id: z.string(), done: z.boolean() })).default([]),
  /** Its PLUGIN.json as it was reviewed. */
  manifest: z.string(),
  acceptedAt: Timestamp,
  origin: SkillOrigin.optional(),
});
export type LockedPlugin = z.infer<typeof LockedPlugin>;

const LockContent = z.object({
  version: z.literal(1),
  skills: z.record(z.string(), LockedSkill).default({}),
  plugins: z.record(z.string(), LockedPlugin).default({}),
});
export type LockContent = z.infer<typeof LockContent>;

const empty: LockContent = { version: 1, skills: {}, plugins: {} };

export interface LockFile {
  read(): Promise<LockContent>;
  /** One change after the other; resolves when it is safely on the disk. */
  change(next: (before: LockContent) => LockContent): Promise<LockContent>;
}

/** A file that cannot be read accepts nothing: every skill waits for a new review, and the file is kept beside. */
export function createLockFile(path: string): LockFile {
  let known: LockContent | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<LockContent> => {
    if (known !== undefined) return known;
    const text = await readFile(path, 'utf8').catch(() => undefined); // none yet
    if (text === undefined) return empty;
    const parsed = LockContent.safeParse(toJson(text));
    if (!parsed.success) await rename(path, `${path}.damaged`).catch(() => {}); // stays where it is, and counts for nothing
    known = parsed.success ? parsed.data : empty;
    return known;
  };
  return {
    read,
    change(next) {
      const change = last.then(async () => {
        const content = next(await read());
        makeFolder(dirname(path));
        await replaceFile(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
        known = content;
        return content;
      });
      last = change.catch(() => {}); // its caller has the error; the next change starts anew
      return change;
    },
  };
}

export const lockPath = (dataFolder: string) => join(dataFolder, 'skills', 'lock.json');

function toJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // damaged
  }
}
