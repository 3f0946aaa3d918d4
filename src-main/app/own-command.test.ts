// What a line such as "for another link run" says in a checkout, installed for all folders, as a dependency, elsewhere.
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from './config.ts';
import { ownCommand } from './own-command.ts';

function place() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'limpet-own-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const install = (project: string) => {
    const launcher = join(project, 'build/launch/limpet.mjs');
    mkdirSync(dirname(launcher), { recursive: true });
    writeFileSync(launcher, '#!/usr/bin/env node\n');
    chmodSync(launcher, 0o755);
    return { project, launcher };
  };
  const link = (folder: string, target: string) => {
    mkdirSync(folder, { recursive: true });
    symlinkSync(target, join(folder, 'limpet'));
    return folder;
  };
  const say = (o: { project: string; cwd: string; path?: string; dataFolder?: string; words?: string }) => {
    const environment = { PATH: [o.path, '/usr/bin'].filter((one) => one !== undefined).join(':') };
    const loaded = loadConfig({ flags: { 'data-dir': o.dataFolder }, environment, home: root, platform: 'linux' });
    return ownCommand(o.words ?? 'link', { project: o.project, cwd: o.cwd, loaded, platform: 'linux' });
  };
  return { root, install, link, say };
}

describe.skipIf(process.platform === 'win32')('the command that reaches this Limpet', () => {
  it('is npx in a checkout, also in a folder below it and under npm’s own path', () => {
    const { root, install, link, say } = place();
    const { project, launcher } = install(join(root, 'checkout'));
    expect(say({ project, cwd: project })).toBe('npx limpet link');
    expect(say({ project, cwd: join(project, 'build') })).toBe('npx limpet link');
    const bin = link(join(project, 'node_modules/.bin'), launcher);
    expect(say({ project, cwd: project, path: bin })).toBe('npx limpet link');
  });

  it('is the bare word where the person’s path leads here', () => {
    const { root, install, link, say } = place();
    const { project, launcher } = install(join(root, 'lib/node_modules/limpet'));
    const bin = link(join(root, 'bin'), launcher);
    expect(say({ project, cwd: root, path: bin })).toBe('limpet link');
    const other = install(join(root, 'other'));
    expect(say({ project: other.project, cwd: other.project, path: bin })).toBe('npx limpet link');
  });

  it('is npx beside the package that depends on it, and the file by name anywhere else', () => {
    const { root, install, say } = place();
    const { project, launcher } = install(join(root, 'my app/node_modules/limpet'));
    expect(say({ project, cwd: join(root, 'my app') })).toBe('npx limpet link');
    expect(say({ project, cwd: root })).toBe(`node '${launcher}' link`);
  });

  it('names a data folder that is not the usual one, quoted for a shell', () => {
    const { root, install, say } = place();
    const { project } = install(join(root, 'checkout'));
    const cwd = project;
    expect(say({ project, cwd, dataFolder: '/tmp/data' })).toBe('npx limpet link --data-dir /tmp/data');
    expect(say({ project, cwd, dataFolder: "/tmp/a b's" })).toBe(`npx limpet link --data-dir '/tmp/a b'\\''s'`);
    expect(say({ project, cwd, dataFolder: join(root, '.local/share/limpet') })).toBe('npx limpet link');
  });
});
