// The programs that some tests need: found on PATH or named by a variable, never fetched.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Variable, names on PATH, and the Debian packages that bring it. */
const wanted = [
  {
    tool: 'chromium',
    variable: 'LIMPET_CHROMIUM',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
    packages: 'chromium',
  },
  { tool: 'bubblewrap', variable: 'LIMPET_BWRAP', names: ['bwrap'], packages: 'bubblewrap' },
  { tool: 'umockdev', variable: 'LIMPET_UMOCKDEV', names: ['umockdev-run'], packages: 'umockdev udev' },
  {
    tool: 'umockdev for buses',
    variable: 'LIMPET_UMOCKDEV_WRAPPER',
    names: ['umockdev-wrapper'],
    packages: 'umockdev gir1.2-umockdev-1.0 python3-gi',
  },
  { tool: 'i2c-tools', variable: 'LIMPET_I2CDETECT', names: ['i2cdetect'], packages: 'i2c-tools' },
  { tool: 'socat', variable: 'LIMPET_SOCAT', names: ['socat'], packages: 'socat' },
  {
    tool: 'keyring',
    variable: 'LIMPET_KEYRING',
    names: ['gnome-keyring-daemon'],
    packages: 'gnome-keyring dbus libsecret-1-0 libsecret-tools',
  },
  { tool: 'makensis', variable: 'LIMPET_MAKENSIS', names: ['makensis'], packages: 'nsis' },
  {
    tool: 'desktop-file-validate',
    variable: 'LIMPET_DESKTOP_FILE_VALIDATE',
    names: ['desktop-file-validate'],
    packages: 'desktop-file-utils',
  },
  {
    tool: 'gcc and simavr',
    variable: 'LIMPET_GCC',
    names: ['gcc'],
    packages: 'gcc libc6-dev libelf-dev libsimavr-dev',
  },
  {
    tool: 'qemu-system-arm',
    variable: 'LIMPET_QEMU_ARM',
    names: ['qemu-system-arm'],
    packages: 'qemu-system-arm firmware-microbit-micropython',
  },
  {
    tool: 'pymodbus',
    variable: 'LIMPET_PYMODBUS',
    names: ['pymodbus.console'],
    packages: 'python3-pymodbus python3-serial-asyncio',
  },
  {
    tool: 'avr-gcc',
    variable: 'LIMPET_AVR_GCC',
    names: ['avr-gcc'],
    packages: 'gcc-avr avr-libc binutils-avr arduino-core-avr',
  },
  {
    tool: 'simavr',
    variable: 'LIMPET_SIMAVR',
    names: ['simavr'],
    packages: 'simavr libsimavr-dev libelf-dev gcc libc6-dev',
  },
  { tool: 'xvfb', variable: 'LIMPET_XVFB', names: ['xvfb-run'], packages: 'xvfb xauth' },
];

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where Debian puts some of them; the PATH of a person may lack it. */
const further = ['/usr/sbin'];

function onPath(names) {
  for (const name of names) {
    for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...further]) {
      if (folder !== '' && executable(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

/** `environment` hands the places found to the tests, under the variable of each tool. */
export function findTools() {
  const environment = {};
  const missing = [];
  for (const { tool, variable, names, packages } of wanted) {
    const path = process.env[variable] ?? onPath(names);
    if (path === undefined) missing.push({ tool, packages });
    else environment[variable] = path;
  }
  return { environment, missing };
}

/** One line with everything that is missing and how to get it on Debian; undefined when nothing is. */
export function missingToolsNotice({ missing }) {
  if (missing.length === 0) return undefined;
  const packages = missing.map(({ packages: names }) => names).join(' ');
  return `Not found here: ${missing.map(({ tool }) => tool).join(', ')}. Their tests were skipped. On Debian: sudo apt-get install -y ${packages}`;
}
