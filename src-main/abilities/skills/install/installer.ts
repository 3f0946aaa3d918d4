// Accepting, refusing, updating and removing: whatever becomes a ready skill goes through here, by the hash that was seen.
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { SkillAt, SkillCapabilities, SkillFrom, SkillReview } from '#main/contract/skills.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { FolderReader } from '../format/read-folder.ts';
import type { LockedSkill } from '../lock/lock-file.ts';
import type { SkillBook } from '../skill-book.ts';
import { installedFolder } from '../sources/places.ts';
import { readSkill } from '../sources/scan.ts';
import type { Trash } from '../trash/trash.ts';
import { isWithinWishes } from './grants.ts';
import { reviewSkill } from './review.ts';
import type { Staging } from './staging.ts';

export type InstallerDeps = {
  readonly dataFolder: string;
  readonly book: SkillBook;
  readonly staging: Staging;
  readonly reader: FolderReader;
  readonly trash: Trash;
  readonly clock: Clock;
};

export type Acceptance = {
  readonly at: SkillAt;
  readonly hash: string;
  readonly granted?: SkillCapabilities | undefined;
  readonly plugin?: string;
};

/** `replaced`: what lay there before, in the trash. */
export type Accepted = { readonly key: string; readonly replaced?: string };

export interface Installer {
  review(at: SkillAt): Promise<SkillReview>;
  accept(o: Acceptance): Promise<Accepted>;
  takeBack(o: { key: string; replaced?: string | undefined }): Promise<void>;
  acceptMany(skills: readonly { key: string; hash: string }[]): Promise<void>;
  update(key: string, signal: AbortSignal): Promise<string>;
  /** Returns under what name it lies in the trash. */
  remove(key: string): Promise<string>;
  /** Of a skill. */
  restore(trashId: string): Promise<string>;
  /** Its name, once for each change, when its files are not those that were accepted and nobody is changing them here. */
  notice(key: string): Promise<string | undefined>;
}

const differs = () =>
  new AppError('conflict', 'The files of this skill have changed since it was looked at. Review it once more.', {
    details: { reason: 'skill_hash_differs' },
  });
const notSound = () =>
  new AppError('conflict', 'This skill has a fault, so it cannot be accepted. Its review names it.', {
    details: { reason: 'skill_not_sound' },
  });
const tooMuch = (name: string) =>
  new AppError('forbidden', `The skill ${name} does not ask for everything that would be granted.`, {
    details: { reason: 'skill_not_granted', facts: { name, what: '' } },
  });

