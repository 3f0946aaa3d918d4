// Paths as rules see them: one spelling for each place, and globs over it.
import picomatch from 'picomatch';

/** Compared without case and in one Unicode form, since many disks ignore both. */
export const foldPath = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?<=.)\/+$/, '');

/** `path` is `folder` or lies in it. Both absolute. */
export function isWithin(path: string, folder: string): boolean {
  const inner = foldPath(path);
  const outer = foldPath(folder);
  return inner === outer || inner.startsWith(outer === '/' ? '/' : `${outer}/`);
}

/** Where `./`, `~/` and `/` of a glob begin. */
export type PathRoots = { readonly workspace: string; readonly home: string };

type Anchored = { readonly root: string; readonly rest: string };

function anchor(glob: string, roots: PathRoots): Anchored {
  const text = glob.replaceAll('\\', '/');
  if (text === '~' || text.startsWith('~/')) return { root: roots.home, rest: text.slice(2) };
  if (text.startsWith('/')) return { root: '/', rest: text.slice(1) };
  const drive = /^[a-z]:\//i.exec(text)?.[0];
  if (drive !== undefined) return { root: drive, rest: text.slice(drive.length) };
  return { root: roots.workspace, rest: text.replace(/^\.\//, '') };
}

const below = (path: string, root: string): string | undefined => {
  const inner = foldPath(path);
  const outer = foldPath(root);
  if (inner === outer) return '';
  const start = outer.endsWith('/') ? outer : `${outer}/`;
  return inner.startsWith(start) ? inner.slice(start.length) : undefined;
};

const compiled = new Map<string, (path: string) => boolean>();
const kept = 500;

function matcherOf(rest: string): (path: string) => boolean {
  const known = compiled.get(rest);
  if (known !== undefined) return known;
  const made = picomatch(foldPath(rest), { dot: true, nonegate: true, noextglob: true });
  if (compiled.size >= kept) compiled.clear();
  compiled.set(rest, made);
  return made;
}

/** The glob means this place, or a folder that it lies in: `./secrets` means all that is in it. */
export function matchesGlob(path: string, glob: string, roots: PathRoots): boolean {
  const { root, rest } = anchor(glob, roots);
  const inside = below(path, root);
  if (inside === undefined) return false;
  if (rest === '' || rest === '**') return true;
  const isMatch = matcherOf(rest);
  // A folder that is meant means what is in it.
  const parts = inside.split('/');
  return parts.some((_part, index) => isMatch(parts.slice(0, index + 1).join('/')));
}

/** The longest folder in which everything that the glob can mean lies. */
export function baseOf(glob: string, roots: PathRoots): string {
  const { root, rest } = anchor(glob, roots);
  const literal: string[] = [];
  for (const part of rest.split('/')) {
    if (/[*?[\]{}!]/.test(part) || part === '') break;
    literal.push(part);
  }
  return [root === '/' ? '' : root.replace(/\/+$/, ''), ...literal].join('/') || '/';
}

/** A path as a glob that means it alone (and what is in it). */
export const literalGlob = (path: string): string => path.replace(/[*?[\]{}!()]/g, (sign) => `\\${sign}`);
