// What was fetched and waits for its review: a folder of ours for each, outside of everything that is looked through.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { type SkillFrom, SkillOrigin } from '#main/contract/skills.ts';
import type { Egress } from '#main/guard/egress/port.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Store } from '#main/platform/store/port.ts';
import { copyFolder } from './copy-folder.ts';
import { type FetchGitDeps, fetchGit } from './fetch-git.ts';
import { locateSkills } from './locate.ts';
import { promiseBroken, readArchive, readCatalogue } from './read-catalogue.ts';
import { unpackZip } from './unpack-zip.ts';

export const Staged = z.object({
  id: z.string(),
  origin: SkillOrigin,
  at: z.number(),
  names: z.array(z.string()),
  /** PLUGIN.json of the whole, where it is a plugin. */
  plugin: z.string().optional(),
});
export type Staged = z.infer<typeof Staged>;

export type StagingDeps = {
  readonly dataFolder: string;
  readonly blobs: Pick<Store['blobs'], 'path' | 'info' | 'drop'>;
  readonly egress: Egress;
  readonly sandbox: Pick<Sandbox, 'spawn'>;
  readonly clock: Clock;
};

export interface Staging {
  stage(from: SkillFrom, signal: AbortSignal): Promise<Staged>;
  /** Of files that the caller wrote into the folder that it is given. */
  put(origin: SkillOrigin, write: (folder: string) => Promise<void>): Promise<Staged>;
  list(): Promise<readonly Staged[]>;
  /** `not_found` with reason `staged_gone`. */
  find(id: string): Promise<Staged>;
  rootOf(id: string, name: string): string;
  /** One skill of it was taken out; nothing left: it is gone. */
  taken(id: string, name: string): Promise<void>;
  drop(id: string): Promise<void>;
}

const maxStaged = 40;
const noSkill = () =>
  new AppError(
    'invalid_input',
    'No skill was found there: a folder with a SKILL.md, a manifest.json or a PLUGIN.json.',
    {
      details: { reason: 'no_skill_here' },
    },
  );
const gone = () =>
  new AppError('not_found', 'What this review was about is gone. Start the installation again.', {
    details: { reason: 'staged_gone' },
  });

const nameOfPath = (path: string) => basename(path).replace(/\.(zip|git|skill)$/i, '');

type Bringing = { readonly folder: string; readonly tree: string; readonly signal: AbortSignal };

/** Brings what `from` names into `folder`; returns where it came from, exactly. */
async function bring(from: SkillFrom, { folder, tree, signal }: Bringing, d: StagingDeps): Promise<SkillOrigin> {
  switch (from.type) {
    case 'folder': {
      const found = isAbsolute(from.path) ? await stat(from.path).catch(() => undefined) : undefined; // told below
      if (found?.isDirectory() !== true)
        throw new AppError('not_found', `There is no folder ${from.path}, or it cannot be read.`, {
          details: { reason: 'folder_not_there', facts: { path: from.path } },
        });
      await copyFolder(from.path, tree);
      return { type: 'folder', path: from.path };
    }
    case 'zip': {
      const { name } = await d.blobs.info(from.blobId);
      try {
        await unpackZip(await d.blobs.path(from.blobId), tree, signal);
      } finally {
        await d.blobs.drop([from.blobId]);
      }
      return { type: 'zip', name: name.slice(0, 300) };
    }
    case 'git': {
      const address = { url: from.url, ...(from.ref === undefined ? {} : { ref: from.ref }) };
      const deps: FetchGitDeps = { sandbox: d.sandbox };
      const commit = await fetchGit(address, { folder, signal }, deps);
      await rm(join(tree, '.git'), { recursive: true, force: true });
      return { type: 'git', ...address, commit: commit.slice(0, 64) };
    }
    case 'catalogue':
      await bringFromCatalogue(from, { folder, tree, signal }, d);
      return { type: 'catalogue', address: from.address, name: from.name };
  }
}

