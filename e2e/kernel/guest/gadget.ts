// A board on the kernel's own USB: plugged in and pulled out, with firmware of a few lines of shell behind its port.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = '/sys/kernel/config/usb_gadget/board';
const firmware = `exec 3<>/dev/ttyGS0
stty raw -echo <&3
while read -r line <&3; do
  case "$line" in
    "*IDN?") echo "KERNEL,BOARD,1,1.0" >&3 ;;
    *) echo "heard $line" >&3 ;;
  esac
done`;

export type Board = { plug(): void; unplug(): Promise<void> };

export function createBoard(): Board {
  mkdirSync(folder);
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('idVendor', '0x2341');
  write('idProduct', '0x0043');
  for (const name of ['strings/0x409', 'configs/c.1', 'functions/acm.0']) mkdirSync(join(folder, name));
  write('strings/0x409/manufacturer', 'Arduino (www.arduino.cc)');
  write('strings/0x409/product', 'Arduino Uno');
  write('strings/0x409/serialnumber', '75830303934351F07041');
  symlinkSync(join(folder, 'functions/acm.0'), join(folder, 'configs/c.1/acm.0'));
  let running: ChildProcess | undefined;
  return {
    plug() {
      write('UDC', 'dummy_udc.0');
      running = spawn('/bin/sh', ['-c', firmware], { stdio: 'inherit' });
    },
    async unplug() {
      const ended = new Promise((resolve) => running?.once('exit', resolve));
      running?.kill('SIGKILL');
      await ended;
      write('UDC', '\n');
    },
  };
}
