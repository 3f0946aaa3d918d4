// Where skills are looked for, in the order in which one goes before another of the same name.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SkillSource } from '#main/contract/skills.ts';

export type Place = { readonly source: SkillSource; readonly folder: string };
export type PlaceOptions = {
  /** Undefined: this build has none. */
  readonly builtIn: string | undefined;
  readonly dataFolder: string;
  readonly home: string;
};

export const homePlaces = ['.agents/skills', '.claude/skills'] as const;
export const workspacePlaces = ['.limpet/skills', '.agents/skills', '.claude/skills'] as const;

/** What the person installed: by them alone, through a review. */
export const installedFolder = (dataFolder: string) => join(dataFolder, 'skills', 'installed');

/** A folder that came from elsewhere goes after what the person chose themselves, so it cannot replace it. */
export function placesOf(o: PlaceOptions, workspace: string | undefined): readonly Place[] {
  const below = (source: SkillSource, root: string, names: readonly string[]) =>
    names.map((name): Place => ({ source, folder: join(root, ...name.split('/')) }));
  return [
    { source: 'person', folder: installedFolder(o.dataFolder) },
    ...below('home', o.home, homePlaces),
    ...(workspace === undefined || workspace === o.home ? [] : below('workspace', workspace, workspacePlaces)),
    ...(o.builtIn === undefined ? [] : [{ source: 'built-in', folder: o.builtIn } as const]),
  ];
}

/** A key is short where the place is known, and the whole path where it is not. */
export function keyOf(place: Place, name: string): string {
  const isOurs = place.source === 'person' || place.source === 'built-in';
  return isOurs ? `${place.source}:${name}` : `${place.source}:${join(place.folder, name)}`;
}

/** The workspace that a key speaks of, if it does: its place must be one that is looked at. */
export function workspaceOfKey(key: string): string | undefined {
  if (!key.startsWith('workspace:')) return undefined;
  const folder = dirname(key.slice('workspace:'.length)).replaceAll('\\', '/');
  const place = workspacePlaces.find((name) => folder.endsWith(`/${name}`));
  return place === undefined ? undefined : folder.slice(0, -place.length - 1);
}

const levelsUp = 6;

/** `resources/skills` above this module: in the sources, in `out/` and inside the packed app alike. */
export function findBuiltIn(from: string): string | undefined {
  let folder = from;
  for (let level = 0; level < levelsUp; level += 1) {
    const candidate = join(folder, 'resources', 'skills');
    if (existsSync(candidate)) return candidate;
    folder = dirname(folder);
  }
  return undefined;
}