export function createInstaller(d: InstallerDeps): Installer {
  const { book, staging, reader, trash } = d;
  const placeOf = (name: string) => join(installedFolder(d.dataFolder), name);
  let last: Promise<unknown> = Promise.resolve();
  /** One change of the folders after the other. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => {}); // its caller has the error
    return next;
  };

  /** Where it lies and what is accepted of it so far. */
  const seek = async (at: SkillAt) => {
    if ('key' in at) {
      const { found, entry } = await book.find(at.key);
      const origin = entry?.origin;
      return { root: found.root, folder: found.name, key: found.key, source: found.source, entry, origin };
    }
    const staged = await staging.find(at.stagedId);
    if (!staged.names.includes(at.name)) await staging.find('gone'); // throws as for one that is not there
    const key = `person:${at.name}`;
    const known = await book.find(key).catch(() => undefined); // not installed: a new one
    return {
      ...{ root: staging.rootOf(at.stagedId, at.name), folder: at.name, key, source: 'person' as const },
      ...{ entry: known?.entry, origin: staged.origin, beforeRoot: known?.found.root },
    };
  };

  const toTrash = (name: string, entry: LockedSkill | undefined, why: 'removed' | 'replaced') =>
    trash.putSkill(placeOf(name), { name, entry, why });

  const accept = async ({ at, hash, granted, plugin }: Acceptance): Promise<Accepted> => {
    let replaced: string | undefined;
    const place = await seek(at);
    const read = await readSkill(place.root, await reader.readAnew(place.root), place.folder);
    if (read.parsed.type === 'broken') throw notSound();
    if (read.hash !== hash) throw differs();
    const { name, wants } = read.parsed.head;
    if (granted !== undefined && !isWithinWishes(granted, wants)) throw tooMuch(name);
    if ('stagedId' in at) {
      await mkdir(dirname(placeOf(name)), { recursive: true, mode: 0o700 });
      // Not only what is accepted: whatever lies there under this name gives way, and can come back.
      replaced = await toTrash(name, place.entry, 'replaced').catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
        return undefined;
      });
      await rename(place.root, placeOf(name));
    }
    const brought = plugin ?? ('key' in at ? place.entry?.plugin : undefined);
    const entry: LockedSkill = {
      ...{ hash, enabled: true, acceptedAt: d.clock.now() },
      files: Object.fromEntries(read.files.map(({ path, sha256 }) => [path, sha256])),
      ...(granted === undefined ? {} : { granted }),
      ...(place.origin === undefined ? {} : { origin: place.origin }),
      ...(brought === undefined ? {} : { plugin: brought }),
    };
    await book.change((before) => ({ ...before, skills: { ...before.skills, [place.key]: entry } }));
    if ('stagedId' in at) await staging.taken(at.stagedId, at.name);
    return { key: place.key, ...(replaced === undefined ? {} : { replaced }) };
  };

  const remove = async (key: string): Promise<string> => {
    const { skill, entry, found } = await book.find(key);
    if (skill.source === 'built-in')
      throw new AppError('conflict', 'This skill came with Limpet. It can be turned off, not removed.', {
        details: { reason: 'skill_built_in' },
      });
    if (skill.source !== 'person')
      throw new AppError('conflict', 'This skill lies in a folder of the person. It is not removed from there.', {
        details: { reason: 'skill_elsewhere' },
      });
    const id = await toTrash(found.name, entry, 'removed');
    await book.change(({ skills: { [key]: _gone, ...skills }, ...before }) => ({ ...before, skills }));
    return id;
  };

  const restore = async (id: string): Promise<string> => {
    const note = await trash.find(id);
    if (note.type !== 'skill') throw new AppError('invalid_input', 'This is a plugin, not a skill.');
    const { name, entry } = note;
    const key = `person:${name}`;
    if ((await book.list({})).some((skill) => skill.key === key))
      throw new AppError('conflict', `A skill called ${name} is installed already. Remove it first.`, {
        details: { reason: 'skill_exists', facts: { name } },
      });
    await mkdir(installedFolder(d.dataFolder), { recursive: true, mode: 0o700 });
    await trash.takeOut(id, placeOf(name));
    if (entry === undefined) book.refresh();
    else await book.change((before) => ({ ...before, skills: { ...before.skills, [key]: entry } }));
    return key;
  };

  return {
    async review(at) {
      const place = await seek(at);
      const read = await readSkill(place.root, await reader.readAnew(place.root), place.folder);
      const beforeRoot = 'beforeRoot' in place ? place.beforeRoot : undefined;
      const { root, folder, entry, origin } = place;
      return reviewSkill({ root, folder, read, entry, origin, beforeRoot });
    },
    accept: (o) => alone(() => accept(o)),
    acceptMany: (skills) =>
      alone(async () => {
        for (const { key, hash } of skills) await accept({ at: { key }, hash });
      }),
    async update(key, signal) {
      const { entry } = await book.find(key);
      const from = entry?.origin === undefined ? undefined : sourceOf(entry.origin);
      if (from === undefined)
        throw new AppError('unsupported', 'This skill came from nowhere that can be asked again. Install it anew.', {
          details: { reason: 'no_update' },
        });
      return (await staging.stage(from, signal)).id;
    },
    remove: (key) => alone(() => remove(key)),
    restore: (id) => alone(() => restore(id)),
    notice: (key) =>
      alone(async () => {
        const { skill, entry } = await book.find(key);
        if (entry?.enabled !== true || skill.state !== 'changed' || entry.noticed === skill.hash) return undefined;
        const noticed = { ...entry, noticed: skill.hash };
        await book.change((before) => ({ ...before, skills: { ...before.skills, [key]: noticed } }));
        return skill.name;
      }),
    takeBack: ({ key, replaced }) =>
      alone(async () => {
        if (key.startsWith('person:')) await remove(key);
        else await book.change(({ skills: { [key]: _gone, ...skills }, ...before }) => ({ ...before, skills }));
        if (replaced !== undefined) await restore(replaced);
      }),
  };
}

function sourceOf(origin: NonNullable<LockedSkill['origin']>): SkillFrom | undefined {
  switch (origin.type) {
    case 'folder':
      return { type: 'folder', path: origin.path };
    case 'git':
      return { type: 'git', url: origin.url, ...(origin.ref === undefined ? {} : { ref: origin.ref }) };
    case 'catalogue':
      return { type: 'catalogue', address: origin.address, name: origin.name };
    case 'zip':
    case 'written':
    case 'draft':
      return undefined;
  }
}
