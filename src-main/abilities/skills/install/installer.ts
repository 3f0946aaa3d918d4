// Accepting, refusing, updating and removing: whatever becomes a ready skill goes through here, by the hash that was seen.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import {
  type SkillAt,
  type SkillCapabilities,
  type SkillFrom,
  SkillName,
  type SkillReview,
} from '#main/contract/skills.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { FolderReader } from '../format/read-folder.ts';
import { LockedSkill } from '../lock/lock-file.ts';
import type { SkillBook } from '../skill-book.ts';
import { installedFolder } from '../sources/places.ts';
import { readSkill } from '../sources/scan.ts';
import { isWithinWishes } from './grants.ts';
import { reviewSkill } from './review.ts';
import type { Staging } from './staging.ts';

export type InstallerDeps = {
  readonly dataFolder: string;
  readonly book: SkillBook;
  readonly staging: Staging;
  readonly reader: FolderReader;
  readonly clock: Clock;
};

export type Acceptance = {
  readonly at: SkillAt;
  readonly hash: string;
  readonly granted?: SkillCapabilities | undefined;
  readonly plugin?: string;
};

export interface Installer {
  review(at: SkillAt): Promise<SkillReview>;
  accept(o: Acceptance): Promise<string>;
  acceptMany(skills: readonly { key: string; hash: string }[]): Promise<void>;
  update(key: string, signal: AbortSignal): Promise<string>;
  /** Returns under what name it lies in the trash. */
  remove(key: string): Promise<string>;
  restore(trashId: string): Promise<string>;
}

const TrashNote = z.object({ name: SkillName, entry: LockedSkill.optional() });

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
  const { book, staging, reader } = d;
  const trash = (...more: string[]) => join(d.dataFolder, 'skills', 'trash', ...more);
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

  const toTrash = async (name: string, entry: LockedSkill | undefined): Promise<string> => {
    const id = `${name}-${newId(d.clock.now())}`.slice(0, 140);
    await mkdir(trash(id), { recursive: true, mode: 0o700 });
    await writeFile(trash(id, 'note.json'), JSON.stringify({ name, entry }), { mode: 0o600 });
    await rename(placeOf(name), trash(id, 'skill'));
    return id;
  };

  const accept = async ({ at, hash, granted, plugin }: Acceptance): Promise<string> => {
    const place = await seek(at);
    const read = await readSkill(place.root, await reader.readAnew(place.root), place.folder);
    if (read.parsed.type === 'broken') throw notSound();
    if (read.hash !== hash) throw differs();
    const { name, wants } = read.parsed.head;
    if (granted !== undefined && !isWithinWishes(granted, wants)) throw tooMuch(name);
    if ('stagedId' in at) {
      await mkdir(dirname(placeOf(name)), { recursive: true, mode: 0o700 });
      // Not only what is accepted: whatever lies there under this name gives way, and can come back.
      await toTrash(name, place.entry).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      });
      await rename(place.root, placeOf(name));
    }
    const entry: LockedSkill = {
      ...{ hash, enabled: true, acceptedAt: d.clock.now() },
      files: Object.fromEntries(read.files.map(({ path, sha256 }) => [path, sha256])),
      ...(granted === undefined ? {} : { granted }),
      ...(place.origin === undefined ? {} : { origin: place.origin }),
      ...(plugin === undefined ? {} : { plugin }),
    };
    await book.change((before) => ({ ...before, skills: { ...before.skills, [place.key]: entry } }));
    if ('stagedId' in at) await staging.taken(at.stagedId, at.name);
    return place.key;
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
    const id = await toTrash(found.name, entry);
    await book.change(({ skills: { [key]: _gone, ...skills }, ...before }) => ({ ...before, skills }));
    return id;
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
    restore: (id) =>
      alone(async () => {
        const text = await readFile(trash(id, 'note.json'), 'utf8').catch(() => undefined); // told below
        const note = text === undefined ? undefined : TrashNote.safeParse(JSON.parse(text)).data;
        if (note === undefined)
          throw new AppError('not_found', 'It is not in the trash any more.', { details: { reason: 'skill_gone' } });
        const { name, entry } = note;
        const key = `person:${name}`;
        if ((await book.list({})).some((skill) => skill.key === key))
          throw new AppError('conflict', `A skill called ${name} is installed already. Remove it first.`, {
            details: { reason: 'skill_exists', facts: { name } },
          });
        await mkdir(installedFolder(d.dataFolder), { recursive: true, mode: 0o700 });
        await rename(trash(id, 'skill'), placeOf(name));
        await rm(trash(id), { recursive: true, force: true });
        if (entry !== undefined)
          await book.change((before) => ({ ...before, skills: { ...before.skills, [key]: entry } }));
        else book.refresh();
        return key;
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
