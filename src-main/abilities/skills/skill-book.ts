// All skills that can be found, each held against what the person accepted; opening one reads its files anew.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Skill, SkillCapabilities } from '#main/contract/skills.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { type FolderReader, sha256 } from './format/read-folder.ts';
import type { LockContent, LockedSkill, LockFile } from './lock/lock-file.ts';
import type { OpenSkill, Skills } from './port.ts';
import { skillsPrompt } from './prompt.ts';
import { type PlaceOptions, placesOf, workspaceOfKey } from './sources/places.ts';
import { type FoundSkill, readSkill, scanPlaces, scriptsOf } from './sources/scan.ts';

export type SkillBookDeps = {
  readonly places: PlaceOptions;
  readonly lock: LockFile;
  readonly reader: FolderReader;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a look round counts; what is opened is read anew in any case. */
  readonly freshMs?: number;
  /** What was accepted and is on has other files now, which nobody was told of yet. Called again until `noticed` says so. */
  readonly onDropped?: (key: string) => void;
};

const nothing: SkillCapabilities = { files: { read: [], write: [] }, hosts: [], tools: [], devices: [], secrets: [] };

/** Never more than is wanted now, whatever was granted before. */
export function grantedOf(
  found: Pick<FoundSkill, 'source' | 'parsed'>,
  entry: LockedSkill | undefined,
): SkillCapabilities {
  if (found.parsed.type === 'broken') return nothing;
  return found.source === 'built-in' ? found.parsed.head.wants : (entry?.granted ?? nothing);
}

function stateOf(found: FoundSkill, entry: LockedSkill | undefined): Skill['state'] {
  if (found.parsed.type === 'broken') return 'broken';
  if (found.source === 'built-in') return entry?.enabled === false ? 'off' : 'ready';
  if (entry === undefined) return 'unreviewed';
  if (entry.hash !== found.hash) return 'changed';
  return entry.enabled ? 'ready' : 'off';
}

function toSkill(found: FoundSkill, entry: LockedSkill | undefined): Skill {
  const { parsed } = found;
  const head = parsed.type === 'ok' ? parsed.head : undefined;
  const said = parsed.type === 'broken' ? parsed : undefined;
  return {
    key: found.key,
    name: head?.name ?? said?.name ?? found.name,
    description: head?.description ?? said?.description ?? '',
    ...(head?.verb === undefined ? {} : { verb: head.verb }),
    ...(head?.license === undefined ? {} : { license: head.license }),
    ...(head?.compatibility === undefined ? {} : { compatibility: head.compatibility }),
    source: found.source,
    place: found.root,
    kind: found.kind,
    state: stateOf(found, entry),
    ...(said === undefined ? {} : { problem: said.problem }),
    scripts: scriptsOf(found.files, found.kind),
    fileCount: found.files.length,
    hash: found.hash,
    wants: head?.wants ?? nothing,
    ...(stateOf(found, entry) === 'ready' ? { granted: grantedOf(found, entry) } : {}),
    ...(entry?.origin === undefined ? {} : { origin: entry.origin }),
    ...(entry?.plugin === undefined ? {} : { plugin: entry.plugin }),
    ...(entry === undefined ? {} : { acceptedAt: entry.acceptedAt }),
  };
}

/** Of ready ones with the same name the first counts; one that is not ready stands in nobody's way. */
function withShadows(skills: readonly Skill[]): Skill[] {
  const first = new Map<string, string>();
  return skills.map((skill) => {
    if (skill.state !== 'ready') return skill;
    const before = first.get(skill.name);
    if (before === undefined) first.set(skill.name, skill.key);
    return before === undefined ? skill : { ...skill, state: 'shadowed', shadowedBy: before };
  });
}

const changed = (name: string) =>
  new AppError('conflict', `The files of the skill ${name} are not those that were accepted. It waits for a review.`, {
    details: { reason: 'skill_changed', facts: { name } },
  });

