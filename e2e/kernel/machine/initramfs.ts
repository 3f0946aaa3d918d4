// What the kernel starts with: a shell, and the modules that mount the files of this machine, which it sees and cannot change.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Kernel } from './kernel.ts';
import { program } from './needs.ts';

const drivers = ['virtio_pci', '9p', '9pnet_virtio', 'overlay'];

const init = `#!/bin/sh
/bin/busybox --install -s /bin
mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev
for m in $(cat /order); do insmod /modules/$m; done
mount -t 9p -o trans=virtio,version=9p2000.L,msize=524288,ro,cache=loose hostroot /host
mount -t tmpfs t /up; mkdir /up/u /up/w
mount -t overlay -o lowerdir=/host,upperdir=/up/u,workdir=/up/w o /root
for x in proc sys dev; do mount -o bind /$x /root/$x; done
mkdir -p /root/dev/pts; mount -t devpts d /root/dev/pts; mount -t tmpfs r /root/run;
ip link set lo up
chroot /root /bin/sh $(sed 's/.*guest=\\([^ ]*\\).*/\\1/' /proc/cmdline)
poweroff -f
`;

/** Of each module with all that it needs, in the order in which they are to be put in. */
function moduleFiles({ root, release }: Kernel): string[] {
  const files = drivers.flatMap((driver) => {
    const text = execFileSync(program('modprobe'), ['-d', root, '-S', release, '--show-depends', driver], {
      encoding: 'utf8',
    });
    return [...text.matchAll(/^insmod (\S+)/gm)].flatMap(([, path]) => (path === undefined ? [] : [path]));
  });
  return [...new Set(files)];
}

/** Writes the archive into the folder. */
export function makeInitramfs(kernel: Kernel, folder: string): string {
  const tree = join(folder, 'initramfs');
  for (const name of ['bin', 'proc', 'sys', 'dev', 'host', 'up', 'root', 'modules'])
    mkdirSync(join(tree, name), { recursive: true });
  copyFileSync(program('busybox'), join(tree, 'bin/busybox'));
  symlinkSync('busybox', join(tree, 'bin/sh'));
  const modules = moduleFiles(kernel);
  for (const file of modules) copyFileSync(file, join(tree, 'modules', basename(file)));
  writeFileSync(join(tree, 'order'), modules.map((file) => basename(file)).join('\n'));
  writeFileSync(join(tree, 'init'), init);
  chmodSync(join(tree, 'init'), 0o755);
  const names = ['.', ...readdirSync(tree, { recursive: true }).map(String)].join('\n');
  const archive = execFileSync(program('cpio'), ['-o', '-H', 'newc', '--quiet'], {
    cwd: tree,
    input: names,
    maxBuffer: 64 * 1024 * 1024,
  });
  const path = join(folder, 'initramfs.gz');
  writeFileSync(path, gzipSync(archive, { level: 1 }));
  return path;
}
