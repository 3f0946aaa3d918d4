// Fuses are thrown and read back on files that carry Electron's sentinel; a fuse nobody knows ends the build.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fuseBytes } from '../../e2e/built/support/stand-in-electron.ts';
import { findFuseFaults, fuseTable, setFuses } from './fuses.ts';

function program(wire: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-fuses-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'electron');
  writeFileSync(path, Buffer.concat([Buffer.from('before'), fuseBytes(wire), Buffer.from('after')]));
  return path;
}
const wireOf = (path: string) =>
  readFileSync(path)
    .subarray(6 + 34)
    .toString('latin1')
    .replace(/after$/, '');

describe('the fuses', () => {
  it('are what was decided, and every one that the library knows [T38]', () => {
    expect(fuseTable).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    });
    const known = Object.values(FuseV1Options).filter((name) => typeof name === 'string');
    expect(Object.keys(fuseTable).toSorted()).toEqual(known.toSorted());
  });

  it('are thrown, and nothing else in the file is touched [T38]', async () => {
    const path = program('101100011');
    expect(await findFuseFaults(path)).toContain('RunAsNode is not off');
    await setFuses({ program: path, signAnew: false });
    expect(wireOf(path)).toBe('010011001');
    expect(readFileSync(path).toString('latin1')).toMatch(/^before.*after$/s);
    expect(await findFuseFaults(path)).toEqual([]);
  });

  it('of an Electron with fewer of them are thrown as well', async () => {
    const path = program('10110001');
    await setFuses({ program: path, signAnew: false });
    expect(wireOf(path)).toBe('01001100');
  });

  it('that Electron no longer has end the build: somebody must find out what holds without them [T38]', async () => {
    const path = program('1011r0011');
    await expect(setFuses({ program: path, signAnew: false })).rejects.toThrow(/EnableEmbeddedAsarIntegrityValidation/);
    expect(wireOf(path)).toBe('1011r0011');
    expect((await findFuseFaults(program('0100r1001'))).join()).toMatch(/^EnableEmbedded\w+ is gone/);
  });

  it('that nobody knows end the build, before anything was changed [T38]', async () => {
    const path = program('1011000111');
    await expect(setFuses({ program: path, signAnew: false })).rejects.toThrow(/in no table: 9/);
    expect(wireOf(path)).toBe('1011000111');
    expect(await findFuseFaults(path)).toContain('fuse 9 is in no table');
  });

  it('are missed where there are none', async () => {
    const path = program('101100011');
    writeFileSync(path, 'no sentinel in here');
    await expect(findFuseFaults(path)).rejects.toThrow(/sentinel/);
  });
});
