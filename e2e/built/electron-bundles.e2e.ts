// The built desktop bundles boot under a stand-in for Electron, guard their window, and carry the wire over real handlers.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const fake = join(import.meta.dirname, '../../build/electron-fake');
type Call = readonly [what: string, ...details: unknown[]];

function play(scenario: string, environment: Record<string, string> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'limpet-desktop-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const dataFolder = join(home, 'data');
  const args = ['--import', join(fake, 'register.mjs'), join(fake, 'scenario.mjs'), scenario, '--data-dir', dataFolder];
  const done = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env.PATH, HOME: home, FAKE_ELECTRON_EXITS: '0', ...environment },
  });
  const line = /^RESULT (.*)$/m.exec(done.stdout)?.[1];
  if (line === undefined) throw new Error(`no result:\n${done.stdout}\n${done.stderr}`);
  const { result, calls } = JSON.parse(line) as { result: Record<string, unknown>; calls: Call[] };
  return { result, calls, dataFolder, stdout: done.stdout, names: calls.map(([what]) => what) };
}

describe('the desktop bundles', () => {
  it('boot with every protection in its place, and in the right order [T16]', () => {
    const { calls, names, dataFolder, stdout } = play('talk');
    const first = names.indexOf('whenReady');
    for (const before of ['enableSandbox', 'registerSchemesAsPrivileged', 'setPath', 'requestSingleInstanceLock'])
      expect(names.indexOf(before), before).toBeLessThan(first);
    const window = names.indexOf('BrowserWindow');
    for (const before of ['setPermissionRequestHandler', 'setPermissionCheckHandler', 'handle', 'setApplicationMenu'])
      expect(names.indexOf(before), before).toBeLessThan(window);
    expect(calls[window]?.[1]).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    });
    expect(calls).toContainEqual(['loadURL', 'app://limpet/']);
    expect(calls).toContainEqual(['expose', 'limpet', ['onClose', 'onMessage', 'send']]);
    expect(stdout).toContain('limpet:window');
    expect(statSync(dataFolder).mode & 0o077).toBe(0);
    expect(readdirSync(dataFolder)).toContain('desktop');
  });

  it('carry calls of the page to the real core and bytes over the app scheme', () => {
    const { result } = play('talk');
    expect(result).toMatchObject({
      welcome: { type: 'welcome', protocol: 1, version: '0.1.0' },
      created: { type: 'ok', output: { title: 'From the window' } },
      listed: { type: 'ok', output: { total: 1 } },
      capabilities: { output: { pickFolder: true, openExternal: true, reveal: true } },
      outside: 404,
      blob: { status: 200, text: 'bytes of a note' },
      exposed: ['limpet'],
    });
    const index = result.index as { status: number; headers: Record<string, string>; text: string };
    expect(index.status).toBe(200);
    expect(index.text.toLowerCase()).toContain('<!doctype html>');
    expect(index.headers['content-security-policy']).toContain("script-src 'self'");
    expect((result.blob as { disposition: string }).disposition).toMatch(/^attachment/);
  });

  it('hear nobody but their own page [T16]', () => {
    expect(play('strangers').result).toEqual({ foreign: 0, lookalike: 0, embedded: 0, gone: 0, own: 'welcome' });
  });

  it('keep the page where it is and give it no device [T14]', () => {
    const { result, calls } = play('guards');
    expect(result).toEqual({
      away: [true, true, true],
      home: false,
      opened: 'deny',
      script: 'deny',
      webviewPrevented: true,
      camera: false,
      copy: true,
      copyElsewhere: false,
      checkGeo: false,
      device: false,
      loadsRemote: true,
      loadsOwn: false,
    });
    expect(calls.filter(([what]) => what === 'openExternal')).toEqual([['openExternal', 'https://example.org/']]);
  });

  it('leave the window to the first copy and go', () => {
    const { names, stdout, calls } = play('second', { FAKE_ELECTRON_SECOND: '1' });
    expect(stdout).toContain('limpet:already-open');
    expect(names).not.toContain('BrowserWindow');
    expect(calls).toContainEqual(['exit', 0]);
  });

  it('reload a crashed page three times, and the core remembers everything [R26]', () => {
    const { result, names } = play('crash');
    expect(result).toMatchObject({ reloads: 3, after: { output: { sessions: [{ title: 'Before the crash' }] } } });
    expect(names).toContain('showErrorBox');
  });

  it('drain the core before they exit', () => {
    const { names } = play('talk');
    expect(names.indexOf('quit')).toBeGreaterThan(0);
    expect(names.indexOf('exit')).toBeGreaterThan(names.indexOf('quit'));
  });
});
