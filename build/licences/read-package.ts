// Name, version, licence and the licence texts of an installed package, from its own folder.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { licenceNamedElsewhere } from './named-elsewhere.ts';
import { standardText } from './standard-texts.ts';

export type PackageFacts = {
  readonly name: string;
  readonly version?: string | undefined;
  /** An SPDX expression as the package names it; undefined when it names none. */
  readonly licence?: string;
  readonly author?: string;
  readonly homepage?: string;
  readonly texts: readonly string[];
};

type Manifest = Readonly<Record<string, unknown>>;

const textFile = /^(?:licen[cs]e|copying|notice|unlicense)(?:[-.][\w-]+)*$/i;
const code = /\.(?:[cm]?[jt]s|map|json)$/;

export function readManifest(folder: string): Manifest {
  const parsed: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`${folder} has no package.json`);
  return { ...parsed };
}

/** As the registry takes it: a manifest of one of a package's entries, such as `name/node`, is no package. */
const packageName = /^(?:@[^/]+\/)?[^/]+$/;

/** The folder of the package that a file belongs to; the nearest one whose package.json has a name and a version. */
export function packageFolderOf(file: string): string | undefined {
  for (let folder = dirname(file); folder.includes(`${sep}node_modules${sep}`); folder = dirname(folder)) {
    if (!existsSync(join(folder, 'package.json'))) continue;
    const { name, version } = readManifest(folder);
    if (typeof name === 'string' && packageName.test(name) && typeof version === 'string') return folder;
  }
  return undefined;
}

/** `license` as it should be written, and the two older ways that are still around. */
function licenceOf({ license, licenses }: Manifest): string | undefined {
  if (typeof license === 'string') return license;
  const named = [license, licenses].flat().map((one) => (typeof one === 'object' && one !== null ? one : {}));
  const types = named.map((one) => ('type' in one && typeof one.type === 'string' ? one.type : undefined));
  const known = types.filter((type) => type !== undefined);
  return known.length === 0 ? undefined : known.join(' OR ');
}

function authorOf({ author }: Manifest): string | undefined {
  const name = typeof author === 'object' && author !== null && 'name' in author ? author.name : author;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined;
}

/** Every licence and notice in the folder: packages that carry others' code keep those beside it. */
function textsIn(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && textFile.test(entry.name) && !code.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.slice(folder.length).includes(`${sep}node_modules${sep}`))
    .toSorted((a, b) => a.split(sep).length - b.split(sep).length || a.localeCompare(b));
  const texts = found.map((path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim());
  return [...new Set(texts.filter((text) => text !== ''))];
}

/** Throws when there is neither a text in the package nor one of the house for its licence. */
export function textsOrStandard(found: readonly string[], about: { name: string; licence: string; holder: string }) {
  if (found.length > 0) return found;
  const text = standardText(about.licence, about.holder);
  if (text === undefined) throw new Error(`${about.name} comes without the text of its licence, ${about.licence}`);
  return [text];
}

export function readPackage(folder: string): PackageFacts {
  const manifest = readManifest(folder);
  const { name, version, homepage } = manifest;
  if (typeof name !== 'string' || typeof version !== 'string') throw new Error(`${folder} is no package`);
  const licence = licenceNamedElsewhere(name, version) ?? licenceOf(manifest);
  const author = authorOf(manifest);
  const holder = author ?? `the authors of ${name}`;
  return {
    name,
    version,
    ...(licence === undefined ? {} : { licence }),
    ...(author === undefined ? {} : { author }),
    ...(typeof homepage === 'string' && homepage !== '' ? { homepage } : {}),
    texts: textsOrStandard(textsIn(folder), { name, licence: licence ?? 'none', holder }),
  };
}
