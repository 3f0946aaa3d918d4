// What is shipped is found by what the bundler did, and a licence that does not allow it ends the build.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { insidePackages, worksInside } from './inside-packages.ts';
import { allowedInPackage, allowedInTools, findRefused, isAllowed } from './policy.ts';
import { readManifest, readPackage } from './read-package.ts';
import { readRecord, recordPackages, type Side } from './record-packages.ts';
import { findSbomFault, makeSbom } from './sbom.ts';
import { collectShipped, nativeFolders, type Shipped } from './shipped.ts';
import { standardText } from './standard-texts.ts';

const project = join(import.meta.dirname, '../..');

function plant(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'limpet-licences-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const manifest = (name: string, more: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify({ name, version: '1.0.0', main: 'index.js', license: 'MIT', ...more });

/** A project with a bundled package, a font in a style sheet, and a package that is installed but not used. */
const sample = {
  'package.json': manifest('sample'),
  'node_modules/electron/package.json': manifest('electron', { version: '45.0.0' }),
  'node_modules/used/package.json': manifest('used'),
  'node_modules/used/index.js': 'export const used = "really used";\n',
  'node_modules/used/LICENSE': 'The licence of used.',
  'node_modules/unused/package.json': manifest('unused', { license: 'GPL-3.0-only' }),
  'node_modules/unused/index.js': 'export const unused = 1;\n',
  'node_modules/unused/LICENSE': 'The licence of unused.',
  'node_modules/@fontsource/plain/package.json': manifest('@fontsource/plain', { license: 'OFL-1.1' }),
  'node_modules/@fontsource/plain/index.css': '@font-face{font-family:Plain;src:url(./plain.woff2)}\n',
  'node_modules/@fontsource/plain/plain.woff2': 'wOF2',
  'node_modules/@fontsource/plain/LICENSE': 'The licence of the font.',
  'main.js': 'import { used } from "used";\nimport "./page.css";\nconsole.log(used);\n',
  'page.css': '@import "@fontsource/plain/index.css";\nbody{font-family:Plain}\n',
};

const buildSide = (root: string, side: Side, entry = 'main.js') =>
  build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [recordPackages(root, side)],
    build: { outDir: join('out', side), assetsInlineLimit: 0, rollupOptions: { input: join(root, entry) } },
  });

describe('the policy', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND ISC', true],
    ['GPL-3.0-only', false],
    ['AGPL-3.0-or-later', false],
    ['MIT AND GPL-2.0-only', false],
    ['MPL-2.0', false],
    ['Apache-2.0 WITH LLVM-exception', false],
    ['SEE LICENSE IN LICENSE.txt', false],
    ['UNLICENSED', false],
    ['', false],
    [undefined, false],
  ])('%s: %s', (expression, allowed) => {
    expect(isAllowed(expression, allowedInPackage)).toBe(allowed);
  });

  it('lets tools have what the package may not, and copyleft in neither', () => {
    expect(isAllowed('MPL-2.0', allowedInTools)).toBe(true);
    expect(isAllowed('GPL-3.0-only', allowedInTools)).toBe(false);
    expect(findRefused([{ name: 'a', version: '1.0.0', licence: 'GPL-3.0-only' }], allowedInTools)).toEqual([
      'a@1.0.0: GPL-3.0-only is not allowed',
    ]);
  });
});

describe('the record of packages', () => {
  it('has what the bundler put in, fonts too, and not what is only installed', async () => {
    const root = plant(sample);
    await buildSide(root, 'main');
    await buildSide(root, 'preload');
    await buildSide(root, 'renderer');
    expect(readRecord(root).map((folder) => folder.slice(root.length))).toEqual([
      '/node_modules/@fontsource/plain',
      '/node_modules/used',
    ]);
    const list = JSON.parse(readFileSync(join(root, 'out/renderer/licences.json'), 'utf8'));
    expect(list.packages.map(({ name, kind }: Shipped) => `${name} ${kind}`)).toEqual([
      '@fontsource/plain font',
      'electron runtime',
      'used code',
    ]);
    expect(list.texts).toContain('The licence of used.');
    expect(list.texts).toContain('The licence of the font.');
  });

  it('ends the build when a package may not be passed on, however little of it is left', async () => {
    const root = plant({ ...sample, 'main.js': 'import { unused } from "unused";\nconsole.log(unused);\n' });
    await expect(buildSide(root, 'main')).rejects.toThrow(/unused@1\.0\.0: GPL-3\.0-only is not allowed/);
  });

  it('ends the build when a package comes without the text of its licence and the house has none', async () => {
    const root = plant({ ...sample, 'node_modules/used/package.json': manifest('used', { license: 'Zlib' }) });
    rmSync(join(root, 'node_modules/used/LICENSE'));
    await expect(buildSide(root, 'main')).rejects.toThrow(/used comes without the text of its licence, Zlib/);
  });

  it('has no list where a side was not built', async () => {
    const root = plant(sample);
    await buildSide(root, 'main');
    await expect(buildSide(root, 'renderer')).rejects.toThrow(/preload\.json/);
  });
});

