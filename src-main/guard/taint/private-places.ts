// Which files of a chat's folder are private: all of them, unless the person said that this folder's are not.
import { isAbsolute, join } from 'node:path';
import type { Settings } from '#main/contract/settings.ts';

/** Private whatever was said of the folder: keys, accounts, and what people name so. */
const names = [
  ...[
    /^\.env(\..+)?$/,
    /^\.netrc$/,
    /^\.npmrc$/,
    /^\.pypirc$/,
    /^\.pgpass$/,
    /^\.git-credentials$/,
    /^id_(rsa|dsa|ecdsa|ed25519)/,
  ],
  ...[/\.(pem|key|p12|pfx|kdbx|keystore|jks|asc|gpg|age|ovpn)$/, /^(secrets?|credentials?|passwords?|tokens?)(\.|$)/],
  ...[/^\.(ssh|gnupg|aws|azure|kube|docker|config)$/, /^(private|privat|confidential|diary|journal|tagebuch)(\.|$)/],
];

const folded = (path: string) => path.replaceAll('\\', '/').normalize('NFC').toLowerCase().replace(/\/+$/, '');

export type PrivateSettings = Settings['taint'];

/** `path` is one of the folder `root`; `.` is all of it. */
export function isPrivatePlace(path: string, root: string, settings: PrivateSettings): boolean {
  if (!settings.publicFiles) return true;
  if (path === '.') return settings.privateFolders.length > 0;
  if (
    folded(path)
      .split('/')
      .some((segment) => names.some((name) => name.test(segment)))
  )
    return true;
  const whole = folded(join(root, path));
  return settings.privateFolders.some((folder) => {
    const place = folded(isAbsolute(folder) ? folder : join(root, folder));
    return whole === place || whole.startsWith(`${place}/`);
  });
}
