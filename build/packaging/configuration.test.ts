// The builder's configuration: what never changes, what the environment decides, and what a release may not lack.
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeConfiguration } from './configuration.ts';
import { appId, type Environment, executableName, readReleaseFacts } from './identity.ts';
import { whyNotFor } from './native-modules.ts';
import { desktopEntries, neededBundles } from './needed-bundles.ts';
import { modulePaths, packedFiles, packedModules } from './packed-files.ts';
import { allArtifactNames, archs, artifactNames, type SystemName, systems } from './targets.ts';

const project = join(import.meta.dirname, '../..');
const publicKey = (kind: 'ed25519' | 'x25519') => {
  const pair = kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
  return pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
};
const release: Environment = {
  LIMPET_RELEASE: '1',
  LIMPET_FEED_URL: 'https://updates.example.org/limpet/',
  LIMPET_HOMEPAGE: 'https://example.org',
  LIMPET_MAINTAINER: 'A Maintainer <mail@example.org>',
  LIMPET_UPDATE_PUBLIC_KEY: publicKey('ed25519'),
};
const apple = { CSC_LINK: 'c', APPLE_API_KEY: 'k', APPLE_API_KEY_ID: 'i', APPLE_API_ISSUER: 'j' };
const azure = {
  LIMPET_AZURE_ENDPOINT: 'https://e',
  LIMPET_AZURE_ACCOUNT: 'a',
  LIMPET_AZURE_PROFILE: 'p',
  LIMPET_AZURE_PUBLISHER: 'n',
};

function plant(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'limpet-pack-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
const bundles = {
  'out/main/electron.js': '',
  'out/main/reader-worker.js': '',
  'out/main/document-worker.js': '',
  'out/main/linux-bus.js': '',
  'out/main/virtual-board.js': '',
  'out/preload/index.cjs': '',
};
const configure = (system: SystemName, environment: Environment = {}) => {
  const root = plant({ ...bundles, 'node_modules/better-sqlite3/package.json': '{}' });
  for (const path of modulePaths(project, system, 'x64')) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '{}');
  }
  return makeConfiguration({ project: root, system, arch: 'x64', environment });
};

describe('the configuration', () => {
  it('never changes who the app is', () => {
    expect(appId).toBe('org.limpet.Limpet');
    expect(executableName).toBe('limpet');
    for (const system of systems) {
      const config = configure(system);
      expect(config).toMatchObject({ appId: 'org.limpet.Limpet', productName: 'Limpet', npmRebuild: false });
      expect(config.protocols).toEqual([{ name: 'Limpet', schemes: ['limpet'], role: 'Viewer' }]);
      expect(config.asar).toEqual({ smartUnpack: false });
    }
  });

  it('names files of its own that are there', () => {
    const { mac, win, linux, nsis } = configure('mac');
    const paths = [mac?.icon, mac?.entitlements, mac?.entitlementsInherit, win?.icon, linux?.icon, nsis?.include];
    for (const path of [...paths, nsis?.installerIcon])
      expect(existsSync(join(project, String(path))), path ?? '').toBe(true);
  });

  it('makes every kind of file for every processor, each with a name of its own', () => {
    const names = allArtifactNames('1.2.3');
    expect(names).toContain('Limpet-1.2.3-mac-arm64.dmg');
    expect(names).toContain('Limpet-1.2.3-win-x64.exe');
    expect(names).toContain('Limpet-1.2.3-linux-aarch64.rpm');
    expect(new Set(names).size).toBe(12);
    for (const system of systems) {
      const config = configure(system);
      const targets = config[system]?.target;
      expect(Array.isArray(targets) && targets.length).toBe(artifactNames(system, 'x64', '1.2.3').length);
    }
    expect(archs).toEqual(['x64', 'arm64']);
  });

  it('installs on Windows without an administrator, and asks whether for one or for all', () => {
    expect(configure('win').nsis).toMatchObject({
      oneClick: false,
      perMachine: false,
      selectPerMachineByDefault: false,
    });
    expect(configure('win').nsis).toMatchObject({ allowElevation: true, deleteAppDataOnUninstall: false });
  });

  it('takes the place of updates from the environment, and asks nobody without one', () => {
    expect(configure('linux').publish).toEqual([{ provider: 'generic', url: 'https://limpet.invalid/updates' }]);
    expect(configure('linux', release).publish).toEqual([
      { provider: 'generic', url: 'https://updates.example.org/limpet' },
    ]);
    expect(configure('linux', release).extraMetadata).toMatchObject({
      limpet: { updateKeys: [release.LIMPET_UPDATE_PUBLIC_KEY] },
    });
  });
});