describe('a package', () => {
  it('has the licences of the works that it carries, and not those of packages below it', () => {
    const root = plant({
      'node_modules/a/package.json': manifest('a', { author: { name: 'A. Author' } }),
      'node_modules/a/LICENSE': 'Own text.\r\n',
      'node_modules/a/vendor/b/LICENCE.md': 'Text of b.',
      'node_modules/a/vendor/b/license.js': 'export const no = 1;',
      'node_modules/a/node_modules/c/LICENSE': 'Text of c.',
    });
    const facts = readPackage(join(root, 'node_modules/a'));
    expect(facts).toMatchObject({ name: 'a', version: '1.0.0', licence: 'MIT', author: 'A. Author' });
    expect(facts.texts).toEqual(['Own text.', 'Text of b.']);
  });

  it('without a text gets that of its licence with its author', () => {
    const root = plant({ 'node_modules/a/package.json': manifest('a', { author: 'A. Author', license: 'ISC' }) });
    expect(readPackage(join(root, 'node_modules/a')).texts[0]).toContain('Copyright (c) A. Author');
    expect(standardText('constructor', 'x')).toBeUndefined();
  });
});

describe('the works inside packages', () => {
  it.each(insidePackages.map(({ carrier, name }) => [name, carrier]))('%s is still found in %s', (name, carrier) => {
    const works = worksInside(carrier, join(project, 'node_modules', carrier));
    expect(works.map((work) => work.name)).toContain(name);
    expect(works[0]?.version ?? '1.0.0').toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('tell when a new version hides them', () => {
    const root = plant({ 'node_modules/unpdf/dist/pdfjs.mjs': 'export {}' });
    expect(() => worksInside('unpdf', join(root, 'node_modules/unpdf'))).toThrow(/has changed/);
  });
});

describe('the bill of materials', () => {
  const shipped = () =>
    collectShipped(project, [join(project, 'node_modules/react'), join(project, 'node_modules/unpdf')]);
  const sbomOf = (works: readonly Shipped[]) =>
    makeSbom({ version: '1.2.3', shipped: works, madeAt: new Date('2026-01-02T03:04:05Z') });

  it('is valid CycloneDX and names every work', async () => {
    const works = shipped();
    const sbom = sbomOf(works);
    expect(await findSbomFault(JSON.stringify(sbom))).toBeUndefined();
    const text = JSON.stringify(sbom);
    for (const { name } of works) expect(text).toContain(JSON.stringify(name));
    const native = nativeFolders(project).map((folder) => String(readManifest(folder).name));
    expect(native).toContain('better-sqlite3');
    expect(sbom.components).toContainEqual(
      expect.objectContaining({
        name: 'unpdf',
        purl: expect.stringMatching(/^pkg:npm\/unpdf@\d/),
        components: [expect.objectContaining({ name: 'pdfjs-dist', licenses: [{ license: { id: 'Apache-2.0' } }] })],
      }),
    );
  });

  it('is the same for the same contents, and another for others', () => {
    const [first] = shipped();
    if (first === undefined) throw new Error('nothing shipped');
    expect(sbomOf(shipped())).toEqual(sbomOf(shipped()));
    expect(sbomOf([{ ...first, version: '9.9.9' }]).serialNumber).not.toBe(sbomOf([first]).serialNumber);
  });

  it('is refused by the schema when a licence is none', async () => {
    const [first] = shipped();
    if (first === undefined) throw new Error('nothing shipped');
    const fault = await findSbomFault(JSON.stringify(sbomOf([{ ...first, licence: 'NoSuchLicence' }])));
    expect(fault).toContain('license');
  });
});
