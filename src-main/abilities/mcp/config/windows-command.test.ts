// On Windows `npx` is a batch file, and a batch file is a shell: what it would start is started, or nothing is.
import { describe, expect, it } from 'vitest';
import { shimScript, windowsArgv } from './windows-command.ts';

const npx = `@ECHO OFF\r\nSETLOCAL\r\nSET "NODE_EXE=%~dp0\\node.exe"\r\nSET "NPX_CLI_JS=%~dp0\\node_modules\\npm\\bin\\npx-cli.js"\r\n"%NODE_EXE%" "%NPX_CLI_JS%" %*\r\n`;
const shim = `@ECHO off\r\nGOTO start\r\n:start\r\nendLocal & goto #_undefined_# 2>NUL || title %COMSPEC% & "%_prog%"  "%dp0%\\node_modules\\tides\\cli.js" %*\r\n`;

const disk = (files: Readonly<Record<string, string>>) => ({
  exists: async (path: string) => Object.hasOwn(files, path),
  read: async (path: string) => files[path] ?? '',
});
const node = 'C:\\Program Files\\nodejs';
const files = {
  [`${node}\\node.exe`]: '',
  [`${node}\\npx.cmd`]: npx,
  [`${node}\\node_modules\\npm\\bin\\npx-cli.js`]: '',
  'C:\\npm\\tides.cmd': shim,
  'C:\\npm\\node_modules\\tides\\cli.js': '',
  'C:\\npm\\evil.cmd': '@echo off\r\ncalc.exe & del /q %*\r\n',
  'C:\\npm\\gone.bat': shim.replace('tides', 'nowhere'),
  'C:\\bin\\uvx.exe': '',
};
const on = (platform: string, argv: readonly [string, ...string[]]) =>
  windowsArgv(argv, { platform, path: [node, 'C:\\npm', 'C:\\bin'], files: disk(files) });
/** What a shell would take as more than a word. */
const nasty = ['a b', '& calc.exe', '%PATH%', '"^|"', '$(calc)'];

describe('a command of a server on Windows [T32]', () => {
  it('goes past the batch file of npx to the script behind it, each argument as it is', async () => {
    expect(await on('win32', ['npx', '-y', 'tides', ...nasty])).toEqual([
      ...[`${node}\\node.exe`, `${node}\\node_modules\\npm\\bin\\npx-cli.js`],
      ...['-y', 'tides', ...nasty],
    ]);
  });

  it('goes past the shim of an installed package, with the node that is on the PATH', async () => {
    expect(await on('win32', ['tides.cmd', ...nasty])).toEqual([
      ...[`${node}\\node.exe`, 'C:\\npm\\node_modules\\tides\\cli.js', ...nasty],
    ]);
  });

  it.each(['evil', 'evil.cmd', 'C:\\npm\\evil.cmd', 'gone.bat'])(
    'is refused when %s is a batch file that nobody can look through',
    async (program) => {
      await expect(on('win32', [program, '& calc.exe'])).rejects.toMatchObject({ details: { reason: 'mcp_batch' } });
    },
  );

  it('finds a program by the person’s PATH, and looks in no current folder', async () => {
    expect(await on('win32', ['uvx', 'x'])).toEqual(['C:\\bin\\uvx.exe', 'x']);
    expect(await on('win32', ['.\\evil.cmd', 'x'])).toEqual(['.\\evil.cmd', 'x']);
  });

  it('stays as it is everywhere else', async () => {
    expect(await on('linux', ['npx', ...nasty])).toEqual(['npx', ...nasty]);
  });

  it('is not taken from a line that only looks like a shim', () => {
    expect(shimScript('"%_prog%" "%dp0%\\a.js" & calc %*', 'C:\\npm')).toBeUndefined();
    expect(shimScript('rem nothing', 'C:\\npm')).toBeUndefined();
  });
});
