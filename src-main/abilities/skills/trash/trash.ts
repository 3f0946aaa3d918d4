// What was removed or replaced, with what was accepted of it, until it is put back or deleted for good.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { SkillName, type TrashedSkill } from '#main/contract/skills.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import { parseJson } from '#main/platform/base/json.ts';
import { LockedPlugin, LockedSkill } from '../lock/lock-file.ts';

const SkillNote = z.object({
  type: z.literal('skill').default('skill'),
  name: SkillName,
  entry: LockedSkill.optional(),
  at: z.number().default(0),
  why: z.enum(['removed', 'replaced']).default('removed'),
});
const PluginNote = z.object({
  type: z.literal('plugin'),
  entry: LockedPlugin,
  title: z.string(),
  at: z.number(),
  /** Of its skills. */
  trashIds: z.array(z.string()),
});
const Note = z.union([PluginNote, SkillNote]);
type Note = z.infer<typeof Note>;
export type TrashNote = Note & { readonly trashId: string };

const maxKept = 40;
const gone = () => new AppError('not_found', 'It is not in the trash any more.', { details: { reason: 'skill_gone' } });

export interface Trash {
  /** `from` is moved; `ENOENT` when nothing lies there, and then nothing was done. */
  putSkill(from: string, o: Pick<z.infer<typeof SkillNote>, 'name' | 'entry' | 'why'>): Promise<string>;
  putPlugin(o: Pick<z.infer<typeof PluginNote>, 'entry' | 'title' | 'trashIds'>): Promise<string>;
  /** `not_found` with reason `skill_gone`. */
  find(trashId: string): Promise<TrashNote>;
  /** Newest first. */
  notes(): Promise<readonly TrashNote[]>;
  list(): Promise<TrashedSkill[]>;
  /** Its files, out of the trash; the rest of it is gone then. */
  takeOut(trashId: string, to: string): Promise<void>;
  drop(trashId: string): Promise<void>;
}

export function createTrash({ dataFolder, clock }: { dataFolder: string; clock: Clock }): Trash {
  const home = join(dataFolder, 'skills', 'trash');
  const at = (id: string, ...more: string[]) => join(home, id, ...more);
  const read = async (trashId: string): Promise<TrashNote | undefined> => {
    const text = await readFile(at(trashId, 'note.json'), 'utf8').catch(() => undefined); // half made, or gone
    const note = text === undefined ? undefined : Note.safeParse(parseJson(text)).data;
    return note === undefined ? undefined : { ...note, trashId };
  };
  const drop = (trashId: string) => rm(at(trashId), { recursive: true, force: true });
  const notes = async () => {
    const ids = await readdir(home).catch(() => []); // nothing was removed yet
    const all = (await Promise.all(ids.map(read))).filter((one) => one !== undefined);
    return all.sort((a, b) => b.at - a.at || (a.trashId < b.trashId ? 1 : -1));
  };
  const make = async (name: string, note: Note, fill: (id: string) => Promise<void>): Promise<string> => {
    const id = `${name}-${newId(clock.now())}`.toLowerCase().slice(0, 140);
    await mkdir(at(id), { recursive: true, mode: 0o700 });
    try {
      await writeFile(at(id, 'note.json'), JSON.stringify(note), { mode: 0o600 });
      await fill(id);
    } catch (error) {
      await drop(id);
      throw error;
    }
    for (const old of (await notes()).slice(maxKept)) await drop(old.trashId);
    return id;
  };
  return {
    notes,
    drop,
    putSkill: (from, o) =>
      make(o.name, { type: 'skill', ...o, at: clock.now() }, (id) => rename(from, at(id, 'skill'))),
    putPlugin: (o) => make('plugin', { type: 'plugin', ...o, at: clock.now() }, async () => {}),
    async find(trashId) {
      const note = await read(trashId);
      if (note === undefined) throw gone();
      return note;
    },
    async list() {
      const all = await notes();
      const within = new Set(all.flatMap((one) => (one.type === 'plugin' ? one.trashIds : [])));
      return all
        .filter(({ trashId }) => !within.has(trashId))
        .map((one) =>
          one.type === 'plugin'
            ? { trashId: one.trashId, type: 'plugin', name: one.title, at: one.at, why: 'removed' }
            : { trashId: one.trashId, type: 'skill', name: one.name, at: one.at, why: one.why },
        );
    },
    async takeOut(trashId, to) {
      await rename(at(trashId, 'skill'), to);
      await drop(trashId);
    },
  };
}
