// The folder that a program of a skill really runs from: the bytes that were accepted, written anew where no tool writes.
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '#main/platform/base/ids.ts';
import { type FolderReader, hashOfFiles } from '../format/read-folder.ts';
import type { OpenSkill } from '../port.ts';

const kept = 24;

export interface RunCopies {
  /** Also of a skill that lies inside the packed app, where no other program could read it. */
  of(skill: OpenSkill): Promise<string>;
}

export function createRunCopies(o: { folder: string; reader: FolderReader; now: () => number }): RunCopies {
  const making = new Map<string, Promise<string>>();
  const isWhole = async (path: string, hash: string) => {
    const content = await o.reader.readAnew(path).catch(() => undefined); // not there yet
    return content?.type === 'ok' && content.hash === hash;
  };
  const make = async (skill: OpenSkill, hash: string): Promise<string> => {
    const path = join(o.folder, hash.slice(0, 40));
    if (await isWhole(path, hash)) return path;
    const next = join(o.folder, newId(o.now()));
    for (const file of skill.files) {
      const target = join(next, ...file.path.split('/'));
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await writeFile(target, await skill.read(file.path), { mode: 0o600, flag: 'wx' });
    }
    await rm(path, { recursive: true, force: true });
    await rename(next, path);
    const old = (await readdir(o.folder)).filter((name) => name !== hash.slice(0, 40));
    for (const name of old.sort().slice(0, Math.max(0, old.length - kept)))
      await rm(join(o.folder, name), { recursive: true, force: true });
    return path;
  };
  return {
    of(skill) {
      const hash = hashOfFiles(skill.files);
      const known = making.get(hash) ?? make(skill, hash).finally(() => making.delete(hash));
      making.set(hash, known);
      return known;
    },
  };
}