export interface SkillBook extends Skills {
  /** Found anew, whatever its state. `not_found` when it is not there. */
  find(key: string): Promise<{ skill: Skill; found: FoundSkill; entry: LockedSkill | undefined }>;
  /** Changes what is accepted, and tells whoever listens. */
  change(next: (before: LockContent) => LockContent): Promise<void>;
  /** Files have changed by our own doing. */
  refresh(): void;
}

const keptLooks = 16;

export function createSkillBook(d: SkillBookDeps): SkillBook {
  const { lock, reader } = d;
  const freshMs = d.freshMs ?? 2_000;
  const listeners = new Set<() => void>();
  const looks = new Map<string, { at: number; found: Promise<readonly FoundSkill[]> }>();

  const scan = (workspace: string | undefined): Promise<readonly FoundSkill[]> => {
    const place = workspace ?? '';
    const now = d.clock.monotonic();
    const known = looks.get(place);
    if (known !== undefined && now - known.at < freshMs) return known.found;
    const found = scanPlaces(placesOf(d.places, workspace), reader);
    if (looks.size >= keptLooks) looks.clear();
    looks.set(place, { at: now, found });
    found.catch(() => looks.delete(place));
    return found;
  };
  const listAll = async (workspace: string | undefined) => {
    const [found, content] = await Promise.all([scan(workspace), lock.read()]);
    const skills = withShadows(found.map((one) => toSkill(one, content.skills[one.key])));
    for (const { key, hash } of skills.filter(({ state }) => state === 'changed')) {
      const entry = content.skills[key];
      if (entry?.enabled === true && entry.noticed !== hash) d.onDropped?.(key);
    }
    return { found, skills, content };
  };
  const refresh = () => {
    looks.clear();
    for (const listener of listeners) listener();
  };
  const openFound = async (found: FoundSkill, skill: Skill, entry: LockedSkill | undefined): Promise<OpenSkill> => {
    const read = await readSkill(found.root, await reader.readAnew(found.root), found.name);
    const isSame = found.source === 'built-in' || read.hash === entry?.hash;
    if (!isSame || read.parsed.type === 'broken') {
      refresh();
      throw changed(skill.name);
    }
    return {
      skill,
      root: found.root,
      files: read.files,
      body: read.parsed.body,
      async read(path) {
        const file = read.files.find((one) => one.path === path);
        if (file === undefined) {
          const names = read.files.map((one) => one.path).join(', ');
          throw new AppError('not_found', `The skill ${skill.name} has no file ${path}. It has: ${names}.`);
        }
        const bytes = await readFile(join(found.root, path));
        if (sha256(bytes) !== file.sha256) throw changed(skill.name);
        return bytes;
      },
    };
  };

  return {
    refresh,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    list: async ({ workspace }) => (await listAll(workspace)).skills,
    async find(key) {
      const { found, skills, content } = await listAll(workspaceOfKey(key));
      const index = skills.findIndex((skill) => skill.key === key);
      const [skill, one] = [skills[index], found[index]];
      if (skill === undefined || one === undefined)
        throw new AppError('not_found', 'This skill is not there any more. Reload the list.', {
          details: { reason: 'skill_gone' },
        });
      return { skill, found: one, entry: content.skills[key] };
    },
    async change(next) {
      await lock.change(next);
      refresh();
    },
    async open(name, { workspace }) {
      const { found, skills, content } = await listAll(workspace);
      const index = skills.findIndex((skill) => (skill.name === name || skill.key === name) && skill.state === 'ready');
      const [skill, one] = [skills[index], found[index]];
      if (skill !== undefined && one !== undefined) return openFound(one, skill, content.skills[one.key]);
      if (skills.some((other) => other.name === name && other.state === 'changed')) throw changed(name);
      const names = skills.filter((other) => other.state === 'ready').map((other) => other.name);
      throw new AppError(
        'not_found',
        `There is no ready skill ${name}. The skills are: ${names.join(', ') || 'none'}.`,
        {
          details: { reason: 'no_skill', facts: { name } },
        },
      );
    },
    async prompt(workspace) {
      try {
        return skillsPrompt((await listAll(workspace)).skills);
      } catch (error) {
        d.log.warn('skills not listed', { error });
        return '';
      }
    },
  };
}
