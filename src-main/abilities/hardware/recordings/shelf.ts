// The folder of recordings: each a file of its own, with a small one beside it that says what it is called.
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RecordingId } from '#main/contract/recordings.ts';
import { makeFolder } from '#main/platform/base/make-folder.ts';
import { replaceFile } from '#main/platform/base/replace-file.ts';

const ending = '.limpet-line';
const Label = z.object({ name: z.string(), at: z.number() });
export type KeptRecording = {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly sizeBytes: number;
};

export interface Shelf {
  /** The newest first. */
  list(): Promise<readonly KeptRecording[]>;
  path(id: string): string;
  label(id: string, label: z.infer<typeof Label>): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createShelf(folder: string): Shelf {
  const path = (id: string) => join(folder, id + ending);
  const labelPath = (id: string) => join(folder, `${id}.json`);
  const one = async (id: string): Promise<KeptRecording[]> => {
    const file = await stat(path(id)).catch(() => undefined); // removed meanwhile
    if (file === undefined) return [];
    // A label that is lost or damaged loses no recording.
    const text = await readFile(labelPath(id), 'utf8').catch(() => '{}');
    const label = Label.safeParse(parse(text)).data ?? { name: id, at: Math.round(file.mtimeMs) };
    return [{ id, ...label, sizeBytes: file.size }];
  };
  return {
    path,
    async list() {
      const names = await readdir(folder).catch(() => []); // none yet
      const ids = names.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
      const kept = await Promise.all(ids.filter((id) => RecordingId.safeParse(id).success).map(one));
      return kept.flat().toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
    },
    async label(id, label) {
      makeFolder(folder);
      await replaceFile(labelPath(id), JSON.stringify(label), { mode: 0o600 });
    },
    async remove(id) {
      await rm(path(id), { force: true });
      await rm(labelPath(id), { force: true });
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // damaged
  }
}
