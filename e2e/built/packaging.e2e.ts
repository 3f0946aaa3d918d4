// The app is packed for three systems around a stand-in for Electron, and what comes out is looked at: what is in it, what
// is not, whether it starts, and whether nobody can turn it into something else.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extractAll, extractFile } from '@electron/asar';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  asarLimitBytes,
  checkPackage,
  filesInAsar,
  type Packed,
  resourcesOf,
} from '../../build/packaging/check-package.ts';
import { kindOfNative } from '../../build/packaging/native-modules.ts';
import { pack } from '../../build/packaging/pack.ts';
import { packedFiles } from '../../build/packaging/packed-files.ts';
import { artifactNames, type SystemName } from '../../build/packaging/targets.ts';
import { fuseBytes, makeStandIn } from './support/stand-in-electron.ts';
import { contentOf, makeStandInTools, readFpmCall, valueAfter } from './support/stand-in-tools.ts';

const project = join(import.meta.dirname, '../..');
const { version, devDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
const room = mkdtempSync(join(tmpdir(), 'limpet-packed-'));
const linux: Packed = { folder: join(room, 'linux/linux-unpacked'), system: 'linux', arch: 'x64' };
const mac: Packed = { folder: join(room, 'mac/mac-arm64'), system: 'mac', arch: 'arm64' };
const win: Packed = { folder: join(room, 'win/win-unpacked'), system: 'win', arch: 'x64' };
const archiveOf = (packed: Packed) => join(resourcesOf(packed), 'app.asar');
const hasKeychainHere = existsSync(join(project, 'node_modules/keytar/build/Release/keytar.node'));

async function packWith(packed: Packed, targets: readonly string[]): Promise<string[]> {
  const { system, arch } = packed;
  const electronDist = await makeStandIn(room, system, { version: devDependencies.electron });
  return pack({ system, arch, targets, output: join(room, system), electronDist });
}

beforeAll(async () => {
  const tools = join(room, 'tools');
  mkdirSync(tools);
  Object.assign(process.env, makeStandInTools(tools), { CSC_IDENTITY_AUTO_DISCOVERY: 'false' });
  await packWith(linux, ['AppImage', 'deb', 'rpm']);
  await packWith(mac, ['dir']);
  await packWith(win, ['dir']);
}, 180_000);
afterAll(() => rmSync(room, { recursive: true, force: true }));

describe('app.asar', () => {
  /** Written down here a second time, and loosely: what the builder's list says must make sense to a reader, too. */
  const expected = [
    /^package\.json$/,
    /^LICENSE$/,
    /^out\/main\/(electron|reader-worker|document-worker|linux-bus|virtual-board)\.js$/,
    /^out\/main\/chunks\/[\w.-]+\.js$/,
    /^out\/main\/ocr\/(eng\.traineddata\.gz|tesseract-core\.wasm)$/,
    /^out\/preload\/[\w-]+\.cjs$/,
    /^out\/renderer\/[\w-]+\.(html|js|svg)$/,
    /^out\/renderer\/licences\.json$/,
    /^out\/renderer\/assets\/[\w.-]+\.(js|css|woff2|svg|png)$/,
    /^out\/main\/(web-tree-sitter|tree-sitter-bash)\.wasm$/,
    /^out\/renderer\/frames\/(chart|mermaid|page)\.html$/,
    /^resources\/tray\/[\w@-]+\.png$/,
    /^resources\/firmware\/limpet-board(\.py|\/(limpet-board\.(ino|hex)|LICENSE-avr-libc\.txt))$/,
    /^resources\/skills\/[\w-]+\/(SKILL\.md|limpet\.json|scripts\/\w+\.py)$/,
    /^node_modules\/playwright-core\/(LICENSE|NOTICE|ThirdPartyNotices\.txt|package\.json|browsers\.json|index\.m?js)$/,
    /^node_modules\/playwright-core\/lib\/(bootstrap|coreBundle|package|utilsBundle)\.js$/,
    /^node_modules\/better-sqlite3\/(package\.json|LICENSE|lib\/[\w/-]+\.js|prebuilds\/[\w-]+\.node)$/,
    /^node_modules\/@serialport\/bindings-cpp\/(package\.json|LICENSE|dist\/[\w-]+\.js|prebuilds\/[\w+-]+\/[@\w+.-]+\.node)$/,
    /^node_modules\/@serialport\/(bindings-interface|parser-delimiter|parser-readline)\/(package\.json|LICENSE|dist\/index\.js)$/,
    /^node_modules\/debug\/(package\.json|LICENSE|src\/(browser|common|index|node)\.js)$/,
    /^node_modules\/(ms|node-gyp-build)\/(package\.json|LICENSE|license\.md|(node-gyp-build|index)\.js)$/,
    /^node_modules\/koffi\/(package\.json|LICENSE\.txt|index\.cjs|src\/koffi\/(index|src\/static)\.cjs)$/,
    /^node_modules\/@koromix\/koffi-linux-(x64|arm64)\/(package\.json|index\.js|linux_(x64|arm64)\/koffi\.node)$/,
    /^node_modules\/node-hid\/(package\.json|LICENSE-bsd\.txt|nodehid\.js|binding-options\.js|prebuilds\/HID(_hidraw)?-[\w-]+\/node-napi-v4\.node)$/,
    /^node_modules\/pkg-prebuilds\/(package\.json|LICENSE|bindings\.js|lib\/prebuild\.js)$/,
    /^node_modules\/keytar\/(package\.json|LICENSE\.md|lib\/keytar\.js|build\/Release\/keytar\.node)$/,
  ];

  it.each([linux, mac, win])('of $system has what is on the list, and nothing else', (packed) => {
    const files = filesInAsar(archiveOf(packed));
    expect(files).toEqual(packedFiles(project, packed.system, packed.arch));
    expect(files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(
      files.filter((file) => /\.map$|\.tsx?$|\.test\.|fixture|testing|\.d\.ts|gateway\.js$|cli\.js$/.test(file)),
    ).toEqual([]);
    expect(files).toContain('out/main/electron.js');
    expect(files).toContain('out/renderer/index.html');
  });

  it('lacks no file that a file in it names', () => {
    const archive = archiveOf(linux);
    const files = new Set(filesInAsar(archive));
    const broken: string[] = [];
    for (const file of files) {
      if (!/^out\/(main|renderer)\/.*\.js$/.test(file)) continue;
      const lines = extractFile(archive, file).toString('utf8').split('\n');
      const source = lines.filter((line) => !/^\s*(\*|\/[*/])/.test(line)).join('\n');
      for (const [, target] of source.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[\w./-]+\.js)["']/g)) {
        const path = join(dirname(file), target ?? '');
        if (!files.has(path)) broken.push(`${file} -> ${path}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('stays below 40 MB without native modules', () => {
    const { size } = statSync(archiveOf(linux));
    console.log(`app.asar: ${(size / 1_000_000).toFixed(2)} MB, ${filesInAsar(archiveOf(linux)).length} files`);
    expect(size).toBeLessThan(asarLimitBytes);
    expect(asarLimitBytes).toBe(40_000_000);
  });

  it('says which version it is, and nothing about how it was made', () => {
    const manifest = JSON.parse(extractFile(archiveOf(linux), 'package.json').toString('utf8'));
    expect(manifest).toMatchObject({
      name: 'limpet',
      version,
      main: './out/main/electron.js',
      desktopName: 'org.limpet.Limpet.desktop',
      limpet: { appId: 'org.limpet.Limpet', updateKeys: [] },
    });
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).not.toHaveProperty('scripts');
    expect(readFileSync(join(linux.folder, 'version'), 'utf8')).toBe(devDependencies.electron);
  });

  it('lies beside where updates come from', () => {
    const text = readFileSync(join(resourcesOf(linux), 'app-update.yml'), 'utf8');
    expect(text).toContain('provider: generic');
    expect(text).toContain('url: https://limpet.invalid/updates');
    expect(readdirSync(resourcesOf(linux))).not.toContain('default_app.asar');
  });
});

describe('what is said to be inside', () => {
  it('is what is inside: every packed module and every bundled package, in the list of the page and in the bill of materials', () => {
    const files = filesInAsar(archiveOf(linux));
    const packed = files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
    const noted = ['main', 'preload', 'renderer'].flatMap((side): string[] =>
      JSON.parse(readFileSync(join(project, 'out/packages', `${side}.json`), 'utf8')),
    );
    const bundled = noted.map((path) => JSON.parse(readFileSync(join(project, path, 'package.json'), 'utf8')));
    const wanted = new Set([...packed, ...bundled.map(({ name }) => name), 'electron']);
    const list = JSON.parse(extractFile(archiveOf(linux), 'out/renderer/licences.json').toString('utf8'));
    const bill = join(room, 'bill.json');
    execFileSync(process.execPath, [join(project, 'build/release/sbom.ts'), '--out', bill]);
    const { components } = JSON.parse(readFileSync(bill, 'utf8'));
    for (const said of [list.packages, components]) {
      const names = new Set(said.map(({ name }: { name: string }) => name));
      expect([...wanted].filter((name) => !names.has(name))).toEqual([]);
    }
    expect(components.find(({ name }: { name: string }) => name === 'electron').version).toBe(devDependencies.electron);
    // Tools that only build stay out of it.
    for (const tool of ['typescript', 'vitest', 'electron-builder', '@biomejs/biome'])
      expect(
        components.some(({ name }: { name: string }) => name === tool),
        tool,
      ).toBe(false);
  });
});

describe('native modules', () => {
  it.each([linux, mac, win])('of $system lie outside, alone, made for that system', (packed) => {
    const unpacked = join(resourcesOf(packed), 'app.asar.unpacked');
    const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBe(packed === linux ? 4 + Number(hasKeychainHere) : 3);
    for (const file of files) {
      const { system, archs } = kindOfNative(file) ?? {};
      expect(system, file).toBe(packed.system);
      // On macOS one file may serve both processors.
      expect(archs, file).toContain(packed.arch);
      if (packed.system !== 'mac') expect(archs, file).toHaveLength(1);
    }
  });

  it('load in Node from where they lie', () => {
    const unpacked = join(resourcesOf(linux), 'app.asar.unpacked/node_modules');
    const paths = [join(unpacked, 'better-sqlite3/prebuilds/linux-x64.node')];
    paths.push(join(unpacked, '@serialport/bindings-cpp/prebuilds/linux-x64/@serialport+bindings-cpp.glibc.node'));
    paths.push(join(unpacked, '@koromix/koffi-linux-x64/linux_x64/koffi.node'));
    paths.push(join(unpacked, 'node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node'));
    if (hasKeychainHere) paths.push(join(unpacked, 'keytar/build/Release/keytar.node'));
    for (const path of paths) {
      const script = `console.log(Object.keys(require(${JSON.stringify(path)})).length > 0)`;
      expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim(), path).toBe('true');
    }
  });
});

describe('the packed app', () => {
  const extracted = join(room, 'extracted');
  beforeAll(() => {
    extractAll(archiveOf(linux), extracted);
    // The stand-in looks for the app two folders above itself.
    cpSync(join(project, 'build/electron-fake'), join(extracted, 'build/electron-fake'), { recursive: true });
  });

  function play(scenario: string, words: readonly string[] = []) {
    const home = mkdtempSync(join(room, 'home-'));
    const fake = join(extracted, 'build/electron-fake');
    const args = ['--import', join(fake, 'register.mjs'), join(fake, 'scenario.mjs'), scenario];
    const done = spawnSync(process.execPath, [...args, '--data-dir', join(home, 'data'), ...words], {
      cwd: home,
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH: process.env.PATH, HOME: home, FAKE_ELECTRON_EXITS: '0', FAKE_ELECTRON_PACKAGED: '1' },
    });
    const line = /^RESULT (.*)$/m.exec(done.stdout)?.[1];
    if (line === undefined) throw new Error(`no result:\n${done.stdout}\n${done.stderr}`);
    const { result, calls } = JSON.parse(line) as { result: Record<string, unknown>; calls: unknown[][] };
    return { result, calls, stdout: done.stdout };
  }

  it('starts from what was in the archive, with the real core and its own native modules', () => {
    const { result, stdout } = play('talk');
    expect(result).toMatchObject({
      created: { type: 'ok', output: { title: 'From the window' } },
      index: { status: 200 },
      blob: { status: 200, text: 'bytes of a note' },
    });
    expect(stdout).toContain('limpet:window');
  });

  it('does not open with the sandbox of its pages switched off, and says why [T38]', () => {
    const { calls, stdout } = play('second', ['--no-sandbox']);
    expect(stdout).toMatch(/limpet:failed .*--no-sandbox/);
    expect(calls.some(([what]) => what === 'BrowserWindow' || what === 'loadURL')).toBe(false);
    expect(calls).toContainEqual(['showErrorBox', 'Limpet', expect.stringContaining('.deb')]);
    expect(calls).toContainEqual(['exit', 1]);
  });
});

describe('nobody turns the app into something else', () => {
  const programs: Readonly<Record<SystemName, string>> = {
    linux: join(linux.folder, 'limpet'),
    win: join(win.folder, 'Limpet.exe'),
    mac: join(mac.folder, 'Limpet.app/Contents/Frameworks/Electron Framework.framework/Electron Framework'),
  };

  it.each(Object.entries(programs))('by a fuse: on %s all are as the table has them [T38]', (_system, program) => {
    const bytes = readFileSync(program);
    const at = bytes.indexOf(fuseBytes().subarray(0, 32));
    // RunAsNode, cookies, NODE_OPTIONS, --inspect, asar integrity, only from asar, snapshot, file rights, Wasm traps.
    expect(bytes.toString('latin1', at + 34, at + 43)).toBe('010011001');
    expect(bytes.indexOf(fuseBytes().subarray(0, 32), at + 1)).toBe(-1);
  });

  /** As Electron computes it: the JSON after four numbers of four bytes, the last of which is its length. */
  function headerHash(archive: string): string {
    const bytes = readFileSync(archive);
    return createHash('sha256')
      .update(bytes.subarray(16, 16 + bytes.readUInt32LE(12)))
      .digest('hex');
  }

  it('by another app.asar: its hash stands in the signed program [T38]', () => {
    const plist = readFileSync(join(mac.folder, 'Limpet.app/Contents/Info.plist'), 'utf8');
    expect(plist).toContain(`<string>${headerHash(archiveOf(mac))}</string>`);
    const program = readFileSync(programs.win).toString('latin1');
    expect(program).toContain(
      String.raw`"file":"resources\\app.asar","alg":"SHA256","value":"${headerHash(archiveOf(win))}"`,
    );
  });

  it.each([mac, win])('by a changed file in app.asar of $system: the build would end [T38]', async (packed) => {
    const wanted = packedFiles(project, packed.system, packed.arch);
    expect(await checkPackage(packed, wanted)).toEqual([]);
    const copy: Packed = { ...packed, folder: mkdtempSync(join(room, 'tampered-')) };
    cpSync(packed.folder, copy.folder, { recursive: true });
    const archive = archiveOf(copy);
    const bytes = readFileSync(archive);
    const at = bytes.indexOf('"hash":"') + 8; // of the first file that the header lists
    bytes[at] = bytes[at] === 0x61 ? 0x62 : 0x61;
    writeFileSync(archive, bytes);
    expect(await checkPackage(copy, wanted)).toEqual(['the hash in the program is not the one of app.asar']);
  });
});

describe('macOS', () => {
  it('knows the app by its one id, opens its links with it, and grants it no sensor', () => {
    const plist = readFileSync(join(mac.folder, 'Limpet.app/Contents/Info.plist'), 'utf8');
    expect(plist).toMatch(/<key>CFBundleIdentifier<\/key>\s*<string>org\.limpet\.Limpet<\/string>/);
    expect(plist).toMatch(/<key>CFBundleURLSchemes<\/key>\s*<array>\s*<string>limpet<\/string>/);
    expect(plist).toContain(`<string>${version}</string>`);
    expect(plist).not.toMatch(/NS(Camera|Microphone|Bluetooth\w*|AudioCapture)UsageDescription/);
    const resources = readdirSync(resourcesOf(mac));
    expect(resources).toContain('LICENSES.chromium.html');
    expect(
      readFileSync(join(resourcesOf(mac), 'icon.icns')).equals(readFileSync(join(project, 'resources/icon.icns'))),
    ).toBe(true);
  });

  it('is asked for no more than compiling while it runs', () => {
    const plist = readFileSync(join(project, 'build/packaging/entitlements.mac.plist'), 'utf8');
    expect([...plist.matchAll(/<key>([^<]+)<\/key>/g)].map((match) => match[1])).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });
});

describe('Windows', () => {
  it('names the program and its version', () => {
    const resources = NtExecutableResource.from(NtExecutable.from(readFileSync(join(win.folder, 'Limpet.exe'))));
    const [info] = Resource.VersionInfo.fromEntries(resources.entries);
    const [language] = info?.getAllLanguagesForStringValues() ?? [];
    if (info === undefined || language === undefined) throw new Error('no version information');
    expect(info.getStringValues(language)).toMatchObject({
      ProductName: 'Limpet',
      FileDescription: 'Limpet',
      FileVersion: version,
    });
    expect(Resource.IconGroupEntry.fromEntries(resources.entries)[0]?.icons.length).toBe(7);
  });

  it.skipIf(process.env.LIMPET_MAKENSIS === undefined)('registers its links with what the installer includes', () => {
    const folder = mkdtempSync(join(room, 'nsis-'));
    const script = [
      'Name "Limpet"',
      `OutFile "${join(folder, 'try.exe')}"`,
      'InstallDir "$PROGRAMFILES\\Limpet"',
      '!define APP_EXECUTABLE_FILENAME "Limpet.exe"',
      `!include "${join(project, 'build/packaging/installer.nsh')}"`,
      'Section\n!insertmacro customInstall\nWriteUninstaller "$INSTDIR\\gone.exe"\nSectionEnd',
      'Section "Uninstall"\n!insertmacro customUnInstall\nSectionEnd',
    ].join('\n');
    const done = spawnSync(process.env.LIMPET_MAKENSIS ?? '', ['-WX', '-V4', '-'], { input: script, encoding: 'utf8' });
    expect(done.status, done.stdout + done.stderr).toBe(0);
    expect(done.stdout).toContain('WriteRegStr: SHCTX\\Software\\Classes\\limpet\\URL Protocol=');
    expect(done.stdout).toMatch(/limpet\\shell\\open\\command\\="\$INSTDIR\\Limpet\.exe" "--" "%1"/);
    expect(done.stdout).toContain('DeleteRegKey: SHCTX\\Software\\Classes\\limpet');
  });
});

describe('Linux', () => {
  const [appImage, deb, rpm] = artifactNames('linux', 'x64', version).map((name) => join(room, 'linux', name));
  if (appImage === undefined || deb === undefined || rpm === undefined) throw new Error('three kinds of package');

  it('gets the files that a release names, and a list of them for updates', () => {
    for (const file of [appImage, deb, rpm]) expect(existsSync(file), file).toBe(true);
    const feed = readFileSync(join(room, 'linux/latest-linux.yml'), 'utf8');
    for (const name of artifactNames('linux', 'x64', version)) expect(feed).toContain(`url: ${name}`);
    expect(feed).toContain(`version: ${version}`);
  });

  const entry = (text: string) =>
    new Map(text.split('\n').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]));

  it('finds the app in its menus, in its languages, and opens its links with it', () => {
    for (const file of [deb, rpm]) {
      const fields = entry(contentOf(readFpmCall(file), '/usr/share/applications/org.limpet.Limpet.desktop'));
      expect(fields.get('Exec')).toBe('/opt/Limpet/limpet %U');
      expect(fields.get('Categories')).toBe('Utility;');
      expect(fields.get('MimeType')).toBe('x-scheme-handler/limpet;');
      expect(fields.get('StartupWMClass')).toBe('org.limpet.Limpet');
      expect(fields.get('Comment[de]')).toMatch(/^Ein /);
      expect(fields.get('Comment[zh_CN]')).toMatch(/AI/);
      expect(fields.get('Comment[ar]')).toMatch(/\p{Script=Arabic}/u);
    }
  });

  it('starts the AppImage from its menu without taking its sandbox away', () => {
    const contents = `${appImage}.contents`;
    const text = readFileSync(join(contents, 'org.limpet.Limpet.desktop'), 'utf8');
    expect(entry(text).get('Exec')).toBe('AppRun %U');
    expect(readdirSync(contents)).toContain('limpet');
    expect(existsSync(join(contents, 'usr/share/icons/hicolor/256x256/apps/limpet.png'))).toBe(true);
  });

  it.skipIf(process.env.LIMPET_DESKTOP_FILE_VALIDATE === undefined)('has menu entries that follow the standard', () => {
    const done = spawnSync(
      process.env.LIMPET_DESKTOP_FILE_VALIDATE ?? '',
      [join(`${appImage}.contents`, 'org.limpet.Limpet.desktop')],
      { encoding: 'utf8' },
    );
    expect(done.stdout + done.stderr).toBe('');
    expect(done.status).toBe(0);
  });

  it('is told what the app needs, and that commands want their sandbox', () => {
    const packages = readFpmCall(deb);
    expect(valueAfter(packages, '--deb-recommends')).toBe('bubblewrap');
    expect(packages.args).toContain('libsecret-1-0');
    expect(valueAfter(packages, '--license')).toBe('MIT');
    expect(packages.args.filter((arg) => arg.includes('/usr/share/icons/hicolor/')).length).toBe(9);
    const rpmPackages = readFpmCall(rpm);
    expect(rpmPackages.args).toContain('Recommends: bubblewrap');
    expect(rpmPackages.args).toContain('libsecret');
  });

  it('lets the pages have their sandbox where Ubuntu keeps user namespaces from programs that it does not know', () => {
    const call = readFpmCall(deb);
    const script = call.contents[valueAfter(call, '--after-install') ?? ''] ?? '';
    expect(script).toContain("APPARMOR_PROFILE_TARGET='/etc/apparmor.d/limpet'");
    const profile = readFileSync(join(resourcesOf(linux), 'apparmor-profile'), 'utf8');
    expect(profile).toContain('profile "limpet" "/opt/Limpet/limpet" flags=(unconfined)');
    expect(profile).toMatch(/^\s*userns,$/m);
  });
});
