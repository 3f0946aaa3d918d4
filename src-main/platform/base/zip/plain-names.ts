// Whether each name of an archive is one file below the folder it is unpacked to, on every system and to every eye.
import { AppError } from '#main/contract/errors.ts';
import { hasHidden } from '#main/contract/shown-text.ts';

/** Names that some system takes for something else than they look: devices, streams, trailing dots. */
const oddPart = /[<>:"|?*\\\p{Cc}]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu;

const unsafe = (name: string) =>
  new AppError(
    'invalid_input',
    `The archive holds something that is not unpacked: ${name}. Nothing was taken from it.`,
    { details: { reason: 'archive_unsafe', facts: { name } } },
  );

function checkName(name: string, maxParts: number): void {
  const parts = name.split('/');
  const isPlain = parts.every((part) => part !== '' && part !== '..' && !oddPart.test(part));
  if (parts.length > maxParts || !isPlain || hasHidden(name)) throw unsafe(name);
}

/** No name is a file and, in the path of another, a folder; also not on disks that make no difference of case. */
function checkFolders(names: readonly string[]): void {
  const fold = (name: string) => name.normalize('NFC').toLowerCase();
  const files = new Set(names.map(fold));
  for (const name of names) {
    const parts = fold(name).split('/');
    for (let end = 1; end < parts.length; end += 1) if (files.has(parts.slice(0, end).join('/'))) throw unsafe(name);
  }
}

/** Errors: `invalid_input` with reason `archive_unsafe`. */
export function checkPlainNames(names: readonly string[], maxParts: number): void {
  for (const name of names) checkName(name, maxParts);
  checkFolders(names);
}
