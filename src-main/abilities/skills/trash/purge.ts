// Deletes for good: the files, and once no version is left, what the programs kept and the keys that were entered.
import { rm } from 'node:fs/promises';
import type { SkillKeys } from '../keys/skill-keys.ts';
import { dropPackages } from '../plugins/packages.ts';
import { stateFolder } from '../run/run-script.ts';
import type { SkillBook } from '../skill-book.ts';
import type { Trash } from './trash.ts';

export type PurgeDeps = {
  readonly dataFolder: string;
  readonly book: SkillBook;
  readonly trash: Trash;
  readonly keys: Pick<SkillKeys, 'forget'>;
  /** Ids of those that are installed. */
  readonly plugins: () => Promise<readonly string[]>;
};

export function createPurge({ dataFolder, book, trash, keys, plugins }: PurgeDeps) {
  const purgeSkill = async (trashId: string, name: string) => {
    await trash.drop(trashId);
    const key = `person:${name}`;
    const isLeft =
      (await book.list({})).some((skill) => skill.key === key) ||
      (await trash.notes()).some((note) => note.type === 'skill' && note.name === name);
    if (isLeft) return;
    await keys.forget({ key, name });
    await rm(stateFolder(dataFolder, { key, name }), { recursive: true, force: true });
  };
  return async (trashId: string): Promise<void> => {
    const note = await trash.find(trashId);
    if (note.type === 'skill') await purgeSkill(trashId, note.name);
    else {
      const all = await trash.notes();
      for (const one of all)
        if (one.type === 'skill' && note.trashIds.includes(one.trashId)) await purgeSkill(one.trashId, one.name);
      await trash.drop(trashId);
      if (!(await plugins()).includes(note.entry.id)) await dropPackages(dataFolder, note.entry.id);
    }
    book.refresh();
  };
}
