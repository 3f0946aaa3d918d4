// The look at a packed folder turns red for everything that should not be there, each planted here.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fuseBytes } from '../../e2e/built/support/stand-in-electron.ts';
import { checkPackage, filesInAsar, type Packed } from './check-package.ts';

const native = join(import.meta.dirname, '../../node_modules/better-sqlite3/prebuilds');
const wanted = ['index.js', 'native.node'];

type Plan = { readonly files?: Readonly<Record<string, string>>; readonly unpack?: string; readonly binary?: string };

async function packed(plan: Plan = {}): Promise<Packed> {
  const root = mkdtempSync(join(tmpdir(), 'limpet-check-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, bytes: string | Buffer) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  };
  write('source/index.js', 'export {};');
  write('source/native.node', readFileSync(join(native, plan.binary ?? 'linux-x64.node')));
  for (const [path, text] of Object.entries(plan.files ?? {})) write(path, text);
  write('app/limpet', fuseBytes('010011001'));
  write('app/LICENSE.electron.txt', 'a');
  write('app/LICENSES.chromium.html', 'a');
  mkdirSync(join(root, 'app/resources'), { recursive: true });
  const unpack = plan.unpack ?? '*.node';
  await createPackageWithOptions(join(root, 'source'), join(root, 'app/resources/app.asar'), { unpack });
  return { folder: join(root, 'app'), system: 'linux', arch: 'x64' };
}

describe('a packed folder', () => {
  it('is fine when it is as planned', async () => {
    const folder = await packed();
    expect(filesInAsar(join(folder.folder, 'resources/app.asar'))).toEqual(wanted);
    expect(await checkPackage(folder, wanted)).toEqual([]);
  });

  it.each<[string, Plan, string]>([
    ['a file too many', { files: { 'source/secret.test.ts': '' } }, 'secret.test.ts should not be in app.asar'],
    ['code outside the archive', { unpack: '*.{node,js}' }, 'index.js lies outside app.asar'],
    ['a module of another system', { binary: 'win32-x64.node' }, 'is for win on x64, not for linux on x64'],
    ['a module of another processor', { binary: 'linux-arm64.node' }, 'is for linux on arm64, not for linux on x64'],
    ['a module inside the archive', { unpack: '*.none' }, 'no native module lies beside app.asar'],
  ])('turns red: %s [T38]', async (_name, plan, fault) => {
    expect((await checkPackage(await packed(plan), wanted)).join('\n')).toContain(fault);
  });

  it('turns red: a file too few', async () => {
    expect(await checkPackage(await packed(), [...wanted, 'gone.js'])).toEqual(['gone.js is not in app.asar']);
  });

  it('turns red: a fuse that was not thrown [T38]', async () => {
    const folder = await packed();
    writeFileSync(join(folder.folder, 'limpet'), fuseBytes('110011001'));
    expect(await checkPackage(folder, wanted)).toEqual(['RunAsNode is not off']);
  });

  it('turns red: no licence of Chromium', async () => {
    const folder = await packed();
    rmSync(join(folder.folder, 'LICENSES.chromium.html'));
    expect(await checkPackage(folder, wanted)).toEqual(['LICENSES.chromium.html was not passed on']);
  });

  it('turns red: more than 40 MB', async () => {
    const folder = await packed({ files: { 'source/large.bin': 'x'.repeat(40_000_001) } });
    expect((await checkPackage(folder, [...wanted, 'large.bin'].toSorted())).join()).toMatch(/more than 40000000/);
  });

  it('turns red: no archive at all', async () => {
    const folder = await packed();
    rmSync(join(folder.folder, 'resources'), { recursive: true });
    expect(await checkPackage(folder, wanted)).toEqual(['there is no app.asar']);
  });
});
