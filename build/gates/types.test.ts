// The tsconfig split: each side refuses the globals and modules of the other. One planted violation a side.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const project = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Type-checks one planted file with the compiler options of a side; what the compiler printed. */
async function compile(side: string, source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-types-'));
  try {
    writeFileSync(join(folder, 'planted.ts'), source);
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
    const extra = side === 'contract' ? [join(project, 'build/types/abort-signal.d.ts')] : [];
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(project, `tsconfig.${side}.json`),
        include: ['planted.ts', ...extra],
        exclude: [],
      }),
    );
    await run(process.execPath, [join(project, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    return '';
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('tsconfig split', () => {
  it.each([
    ['contract', 'export const folder = process.cwd();\n', /process/],
    ['contract', 'export const title = document.title;\n', /document/],
    ['core', 'export const title = document.title;\n', /document/],
    ['renderer', 'export const folder = process.cwd();\n', /process/],
    ['renderer', "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n", /node:fs/],
  ])('%s refuses %j', async (side, source, named) => {
    expect(await compile(side, source)).toMatch(named);
  });

  it.each([
    ['contract', 'export const stopped = (signal: AbortSignal) => signal.aborted;\n'],
    ['core', 'export const folder = process.cwd();\n'],
    ['renderer', 'export const title = document.title;\n'],
  ])('%s takes its own', async (side, source) => {
    expect(await compile(side, source)).toBe('');
  });
});
