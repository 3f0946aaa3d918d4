// One skill as a ZIP that installs again elsewhere with the same hash: its files to the byte, and nothing else of it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { BlobId } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { type ZipEntry, zipBytes } from '#main/platform/base/zip/write-zip.ts';
import type { Store } from '#main/platform/store/port.ts';
import { type FolderReader, folderLimits, type SkillFile, sha256 } from '../format/read-folder.ts';
import type { SkillBook } from '../skill-book.ts';

export type PackDeps = {
  readonly book: Pick<SkillBook, 'find'>;
  readonly reader: Pick<FolderReader, 'readAnew'>;
  readonly blobs: Pick<Store['blobs'], 'put' | 'drop'>;
  readonly clock: Clock;
};

export type PackedSkill = {
  readonly blobId: BlobId;
  readonly name: string;
  readonly sizeBytes: number;
  readonly hash: string;
};

/** The same files are the same archive, whenever it is made: ZIP cannot tell an earlier time. */
const zipEpoch = Date.UTC(1980, 0, 2);
const keptMs = 3_600_000;
/** Files that do not shrink, and the list of them. */
const maxBytes = folderLimits.totalBytes + folderLimits.files * 2_048;

const changing = (name: string) =>
  new AppError('conflict', `The files of the skill ${name} are changing right now. Try again in a moment.`, {
    details: { reason: 'skill_hash_differs' },
  });

async function* entriesOf(root: string, o: { name: string; files: readonly SkillFile[] }): AsyncGenerator<ZipEntry> {
  for (const { path, sha256: hash } of o.files) {
    const bytes = await readFile(join(root, ...path.split('/')));
    if (sha256(bytes) !== hash) throw changing(o.name);
    yield { name: `${o.name}/${path}`, at: zipEpoch, bytes: once(bytes) };
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** `conflict` for one that is broken, or whose files change while they are read. What was made goes an hour later, at the next. */
export function createPackSkill({ book, reader, blobs, clock }: PackDeps) {
  let made: { readonly blobId: BlobId; readonly at: number }[] = [];
  return async (key: string, signal: AbortSignal): Promise<PackedSkill> => {
    const { skill, found } = await book.find(key);
    const content = await reader.readAnew(found.root);
    if (skill.state === 'broken' || content.type === 'broken')
      throw new AppError(
        'conflict',
        'This skill has a fault, so it would not install elsewhere. Its review names it.',
        {
          details: { reason: 'skill_not_sound' },
        },
      );
    const now = clock.now();
    const { id, name, sizeBytes } = await blobs.put({
      bytes: zipBytes(entriesOf(found.root, { name: skill.name, files: content.files }), signal),
      ...{ name: `${skill.name}.zip`, mediaType: 'application/zip', maxBytes, now, signal },
    });
    const old = made.filter(({ blobId, at }) => now - at > keptMs && blobId !== id);
    made = [...made.filter((one) => !old.includes(one) && one.blobId !== id), { blobId: id, at: now }];
    if (old.length > 0) await blobs.drop(old.map(({ blobId }) => blobId));
    return { blobId: id, name, sizeBytes, hash: content.hash };
  };
}
