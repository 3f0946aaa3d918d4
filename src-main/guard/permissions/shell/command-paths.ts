// Which places the words of a command may name. Too many is harmless: a place can only make a command ask or be refused.
import { isAbsolute, join, normalize } from 'node:path';
import { isWithin } from '../rules/paths.ts';

export type CommandPath = {
  readonly word: string;
  /** Absolute. */
  readonly path: string;
  /** Neither in the workspace nor one of the few places that hold nothing of anybody's. */
  readonly isOutside: boolean;
};

const harmless = new Set(['/dev/null', '/dev/stdin', '/dev/stdout', '/dev/stderr', '/dev/zero', '/dev/urandom']);

/** `--file=/etc/x`, `-I/usr/include`, `if=/dev/sda`, `@/etc/passwd`, `a:b`: the parts that can be a path of their own. */
function partsOf(word: string): string[] {
  if (/^[a-z][a-z0-9+.-]*:\/\/\S/i.test(word) && !/^file:/i.test(word)) return [];
  const parts = word.split(/[=:,;@]|^-{1,2}[A-Za-z](?=[./~])/).filter((part) => part !== '');
  return [...new Set([word, ...parts])];
}

const isPathLike = (part: string) =>
  isAbsolute(part) || part.startsWith('~') || part.split(/[\\/]/).includes('..') || /^[a-z]:[\\/]/i.test(part);

export function commandPaths(
  argv: readonly string[],
  o: { cwd: string; workspace: string /** `/tmp` belongs to it alone. */; isAlone: boolean },
): CommandPath[] {
  const [program = '', ...words] = argv;
  const candidates = [...(program.includes('/') ? [program] : []), ...words].flatMap(partsOf);
  const place = isWithin(o.cwd, o.workspace) ? [] : [{ word: o.cwd, path: o.cwd, isOutside: true }];
  const named = candidates.flatMap((word): CommandPath[] => {
    if (word === '' || word.length > 4096 || word === '-' || word === '--') return [];
    const path = normalize(isAbsolute(word) ? word : join(o.cwd, word)).replaceAll('\\', '/');
    const isHarmless = harmless.has(path) || (o.isAlone && isWithin(path, '/tmp') && !isWithin(o.workspace, '/tmp'));
    const isProgram = word === program && /^\/(usr\/)?(local\/)?s?bin\/[^/]+$/.test(path);
    const isOutside = isPathLike(word) && !isHarmless && !isProgram && !isWithin(path, o.workspace);
    return [{ word, path, isOutside }];
  });
  return [...place, ...named];
}
