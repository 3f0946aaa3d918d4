// What a sandboxed command sees of the machine: programs and their settings, read-only; no home, no keys, no sockets.
import { lstat, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Environment } from './child-environment.ts';
import { pathFolders } from './find-program.ts';

/** Arguments of bubblewrap, in order. */
export type BindArguments = readonly string[];

const systemTrees = '/usr /bin /sbin /lib /lib32 /lib64 /libx32 /opt /nix/store /gnu/store'.split(' ');

// Not /etc as a whole: it holds shadow, private keys and passwords of services. And few of them: each mount costs 0.2 ms.
const settings = [
  'alternatives crypto-policies fonts gitconfig group hosts ld.so.cache localtime nsswitch.conf os-release passwd',
  'ssl/certs ssl/openssl.cnf pki/ca-trust pki/tls/certs maven java java-11-openjdk java-17-openjdk java-21-openjdk',
  'java-25-openjdk',
].flatMap((line) => line.split(' '));

// Version managers put only small stubs on PATH; the programs lie elsewhere in their folder.
const managers: readonly { readonly stub: string; readonly needs: readonly string[] }[] = [
  { stub: '.pyenv/shims', needs: ['.pyenv'] },
  { stub: '.asdf/shims', needs: ['.asdf'] },
  { stub: '.rbenv/shims', needs: ['.rbenv'] },
  { stub: '.volta/bin', needs: ['.volta'] },
  { stub: '.local/share/mise/shims', needs: ['.local/share/mise', '.local/bin'] },
  { stub: '.cargo/bin', needs: ['.cargo/bin', '.rustup'] },
  { stub: '.local/bin', needs: ['.local/bin', '.local/share/uv'] },
];

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

async function kindOf(path: string): Promise<'link' | 'there' | 'missing'> {
  const stat = await lstat(path).catch(() => undefined); // not there or not readable: nothing to bind
  if (stat === undefined) return 'missing';
  return stat.isSymbolicLink() ? 'link' : 'there';
}

async function bindOrLink(path: string): Promise<string[]> {
  const kind = await kindOf(path);
  if (kind === 'missing') return [];
  if (kind === 'there') return ['--ro-bind', path, path];
  // `/bin -> usr/bin` and `/etc/localtime -> /usr/…` stay links; what leads elsewhere becomes the file that it means.
  if (dirname(path) === '/') return ['--symlink', await readlink(path), path];
  const real = await realpath(path).catch(() => undefined); // leads to nothing
  if (real === undefined) return [];
  return within(real, '/usr') ? ['--symlink', real, path] : ['--ro-bind', real, path];
}

export async function systemBinds(): Promise<string[]> {
  const parts = await Promise.all([...systemTrees, ...settings.map((name) => `/etc/${name}`)].map(bindOrLink));
  return parts.flat();
}

/** Name resolution, only for commands that may use the network. */
export async function networkBinds(): Promise<string[]> {
  return (
    await Promise.all(['/etc/resolv.conf', '/etc/gai.conf', '/etc/services', '/etc/protocols'].map(bindOrLink))
  ).flat();
}

/** The folder to bind for an entry of PATH: its whole installation where that holds programs only. */
function installationOf(folder: string, home: string): string {
  if (basename(folder) === '.bin' && basename(dirname(folder)) === 'node_modules') return dirname(folder);
  const parent = dirname(folder);
  // `~/.local`, `~/.cargo`, `~/.config` and the home itself hold keys beside their `bin`.
  const isDotFolder = dirname(parent) === home && basename(parent).startsWith('.');
  const isBin = basename(folder) === 'bin' || basename(folder) === 'sbin';
  return isBin && !isDotFolder && !within(home, parent) && parent !== '/' ? parent : folder;
}

/**
 * Programs on PATH that lie outside the system trees (nvm, pyenv, cargo, a project's Node), read-only. Nothing that holds a
 * protected path, and no folder that holds the home.
 */
export async function toolchainBinds(
  environment: Environment,
  o: { home: string; protected: readonly string[] },
): Promise<string[]> {
  const wanted = new Set<string>();
  const links: string[] = [];
  for (const folder of pathFolders(environment)) {
    if (systemTrees.some((tree) => within(folder, tree))) continue;
    const real = await realpath(folder).catch(() => undefined);
    if (real === undefined) continue;
    if (systemTrees.some((tree) => within(real, tree))) {
      links.push('--symlink', real, folder); // NixOS: /run/current-system/sw/bin leads into the store
      continue;
    }
    const manager = managers.find((known) => folder === join(o.home, known.stub));
    const roots = manager?.needs.map((name) => join(o.home, name)) ?? [installationOf(folder, o.home)];
    for (const root of roots) wanted.add(root);
  }
  const binds: string[] = links;
  for (const root of [...wanted].sort()) {
    if ([...wanted].some((other) => other !== root && within(root, other))) continue;
    const real = await realpath(root).catch(() => undefined);
    if (real === undefined || real === '/' || within(o.home, real)) continue;
    if (o.protected.some((place) => within(place, real) || within(real, place))) continue;
    binds.push('--ro-bind', real, root);
  }
  return binds;
}
