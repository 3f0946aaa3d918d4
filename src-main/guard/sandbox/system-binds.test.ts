// Which folders of programs a sandboxed command sees.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemBinds, toolchainBinds } from './system-binds.ts';
import { writableBinds } from './workspace-binds.ts';

let base = '';
let home = '';
const make = (path: string) => mkdirSync(join(base, path), { recursive: true });
beforeAll(() => {
  base = mkdtempSync(join(realpathSync(tmpdir()), 'limpet-binds-'));
  home = join(base, 'home');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const bound = async (...folders: string[]) => {
  const environment = { PATH: folders.map((folder) => join(base, folder)).join(':') };
  const binds = await toolchainBinds(environment, { home, protected: [join(home, '.ssh'), join(base, 'data')] });
  return binds.filter((word) => word !== '--ro-bind').filter((_word, index) => index % 2 === 1);
};

it('binds a whole installation, but never the home or a folder that holds keys beside its programs [T19] [T33]', async () => {
  for (const path of [
    'home/.nvm/versions/node/v24/bin',
    'home/.local/bin',
    'home/.cargo/bin',
    'home/.rustup',
    'home/.pyenv/shims',
    'home/bin',
    'home/.ssh/bin',
    'data/bin',
    'project/node_modules/.bin',
    'tool/bin',
  ])
    make(path);
  expect(await bound('home/.nvm/versions/node/v24/bin')).toEqual([join(home, '.nvm/versions/node/v24')]);
  expect(await bound('home/.local/bin')).toEqual([join(home, '.local/bin')]);
  expect(await bound('home/.cargo/bin')).toEqual([join(home, '.cargo/bin'), join(home, '.rustup')]);
  expect(await bound('home/.pyenv/shims')).toEqual([join(home, '.pyenv')]);
  expect(await bound('home/bin')).toEqual([join(home, 'bin')]);
  expect(await bound('project/node_modules/.bin')).toEqual([join(base, 'project/node_modules')]);
  expect(await bound('tool/bin', 'tool/bin', 'missing/bin')).toEqual([join(base, 'tool')]);
  for (const folder of ['home/.ssh/bin', 'data/bin', 'home', '']) expect(await bound(folder)).toEqual([]);
});

it('shows of /etc only what programs need, never passwords or private keys [T33]', async () => {
  const places = (await systemBinds()).filter((word) => word.startsWith('/etc'));
  expect(places).toContain('/etc/passwd');
  for (const place of places) expect(place).not.toMatch(/shadow|ssl\/private|ssh|sudoers|\/etc$/);
});

it('protects hooks and settings of submodules with nested names, and a .git that is a file [T20]', async () => {
  make('work/.git/modules/libs/deep/hooks');
  make('work/sub');
  for (const file of ['work/.git/config', 'work/.git/modules/libs/deep/config', 'work/sub/.git'])
    writeFileSync(join(base, file), 'x');
  const binds = (await writableBinds(join(base, 'work'), [])).binds.join(' ');
  for (const place of ['.git/config', '.git/modules/libs/deep/config', '.git/modules/libs/deep/hooks', 'sub/.git'])
    expect(binds).toContain(`--ro-bind ${join(base, 'work', place)} ${join(base, 'work', place)}`);
  expect(binds).toContain(`--tmpfs ${join(base, 'work/.git/hooks')} --remount-ro`);
});
