// From a text to the one canonical place inside the workspace that it means, or a refusal.
import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { errnoOf } from './file-errors.ts';
import { belowRoot, isWithin, type PathPlatform, parseRelativePath } from './path-rules.ts';

export type ResolveRules = {
  /** Canonical. */
  readonly root: string;
  /** As the person wrote it; absolute paths below it are understood too. */
  readonly writtenRoot: string;
  readonly home: string;
  readonly platform: PathPlatform;
  readonly protected: readonly string[];
};

/** Relative to the root with `/`, `.` for the root, and the canonical absolute path. */
export type ResolvedPath = { readonly relative: string; readonly absolute: string };

const outside = () =>
  new AppError('forbidden', 'This path leads out of the workspace. Use a path inside the workspace folder.', {
    details: { reason: 'outside_workspace' },
  });
const isProtected = () =>
  new AppError('forbidden', 'This place holds keys, browser data or Limpet’s own data. Tools never touch it.', {
    details: { reason: 'protected_path' },
  });

function toRelativeText(text: string, rules: ResolveRules): string {
  const expanded = text === '~' || text.startsWith('~/') ? rules.home + text.slice(1) : text;
  return (
    belowRoot(expanded, rules.root, rules.platform) ??
    belowRoot(expanded, rules.writtenRoot, rules.platform) ??
    expanded
  );
}

async function realpathIfThere(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return undefined;
    if (errno === 'ELOOP') throw outside();
    throw error;
  }
}

/** The same name in another Unicode form (a Mac writes é in two code points), if exactly one is there. */
async function otherForm(folder: string, name: string): Promise<string | undefined> {
  if (!/[^\p{ASCII}]/u.test(name)) return undefined;
  const wanted = name.normalize('NFC');
  const names = await readdir(folder).catch(() => []);
  const same = names.filter((other) => other.normalize('NFC') === wanted);
  return same.length === 1 ? same[0] : undefined;
}

/** Follows what exists, appends what does not. A link that leads to nothing counts as leading out. */
async function canonical(root: string, segments: readonly string[]): Promise<string> {
  const whole = await realpathIfThere(join(root, ...segments));
  if (whole !== undefined) return whole;
  let at = root;
  for (const [index, name] of segments.entries()) {
    const next = await realpathIfThere(join(at, name));
    if (next !== undefined) {
      if (!isBelow(next, root)) throw outside();
      at = next;
      continue;
    }
    const link = await lstat(join(at, name)).catch(() => undefined);
    if (link !== undefined) throw outside();
    const other = await otherForm(at, name);
    if (other === undefined) return join(at, ...segments.slice(index));
    at = (await realpathIfThere(join(at, other))) ?? join(at, other);
    if (!isBelow(at, root)) throw outside();
  }
  return at;
}

const isBelow = (path: string, root: string) =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

/** Errors: `invalid_input` (`bad_path`), `forbidden` (`outside_workspace`, `protected_path`). */
export async function resolvePath(text: string, rules: ResolveRules): Promise<ResolvedPath> {
  const segments = parseRelativePath(toRelativeText(text, rules), rules.platform);
  return checkedPlace(await canonical(rules.root, segments), rules);
}

/** As `resolvePath`, but the last part is not followed: of a link, the link itself. */
export async function locateEntry(text: string, rules: ResolveRules): Promise<ResolvedPath> {
  const segments = parseRelativePath(toRelativeText(text, rules), rules.platform);
  const name = segments.at(-1);
  if (name === undefined) return checkedPlace(rules.root, rules);
  const folder = await canonical(rules.root, segments.slice(0, -1));
  const there = await lstat(join(folder, name)).catch(() => undefined);
  const other = there === undefined ? await otherForm(folder, name) : undefined;
  return checkedPlace(join(folder, other ?? name), rules);
}

/** A path as `locateEntry` gave it, by its letters alone: nothing is followed, no other form of a name is looked for. */
export function exactPlace(path: string, rules: ResolveRules): ResolvedPath {
  return checkedPlace(join(rules.root, ...parseRelativePath(path, rules.platform)), rules);
}

function checkedPlace(absolute: string, rules: ResolveRules): ResolvedPath {
  if (!isBelow(absolute, rules.root)) throw outside();
  if (rules.protected.some((folder) => isWithin(absolute, folder))) throw isProtected();
  const relative = absolute === rules.root ? '.' : absolute.slice(rules.root.length).replace(/^[\\/]/, '');
  return { relative: sep === '\\' ? relative.replaceAll('\\', '/') : relative, absolute };
}