describe('a release', () => {
  it.each(['LIMPET_FEED_URL', 'LIMPET_HOMEPAGE', 'LIMPET_MAINTAINER', 'LIMPET_UPDATE_PUBLIC_KEY'])(
    'needs %s',
    (name) => {
      expect(() => readReleaseFacts({ ...release, [name]: '' })).toThrow(name);
      expect(() => readReleaseFacts({ [name]: undefined })).not.toThrow();
    },
  );

  it.each([
    [{ LIMPET_FEED_URL: 'http://updates.example.org' }, /https/],
    [{ LIMPET_FEED_URL: 'not an address' }, /https/],
    [{ LIMPET_FEED_URL: 'https://user:word@example.org' }, /https/],
    [{ LIMPET_MAINTAINER: 'somebody' }, /Name <mail/],
    [{ LIMPET_UPDATE_PUBLIC_KEY: 'AAAA' }, /Ed25519/],
    [{ LIMPET_UPDATE_PUBLIC_KEY: publicKey('x25519') }, /Ed25519/],
  ])('refuses %j', (wrong, message) => {
    expect(() => readReleaseFacts({ ...release, ...wrong })).toThrow(message);
  });

  it('takes two keys while one follows another', () => {
    const keys = [publicKey('ed25519'), publicKey('ed25519')];
    expect(readReleaseFacts({ ...release, LIMPET_UPDATE_PUBLIC_KEY: keys.join(', ') }).updateKeys).toEqual(keys);
  });

  it('for macOS is signed and notarised, or there is none', () => {
    expect(configure('mac', { ...release, ...apple })).toMatchObject({
      forceCodeSigning: true,
      mac: { hardenedRuntime: true, notarize: true },
    });
    expect(() => configure('mac', release)).toThrow(/CSC_LINK/);
    expect(() => configure('mac', { ...release, CSC_LINK: 'c' })).toThrow(/APPLE_/);
    expect(() => configure('mac', { ...release, ...apple, APPLE_API_ISSUER: '' })).toThrow(/APPLE_API_ISSUER missing/);
  });

  it('for Windows is signed by a certificate or by the service, or there is none', () => {
    expect(configure('win', { ...release, WIN_CSC_LINK: 'c' })).toMatchObject({ forceCodeSigning: true });
    expect(configure('win', { ...release, ...azure }).win).toMatchObject({
      azureSignOptions: {
        endpoint: 'https://e',
        codeSigningAccountName: 'a',
        certificateProfileName: 'p',
        publisherName: 'n',
      },
    });
    expect(() => configure('win', release)).toThrow(/WIN_CSC_LINK/);
    expect(() => configure('win', { ...release, ...azure, LIMPET_AZURE_PROFILE: '' })).toThrow(
      /LIMPET_AZURE_PROFILE missing/,
    );
  });

  it('may be unsigned only when that is said', () => {
    const config = configure('mac', { ...release, LIMPET_ALLOW_UNSIGNED: '1' });
    expect(config).toMatchObject({ forceCodeSigning: false, mac: { hardenedRuntime: false, notarize: false } });
  });

  it("of one's own is neither signed nor notarised", () => {
    expect(configure('mac')).toMatchObject({
      forceCodeSigning: false,
      mac: { hardenedRuntime: false, notarize: false },
    });
  });
});

describe('the bundles that are packed', () => {
  it('are those that the desktop app reaches: statically, when needed, and as a thread', () => {
    const root = plant({
      'electron.js': 'import { a } from "./chunks/a.js"; await import("./chunks/b.js");',
      'reader-worker.js': 'import "./chunks/c.js";',
      'document-worker.js': '"./ocr/eng.traineddata.gz"',
      'linux-bus.js': '',
      'virtual-board.js': '',
      'ocr/eng.traineddata.gz': '',
      'gateway.js': 'import "./chunks/d.js"; import "./chunks/a.js";',
      'chunks/a.js': 'new URL("../reader-worker.js", import.meta.url)',
      'chunks/b.js': "import './a.js'; import './gone.js'; // no such file",
      'chunks/c.js': '',
      'chunks/d.js': '',
    });
    expect(neededBundles(root)).toEqual([
      'chunks/a.js',
      'chunks/b.js',
      'chunks/c.js',
      'document-worker.js',
      'electron.js',
      'linux-bus.js',
      'ocr/eng.traineddata.gz',
      'reader-worker.js',
      'virtual-board.js',
    ]);
    expect(desktopEntries).toEqual([
      'electron.js',
      'reader-worker.js',
      'document-worker.js',
      'linux-bus.js',
      'virtual-board.js',
    ]);
  });

  it('are asked for where they were not built', () => {
    expect(() => neededBundles(plant({ 'electron.js': '' }))).toThrow(/npm run build/);
  });

  it('come with every file of a native module, or the build ends', () => {
    const root = plant({ ...bundles, 'out/renderer/index.html': '', 'node_modules/better-sqlite3/package.json': '{}' });
    expect(() => packedFiles(root, 'linux', 'x64')).toThrow(/is not there: look at what better-sqlite3 consists of/);
  });

  it('come with every package that one of them asks for when it runs', () => {
    // Read while they are compiled or fetched, not when they run.
    const unneeded = ['node-addon-api', 'prebuild-install'];
    for (const name of packedModules) {
      const at = join(project, 'node_modules', name);
      if (!existsSync(at)) continue;
      const { dependencies = {} } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
      for (const asked of Object.keys(dependencies).filter((one) => !unneeded.includes(one))) {
        const inside = `${name}/node_modules/${asked}`;
        expect(packedModules).toContain(existsSync(join(project, 'node_modules', inside)) ? inside : asked);
      }
    }
  });

  it('fit each system and processor', () => {
    for (const system of systems)
      for (const arch of archs)
        for (const path of modulePaths(project, system, arch).filter((one) => one.endsWith('.node')))
          expect(whyNotFor(join(project, path), system, arch)).toBeUndefined();
  });
});