async function bringFromCatalogue(
  from: Extract<SkillFrom, { type: 'catalogue' }>,
  { folder, tree, signal }: Bringing,
  d: StagingDeps,
): Promise<void> {
  const entry = (await readCatalogue(from.address, signal, d.egress)).find((one) => one.name === from.name);
  if (entry === undefined) throw noSkill();
  if (entry.commit !== undefined) {
    const commit = await fetchGit({ url: entry.address }, { folder, signal }, { sandbox: d.sandbox });
    if (commit !== entry.commit) throw promiseBroken();
    await rm(join(tree, '.git'), { recursive: true, force: true });
    return;
  }
  const archive = join(folder, 'archive.zip');
  await writeFile(archive, await readArchive(from.address, entry, { signal, egress: d.egress }), { mode: 0o600 });
  await unpackZip(archive, tree, signal);
  await rm(archive);
}

/** Every skill of the tree under its own name, and the tree gone. */
async function settle(folder: string, fallback: string): Promise<{ names: string[]; plugin?: string }> {
  const tree = join(folder, 'tree');
  const entries = await readdir(tree);
  const [only] = entries;
  // Archives often hold one folder with everything in it.
  const isWrapped = entries.length === 1 && only !== undefined && (await stat(join(tree, only))).isDirectory();
  const top = isWrapped ? join(tree, only) : tree;
  const plugin = await readFile(join(top, 'PLUGIN.json'), 'utf8').catch(() => undefined); // is none
  const located = await locateSkills(top, isWrapped ? only : fallback);
  await mkdir(join(folder, 'skills'), { mode: 0o700 });
  for (const { name, root } of located) await rename(root, join(folder, 'skills', name));
  await rm(tree, { recursive: true, force: true });
  return { names: located.map(({ name }) => name), ...(plugin === undefined ? {} : { plugin }) };
}

export function createStaging(d: StagingDeps): Staging {
  const home = join(d.dataFolder, 'skills', 'staged');
  const at = (id: string, ...more: string[]) => join(home, id, ...more);
  const read = async (id: string): Promise<Staged | undefined> => {
    const text = await readFile(at(id, 'meta.json'), 'utf8').catch(() => undefined); // half made, or gone
    if (text === undefined) return undefined;
    const parsed = Staged.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  };
  const drop = (id: string) => rm(at(id), { recursive: true, force: true });
  const list = async (): Promise<Staged[]> => {
    const ids = await readdir(home).catch(() => []); // nothing was staged yet
    const all = await Promise.all(ids.map(read));
    return all.filter((one) => one !== undefined).sort((a, b) => b.at - a.at);
  };
  const find = async (id: string): Promise<Staged> => {
    const staged = /^[a-z0-9-]{1,64}$/.test(id) ? await read(id) : undefined;
    if (staged === undefined) throw gone();
    return staged;
  };
  const write = async (staged: Staged) => {
    await writeFile(at(staged.id, 'meta.json'), JSON.stringify(staged), { mode: 0o600 });
    return staged;
  };
  const make = async (fallback: string, fill: (folder: string) => Promise<SkillOrigin>): Promise<Staged> => {
    const id = newId(d.clock.now());
    await mkdir(at(id), { recursive: true, mode: 0o700 });
    try {
      const origin = await fill(at(id));
      const settled = await settle(at(id), fallback);
      if (settled.names.length === 0 && settled.plugin === undefined) throw noSkill();
      const staged = await write({ id, origin, at: d.clock.now(), ...settled });
      for (const old of (await list()).slice(maxStaged)) await drop(old.id);
      return staged;
    } catch (error) {
      await drop(id);
      throw error;
    }
  };

  return {
    list,
    find,
    drop,
    rootOf: (id, name) => at(id, 'skills', name),
    stage: async (from, signal) => {
      const fallback =
        from.type === 'folder'
          ? nameOfPath(from.path)
          : from.type === 'git'
            ? nameOfPath(from.url)
            : from.type === 'zip'
              ? nameOfPath((await d.blobs.info(from.blobId)).name)
              : from.name;
      return make(fallback === '' ? 'skill' : fallback, (folder) =>
        bring(from, { folder, tree: join(folder, 'tree'), signal }, d),
      );
    },
    put: (origin, fill) =>
      make('skill', async (folder) => {
        await mkdir(join(folder, 'tree'), { mode: 0o700 });
        await fill(join(folder, 'tree'));
        return origin;
      }),
    async taken(id, name) {
      const staged = await find(id);
      const names = staged.names.filter((one) => one !== name);
      if (names.length === 0) await drop(id);
      else await write({ ...staged, names });
    },
  };
}
