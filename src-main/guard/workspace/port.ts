// Files of one session's folder, confined to it: one resolver, no symlink leads out, writes are atomic.
export type FileKind = 'file' | 'folder' | 'link' | 'other';
export type FileEntry = {
  readonly path: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Of a walk: another text whenever the content may be another one. Its first word names the thing under any path. */
  readonly version?: string;
  /** Of a walk: when it, or what is known of it, last changed, and when it came to be. */
  readonly changedMs?: number;
  readonly bornMs?: number;
};
export type FileContent = {
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
  readonly truncated: boolean;
  readonly sha256: string;
};

/** What stands at a name. A file past 64 MiB is known by size, time and inode instead of its content. */
export type EntryState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly sha256: string; readonly sizeBytes: number; readonly mode?: number | undefined }
  | { readonly kind: 'folder'; readonly mode?: number | undefined }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'other' };

type Expected = { readonly expected: EntryState; readonly signal: AbortSignal };

/** The same thing as far as its content goes; rights do not count. */
export function isSameState(a: EntryState, b: EntryState): boolean {
  if (a.kind === 'file') return b.kind === 'file' && a.sha256 === b.sha256;
  if (a.kind === 'link') return b.kind === 'link' && a.target === b.target;
  return a.kind === b.kind && a.kind !== 'other';
}

/**
 * One step on one name; the last part of a path is never followed. Steps that take something away keep nothing: only the
 * ledger, which does, may call them. `conflict` with reason `changed_meanwhile` where not `expected` stands there, `exists`
 * where the new place is taken; `forbidden` as for `Workspace`.
 */
export interface FileSteps {
  /** Where a written path leads; all other steps take what this gives, letter by letter. */
  locate(path: string): Promise<string>;
  look(path: string, signal: AbortSignal): Promise<EntryState>;
  /** As `look`, without reading a file. */
  peek(path: string): Promise<{ kind: EntryState['kind']; sizeBytes: number; modifiedMs: number }>;
  /** All names in a folder, in order; `forbidden` when one of them is protected. */
  children(path: string): Promise<string[]>;
  content(path: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Makes missing folders. */
  write(path: string, bytes: Uint8Array, o: Expected & { readonly mode?: number | undefined }): Promise<void>;
  link(path: string, target: string): Promise<void>;
  /** Also to another spelling of the same name, on a disk that ignores case. */
  move(from: string, to: string, o: Expected): Promise<void>;
  /** A file, a link or an empty folder. */
  remove(path: string, o: Expected): Promise<void>;
  makeFolder(path: string, o: { readonly mode?: number | undefined }): Promise<void>;
}

/** Paths in and out are relative to the root, with `/`. `forbidden` with reason `outside_workspace` or `protected_path`. */
export interface Workspace {
  readonly root: string;
  readonly steps: FileSteps;
  /** Normalises and checks; also absolute paths inside the root are understood. Does not need the file to exist. */
  resolve(path: string): Promise<string>;
  stat(path: string): Promise<FileEntry | undefined>;
  read(path: string, o: { maxBytes: number; signal: AbortSignal }): Promise<FileContent>;
  list(path: string, o: { limit: number; signal: AbortSignal }): Promise<{ entries: FileEntry[]; more: boolean }>;
  /** Depth-first, ignoring `.git`, `node_modules` and what `.gitignore` names; never follows links. */
  walk(path: string, signal: AbortSignal): AsyncIterable<FileEntry>;
  /**
   * Temporary file, fsync, rename, folder fsync; makes folders as needed. `conflict` with reason `changed_meanwhile` when
   * the file's hash is not `expectedSha256` (null: must not exist).
   */
  write(path: string, bytes: Uint8Array, o: { expectedSha256: string | null; signal: AbortSignal }): Promise<void>;
}
export interface Workspaces {
  /** Makes the folder when `create`; refuses the home folder itself, `/`, our data folder and folders of keys. */
  open(root: string, o?: { create?: boolean }): Promise<Workspace>;
}

/** No walk yields more entries than this. */
export const walkLimit = 100_000;

/** What an atomic write is called until it is whole. */
export const isTemporaryName = (name: string) => /^\.[0-9a-f]{12}\.limpet-tmp$/.test(name);

const hookNames = new Set(['hooks', 'config', 'config.worktree']);

/**
 * Inside the workspace, but never written by a tool: the person's rules for it (`.limpet`), and what makes Git run programs
 * (`.git` itself, hooks and config of it and of its submodules). `path` is relative with `/`, as `resolve` returns it. Case is ignored: many disks ignore it too.
 */
export function isWriteProtected(path: string): boolean {
  const segments = path.toLowerCase().split('/');
  if (segments[0] === '.limpet') return true;
  const git = segments.indexOf('.git');
  if (git === -1) return false;
  return git === segments.length - 1 || segments.slice(git + 1).some((segment) => hookNames.has(segment));
}

const keysAndProfiles = [
  '.ssh .gnupg .aws .azure .kube .docker .password-store .netrc .git-credentials .pypirc .npmrc .thunderbird .mozilla',
  '.config/gcloud .config/gh .config/google-chrome .config/chromium .config/BraveSoftware .config/microsoft-edge',
  '.config/vivaldi .config/opera .config/autostart .config/systemd .local/share/keyrings .local/share/kwalletd',
  '.cargo/credentials.toml .cargo/credentials snap/firefox snap/chromium .var/app/org.mozilla.firefox',
  '.var/app/com.google.Chrome .var/app/org.chromium.Chromium .bashrc .bash_profile .bash_login .profile .zshrc .zshenv',
  '.zprofile .zlogin Library/Keychains Library/Cookies Library/Safari Library/Mail Library/Messages Library/LaunchAgents',
  'AppData/Roaming/Mozilla AppData/Roaming/gnupg AppData/Local/Microsoft/Edge AppData/Local/Chromium',
  'AppData/Roaming/Microsoft/Protect AppData/Roaming/Microsoft/Crypto AppData/Roaming/Microsoft/Credentials',
  'AppData/Local/Microsoft/Credentials AppData/Local/Microsoft/Vault AppData/Local/BraveSoftware',
].flatMap((line) => line.split(' '));
const namesWithSpaces = [
  'AppData/Local/Google/Chrome/User Data',
  'AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Startup',
  'Library/Application Support/Google/Chrome',
  'Library/Application Support/Chromium',
  'Library/Application Support/Firefox',
  'Library/Application Support/BraveSoftware',
  'Library/Application Support/Microsoft Edge',
  'Library/Application Support/Arc',
];

/**
 * What neither file tools nor commands may touch, wherever the workspace lies: our own data, keys, browser profiles,
 * keyrings and what runs at login. Absolute, `/` between the parts, not checked for existence.
 */
export function protectedPaths(o: { home: string; dataFolder: string }): readonly string[] {
  const home = o.home.replaceAll('\\', '/').replace(/\/+$/, '');
  return [
    o.dataFolder.replaceAll('\\', '/'),
    ...[...keysAndProfiles, ...namesWithSpaces].map((name) => `${home}/${name}`),
  ];
}
