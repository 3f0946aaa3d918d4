// Looks through the places: every folder that means to be a skill is listed, sound or with the reason why not.
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { SkillSource } from '#main/contract/skills.ts';
import { readManifest } from '../format/manifest.ts';
import { broken, type ParsedSkill, parseSkill } from '../format/parse-skill.ts';
import { type FolderContent, type FolderReader, folderLimits, type SkillFile } from '../format/read-folder.ts';
import { keyOf, type Place } from './places.ts';

export type FoundSkill = {
  readonly key: string;
  readonly source: SkillSource;
  /** Of the folder. */
  readonly name: string;
  readonly root: string;
  readonly kind: 'skill' | 'manifest';
  readonly parsed: ParsedSkill;
  readonly files: readonly SkillFile[];
  readonly hash: string;
};

const maxSkills = 300;
/** One that begins with a line below is a part of others. */
const scriptName = /^scripts\/[^/_][^/]*\.(py|js|mjs|cjs|sh)$/;
const mainFiles = ['main.py', 'main.js', 'main.mjs'];

export const hasFile = (files: readonly SkillFile[], path: string) => files.some((file) => file.path === path);

/** Programs that a skill may have run: those in its folder `scripts`, or the one of its manifest. */
export function scriptsOf(files: readonly SkillFile[], kind: FoundSkill['kind']): string[] {
  const paths = files.map(({ path }) => path);
  return kind === 'manifest'
    ? paths.filter((path) => mainFiles.includes(path))
    : paths.filter((path) => scriptName.test(path));
}

async function textOf(root: string, files: readonly SkillFile[], path: string): Promise<string | undefined> {
  const file = files.find((one) => one.path === path);
  if (file === undefined || file.sizeBytes > folderLimits.textBytes) return undefined;
  const bytes = await readFile(join(root, path));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // no UTF-8: said as a head that cannot be read
  }
}

export type ReadSkill = Pick<FoundSkill, 'kind' | 'parsed' | 'files' | 'hash'>;

/** One folder, whatever became of reading it. `folder` is the name that its head must have. */
export async function readSkill(root: string, content: FolderContent, folder: string): Promise<ReadSkill> {
  if (content.type === 'broken')
    return { kind: 'skill', parsed: { type: 'broken', problem: content.problem }, files: [], hash: '' };
  const { files, hash } = content;
  const limpetJson = await textOf(root, files, 'limpet.json');
  const options = { folder, ...(limpetJson === undefined ? {} : { limpetJson }) };
  if (!hasFile(files, 'SKILL.md') && hasFile(files, 'manifest.json')) {
    const text = await textOf(root, files, 'manifest.json');
    const readme = await textOf(root, files, 'README.md');
    const parsed = readManifest(text ?? '', { ...options, files, readme: readme ?? '' });
    return { kind: 'manifest', parsed, files, hash };
  }
  const text = await textOf(root, files, 'SKILL.md');
  return {
    kind: 'skill',
    parsed: text === undefined ? broken('no_text') : await parseSkill(text, options),
    files,
    hash,
  };
}

/** A folder of a workspace may not lead out of it; in the home the person links their own folders together. */
async function realRoot(place: Place, name: string): Promise<string | undefined> {
  const path = join(place.folder, name);
  const real = await realpath(path).catch(() => undefined); // leads to nothing
  if (real === undefined || !(await stat(real)).isDirectory()) return undefined;
  if (place.source === 'home') return real;
  const folder = await realpath(place.folder);
  return real.startsWith(folder + sep) ? real : undefined;
}

async function scanPlace(place: Place, reader: FolderReader): Promise<FoundSkill[]> {
  const entries = await readdir(place.folder, { withFileTypes: true }).catch(() => []); // not there: no skills
  const names = entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort()
    .slice(0, maxSkills);
  const found: FoundSkill[] = [];
  for (const name of names) {
    const one = { key: keyOf(place, name), source: place.source, name, root: join(place.folder, name) };
    const nothing = { kind: 'skill', files: [], hash: '' } as const;
    try {
      const root = await realRoot(place, name);
      if (root === undefined) found.push({ ...one, ...nothing, parsed: broken('leads_out') });
      else {
        const read = await readSkill(root, await reader.read(root), name);
        const isEmpty = read.files.length === 0 && read.hash !== '';
        if (!isEmpty) found.push({ ...one, root, ...read });
      }
    } catch {
      // Gone in between, or unreadable for us: listed, so that nobody wonders where it is.
      found.push({ ...one, ...nothing, parsed: broken('unreadable') });
    }
  }
  return found;
}

/** In the order of the places, so of two with one name the first is the one that counts. */
export async function scanPlaces(places: readonly Place[], reader: FolderReader): Promise<FoundSkill[]> {
  return (await Promise.all(places.map((place) => scanPlace(place, reader)))).flat();
}
