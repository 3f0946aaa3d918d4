// Under which licences code may be part of Limpet, and under which it may help to build it.
import parse, { type Info } from 'spdx-expression-parse';

/** What is shipped: may be passed on with an MIT program in a signed package, on the condition of naming it. */
export const allowedInPackage: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Unlicense',
  'Zlib',
  // SQLite's dedication to the public.
  'blessing',
]);

/** Tools run while building and leave nothing of themselves behind, so weak copyleft and attribution are fine as well. */
export const allowedInTools: ReadonlySet<string> = new Set([
  ...allowedInPackage,
  'CC-BY-3.0',
  'CC-BY-4.0',
  'MPL-2.0',
  'Python-2.0',
  'WTFPL',
]);

function holds(info: Info, allowed: ReadonlySet<string>): boolean {
  if ('conjunction' in info) {
    const sides = [info.left, info.right].map((side) => holds(side, allowed));
    return info.conjunction === 'and' ? sides.every(Boolean) : sides.some(Boolean);
  }
  // `GPL-2.0+` and an exception make another licence than the one that was looked at.
  return 'license' in info && info.plus !== true && info.exception === undefined && allowed.has(info.license);
}

/** False also for what is no SPDX expression at all: `SEE LICENSE IN …`, `UNLICENSED`, nothing. */
export function isAllowed(expression: string | undefined, allowed: ReadonlySet<string>): boolean {
  if (expression === undefined || expression.trim() === '') return false;
  try {
    return holds(parse(expression), allowed);
  } catch {
    return false;
  }
}

export type Licensed = { readonly name: string; readonly version?: string | undefined; readonly licence?: string };

/** One sentence for each that may not be there; empty when all may. */
export function findRefused(packages: readonly Licensed[], allowed: ReadonlySet<string>): string[] {
  return packages
    .filter(({ licence }) => !isAllowed(licence, allowed))
    .map(({ name, version, licence }) => `${name}@${version ?? '?'}: ${licence ?? 'no licence named'} is not allowed`);
}
