// Folders that a program of the person copies to other machines: what is written there, names too, leaves this one.

const synced = [
  ...[
    /^dropbox( \(.+\))?$/,
    /^onedrive( - .+)?$/,
    /^google ?drive.*$/,
    /^my drive$/,
    /^icloud ?drive$/,
    /^mobile documents$/,
  ],
  ...[
    /^cloudstorage$/,
    /^nextcloud$/,
    /^owncloud$/,
    /^seafile$/,
    /^pcloud ?drive$/,
    /^mega( ?sync)?$/,
    /^box( sync)?$/,
    /^syncthing$/,
  ],
  ...[/^proton ?drive$/, /^yandex\.?disk$/, /^nutstore( files)?$/, /^坚果云$/, /^baidunetdisk.*$/, /^wpsdrive$/],
];

/** By the names that these programs give their folders. */
export function isSynced(folder: string): boolean {
  const names = folder.replaceAll('\\', '/').normalize('NFC').toLowerCase().split('/');
  return names.some((name) => synced.some((pattern) => pattern.test(name)));
}
