// Which texts are paths of a workspace at all: pure rules, no disk.
import { AppError } from '#main/contract/errors.ts';

export type PathPlatform = 'posix' | 'win32';

const refuse = (reason: string, sentence: string) => new AppError('forbidden', sentence, { details: { reason } });
const outside = () =>
  refuse('outside_workspace', 'This path leads out of the workspace. Use a path inside the workspace folder.');
const badName = (sentence: string) => new AppError('invalid_input', sentence, { details: { reason: 'bad_path' } });

// C0, DEL, C1, bidi marks, embeddings, overrides and isolates: a name with them does not read as what it is.
const deceptive = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const loneSurrogate = /\p{Surrogate}/u;
const device = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])(\..*)?$/i;
const shortName = /~[0-9]+(\.|$)/;

function checkWindowsName(name: string): void {
  if (/[<>"|?*]/.test(name)) throw badName(`Windows does not allow the name "${name}".`);
  if (name.includes(':')) throw badName('A colon names a hidden stream of a file on Windows. Use the plain file name.');
  if (/[. ]$/.test(name)) throw badName('Windows drops dots and spaces at the end of a name. Leave them out.');
  if (device.test(name.replace(/\s+(?=\.|$)/g, '')))
    throw badName(`"${name}" is a device on Windows, not a file. Use another name.`);
  if (shortName.test(name)) throw badName('Use the long name of this file; short names with ~ are not taken.');
}

/**
 * Splits a relative path into checked segments; empty for the workspace itself. `.` and `..` are resolved as text, before
 * any link is followed. Errors: `invalid_input` (`bad_path`), `forbidden` (`outside_workspace`).
 */
export function parseRelativePath(text: string, platform: PathPlatform): string[] {
  if (text.length > 4096) throw badName('This path is longer than 4096 characters.');
  if (deceptive.test(text)) throw badName('This path holds control or direction characters. Use its plain name.');
  if (loneSurrogate.test(text)) throw badName('This path is not valid text.');
  const windows = platform === 'win32';
  const slashed = windows ? text.replaceAll('\\', '/') : text;
  if (slashed.startsWith('/') || (windows && /^[a-z]:/i.test(slashed))) throw outside();
  const segments: string[] = [];
  for (const name of slashed.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (segments.pop() === undefined) throw outside();
      continue;
    }
    if (Buffer.byteLength(name) > 255) throw badName('A part of this path is longer than 255 bytes.');
    if (windows) checkWindowsName(name);
    segments.push(name);
  }
  return segments;
}

/** The part of an absolute path below `root`; undefined when it is not below. Both with the platform's separators. */
export function belowRoot(path: string, root: string, platform: PathPlatform): string | undefined {
  const fold = (text: string) => (platform === 'win32' ? text.replaceAll('\\', '/').toLowerCase() : text);
  const base = fold(root).replace(/\/+$/, '');
  const whole = fold(path);
  if (whole === base || whole === `${base}/`) return '';
  if (!whole.startsWith(`${base}/`)) return undefined;
  return path.slice(base.length + 1);
}

/** `path` is `folder` or lies in it; compared without case, since many disks ignore it. Both absolute. */
export function isWithin(path: string, folder: string): boolean {
  const fold = (text: string) => text.replaceAll('\\', '/').normalize('NFC').toLowerCase().replace(/\/+$/, '');
  const inner = fold(path);
  const outer = fold(folder);
  return inner === outer || inner.startsWith(`${outer}/`);
}
