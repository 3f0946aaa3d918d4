// Whether a name of an archive is one file below the folder it is unpacked to, on every system.
import { AppError } from '#main/contract/errors.ts';

/** Names that some system takes for something else than they look: devices, streams, trailing dots. */
const oddPart = /[<>:"|?*\\\p{Cc}]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu;

/** Errors: `invalid_input` with reason `archive_unsafe`. */
export function checkPlainName(name: string, maxParts: number): void {
  const parts = name.split('/');
  if (parts.length <= maxParts && parts.every((part) => part !== '' && part !== '..' && !oddPart.test(part))) return;
  throw new AppError(
    'invalid_input',
    `The archive holds something that is not unpacked: ${name}. Nothing was taken from it.`,
    { details: { reason: 'archive_unsafe', facts: { name } } },
  );
}
