// Which places a command deletes or empties.
import { isAbsolute, join, normalize } from 'node:path';
import type { ShellStep } from '#main/contract/messages.ts';
import { isOption } from './options.ts';
import { programName } from './wrappers.ts';

const deleting = new Set([
  'rm',
  'rmdir',
  'unlink',
  'shred',
  'truncate',
  'srm',
  'wipe',
  'trash',
  'trash-put',
  'rimraf',
  'del',
  'rd',
]);

export function deletesOf({ argv, cwd }: ShellStep): { path: string; argv: readonly string[] }[] {
  const [first = '', ...rest] = argv;
  const isNpx = programName(first) === 'npx';
  const words = isNpx ? rest.slice(1) : rest;
  if (!deleting.has(programName(isNpx ? (rest[0] ?? '') : first))) return [];
  const end = words.indexOf('--');
  const named = words.filter((word, index) => (end !== -1 && index > end) || !isOption(word));
  return named
    .filter((word) => word !== '' && word !== '--')
    .map((word) => ({ path: normalize(isAbsolute(word) ? word : join(cwd, word)).replace(/(?<=.)\/+$/, ''), argv }));
}
