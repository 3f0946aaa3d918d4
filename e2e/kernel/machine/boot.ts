// Boots a kernel in the emulator, runs a scene in it and gives what the scene found.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeInitramfs } from './initramfs.ts';
import { findKernel } from './kernel.ts';
import { program } from './needs.ts';

export type Found = {
  /** What each step of the scene found, by its name. */
  readonly facts: ReadonlyMap<string, unknown>;
  /** Everything that the machine said, for whoever looks why. */
  readonly console: string;
};

/** On a machine with nothing else to do it takes a quarter of this. */
const limitMs = 900_000;
const guest = join(import.meta.dirname, '../guest');
/** Before each line of the scene; the kernel's own words stand among them. */
const mark = '@@fact ';

const shellQuote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** What the machine runs as its one program. */
function startScript(kernel: { root: string }, scene: string): string {
  const value = {
    MODULES: kernel.root,
    NODE: process.execPath,
    SCENE: join(guest, scene),
  };
  const lines = Object.entries(value).map(([name, text]) => `export ${name}=${shellQuote(text)}`);
  return `${lines.join('\n')}\n. ${shellQuote(join(guest, 'start.sh'))}\n`;
}

const qemuArguments = (o: { image: string; initramfs: string; script: string }): string[] => [
  // Time inside goes by instructions, so that a busy machine outside makes nothing late inside.
  ...['-accel', 'tcg,thread=single', '-icount', 'shift=1', '-M', 'q35', '-cpu', 'max', '-smp', '1', '-m', '1024'],
  ...['-nographic', '-no-reboot', '-nic', 'none', '-kernel', o.image, '-initrd', o.initramfs],
  ...['-append', `console=ttyS0 quiet loglevel=4 mitigations=off guest=${o.script} panic=-1`],
  ...['-fsdev', 'local,id=r,path=/,security_model=none,readonly=on,multidevs=remap'],
  ...['-device', 'virtio-9p-pci,fsdev=r,mount_tag=hostroot'],
  // An FTDI chip on USB, for which no driver is loaded before the scene does.
  ...['-device', 'qemu-xhci', '-chardev', 'null,id=wire', '-device', 'usb-serial,chardev=wire,always-plugged=on'],
];

/** `onLine` hears the machine as it speaks. */
export async function runScene(scene: string, onLine: (line: string) => void = () => {}): Promise<Found> {
  const kernel = findKernel();
  const folder = mkdtempSync(join(tmpdir(), 'limpet-machine-'));
  try {
    const script = join(folder, 'guest.sh');
    writeFileSync(script, startScript(kernel, scene));
    const initramfs = makeInitramfs(kernel, folder);
    const machine = spawn(program('qemu-system-x86_64'), qemuArguments({ image: kernel.image, initramfs, script }), {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => machine.kill('SIGKILL'), limitMs);
    const facts = new Map<string, unknown>();
    const said: string[] = [];
    for (const stream of [machine.stdout, machine.stderr])
      createInterface(stream).on('line', (line) => {
        said.push(line);
        onLine(line);
        const at = line.indexOf(mark);
        if (at < 0) return;
        const { name, value }: { name: string; value: unknown } = JSON.parse(line.slice(at + mark.length));
        facts.set(name, value);
      });
    await new Promise<void>((resolve, reject) => machine.on('error', reject).on('close', () => resolve()));
    clearTimeout(timer);
    return { facts, console: said.join('\n') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
