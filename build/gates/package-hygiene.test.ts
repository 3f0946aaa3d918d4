// The gate over packages turns red for each thing planted, and is green for the project as it is.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkHygiene, checkHygieneOfProject, type Installed, type Packages, readPackages } from './package-hygiene.ts';

const project = join(import.meta.dirname, '../..');
const entry = (more: Readonly<Record<string, unknown>> = {}) => ({
  version: '1.0.0',
  integrity: 'sha512-abc==',
  license: 'MIT',
  ...more,
});
const installed = (name: string, manifest: Readonly<Record<string, unknown>> = {}): Installed => ({
  name,
  manifest: { name, version: '1.0.0', ...manifest },
  hasBindingFile: false,
});
const clean: Packages = {
  manifest: { scripts: { build: 'x' }, allowScripts: { keytar: true }, dependencies: { keytar: '7.9.0' } },
  lock: {
    lockfileVersion: 3,
    packages: {
      '': { name: 'limpet' },
      'node_modules/keytar': entry({ hasInstallScript: true }),
      'node_modules/keytar/node_modules/leaf': entry(),
    },
  },
  installed: [installed('keytar', { scripts: { install: 'node-gyp rebuild' } }), installed('leaf')],
  npmrc: '# why\nomit-lockfile-registry-resolved=true\n',
};
const withEntry = (name: string, more: Readonly<Record<string, unknown>>): Packages => ({
  ...clean,
  lock: { lockfileVersion: 3, packages: { ...(clean.lock.packages as object), [`node_modules/${name}`]: entry(more) } },
});
const withInstalled = (one: Installed): Packages => ({ ...clean, installed: [...clean.installed, one] });
const withManifest = (more: Readonly<Record<string, unknown>>): Packages => ({
  ...clean,
  manifest: { ...clean.manifest, ...more },
});

const planted: readonly (readonly [rule: string, what: string, packages: Packages])[] = [
  ['P01-foreign-script', 'a script that the lock knows', withEntry('evil', { hasInstallScript: true })],
  ['P01-foreign-script', 'a postinstall', withInstalled(installed('evil', { scripts: { postinstall: 'curl' } }))],
  ['P01-foreign-script', 'a preinstall', withInstalled(installed('evil', { scripts: { preinstall: 'curl' } }))],
  ['P01-foreign-script', 'an implicit compilation', withInstalled({ ...installed('evil'), hasBindingFile: true })],
  ['P02-stale-permission', 'a permission for nobody', withManifest({ allowScripts: { keytar: true, gone: true } })],
  ['P03-own-script', 'a postinstall of our own', withManifest({ scripts: { postinstall: 'node x' } })],
  ['P03-own-script', 'a prepare of our own', withManifest({ scripts: { prepare: 'node x' } })],
  ['P04-lock-version', 'an old lock', { ...clean, lock: { ...clean.lock, lockfileVersion: 1 } }],
  ['P05-odd-address', 'an address', withEntry('evil', { resolved: 'https://evil.test/evil.tgz' })],
  ['P05-odd-address', 'a repository', withEntry('evil', { resolved: 'git+ssh://git@evil.test/evil.git#abc' })],
  ['P06-no-hash', 'no hash', withEntry('evil', { integrity: undefined })],
  ['P06-no-hash', 'a weak hash', withEntry('evil', { integrity: 'sha1-abc=' })],
  ['P07-link', 'a link', withEntry('evil', { link: true })],
  ['P08-other-name', 'another package by that name', withEntry('react', { name: 'evil' })],
  ['P09-loose-version', 'a range', withManifest({ devDependencies: { vite: '^8.0.0' } })],
  ['P09-loose-version', 'a repository', withManifest({ dependencies: { vite: 'github:evil/vite' } })],
  ['P10-licence', 'GPL only', withEntry('evil', { license: 'GPL-3.0-only' })],
  ['P10-licence', 'no licence', withEntry('evil', { license: undefined })],
  ['P11-setting', 'another source of packages', { ...clean, npmrc: 'registry=https://evil.test\n' }],
];

describe('the hygiene of packages', () => {
  it('is fine in the project [T36]', () => {
    expect(checkHygieneOfProject(project)).toEqual([]);
    const { manifest, installed: found } = readPackages(project);
    expect(manifest.allowScripts).toMatchObject({ node: true, keytar: true, 'better-sqlite3': false });
    expect(found.length).toBeGreaterThan(400);
  });

  it('is fine in a small clean project, also with a module that brings its binaries along', () => {
    expect(checkHygiene(clean)).toEqual([]);
    const module: Installed = { ...installed('brings', { gypfile: false }), hasBindingFile: true };
    expect(checkHygiene(withInstalled(module))).toEqual([]);
  });

  it.each(planted)('turns red: %s, %s [T36]', (rule, _what, packages) => {
    expect(checkHygiene(packages).map((finding) => finding.rule)).toEqual([rule]);
  });

  it('is not green because it is blind', () => {
    expect(() => checkHygieneOfProject(join(project, 'build/gates'))).toThrow();
  });
});
