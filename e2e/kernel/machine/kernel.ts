// Debian's kernel as it comes in its package: fetched, unpacked beside the tests and never installed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from './needs.ts';

export type Kernel = {
  readonly release: string;
  readonly image: string /** As modprobe's `-d`. */;
  readonly root: string;
};

const cache = process.env.LIMPET_KERNEL_CACHE ?? join(tmpdir(), 'limpet-kernel');

/** The package that the newest kernel of this system is in. */
function packageName(): string {
  const text = execFileSync(program('apt-cache'), ['depends', 'linux-image-amd64'], { encoding: 'utf8' });
  const name = /Depends: (linux-image-\d[^\s]*-amd64)/.exec(text)?.[1];
  if (name === undefined) throw new Error('The package lists name no kernel: run apt-get update.');
  return name;
}

function unpack(name: string, folder: string): void {
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    execFileSync(program('apt-get'), ['download', '-qq', '-o', 'APT::Sandbox::User=root', name], { cwd: work });
    const file = readdirSync(work).find((entry) => entry.endsWith('.deb'));
    if (file === undefined) throw new Error(`apt-get brought no ${name}`);
    execFileSync(program('dpkg'), ['-x', join(work, file), join(work, 'root')]);
    execFileSync(program('depmod'), ['-b', join(work, 'root'), name.replace('linux-image-', '')]);
    rmSync(join(work, file));
    renameSync(work, folder); // whole, or not there
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export function findKernel(): Kernel {
  const name = packageName();
  const folder = join(cache, name);
  if (!existsSync(folder)) unpack(name, folder);
  const release = name.replace('linux-image-', '');
  const root = join(folder, 'root');
  return { release, root, image: join(root, 'boot', `vmlinuz-${release}`) };
}
