// Native modules are told apart by their first bytes: the eight that better-sqlite3 brings, and made-up ones.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindOfBytes, kindOfNative, whyNotFor } from './native-modules.ts';

const prebuilds = join(import.meta.dirname, '../../node_modules/better-sqlite3/prebuilds');
const systems = { darwin: 'mac', linux: 'linux', linuxmusl: 'linux', win32: 'win' } as const;

describe('a native module', () => {
  it.each(readdirSync(prebuilds))('is known by its bytes: %s', (file) => {
    const [platform, arch] = file.replace('.node', '').split('-');
    const system = Object.entries(systems).find(([name]) => name === platform)?.[1];
    expect(kindOfNative(join(prebuilds, file))).toEqual({ system, archs: [arch] });
  });

  it('for two processors of a Mac is for both', () => {
    const fat = Buffer.alloc(128);
    fat.writeUInt32BE(0xcafebabe, 0);
    fat.writeUInt32BE(2, 4);
    fat.writeUInt32BE(0x01000007, 8);
    fat.writeUInt32BE(0x0100000c, 28);
    expect(kindOfBytes(fat)).toEqual({ system: 'mac', archs: ['x64', 'arm64'] });
  });

  it('is none when it is text, short, or a program cut off', () => {
    expect(kindOfBytes(Buffer.from('hello'))).toBeUndefined();
    expect(kindOfBytes(Buffer.alloc(64, 'x'))).toBeUndefined();
    const cut = Buffer.alloc(64);
    cut.write('MZ');
    cut.writeUInt32LE(60, 0x3c);
    expect(kindOfBytes(cut)).toBeUndefined();
  });

  it('of another system or processor is refused with what it is', () => {
    const path = join(prebuilds, 'darwin-arm64.node');
    expect(whyNotFor(path, 'mac', 'arm64')).toBeUndefined();
    expect(whyNotFor(path, 'mac', 'x64')).toMatch(/is for mac on arm64, not for mac on x64/);
    expect(whyNotFor(path, 'linux', 'arm64')).toMatch(/not for linux on arm64/);
    expect(whyNotFor(import.meta.filename, 'linux', 'x64')).toMatch(/no native module/);
  });
});
