// What starts on Windows: `npx` is a batch file there, and a batch file is a shell. So the program behind it is started
// instead, and what cannot be looked through is not started at all.
import { access, readFile } from 'node:fs/promises';
import { win32 } from 'node:path';
import { AppError } from '#main/contract/errors.ts';

export type WindowsFiles = {
  readonly exists: (path: string) => Promise<boolean>;
  readonly read: (path: string) => Promise<string>;
};

export type WindowsOptions = {
  readonly platform: string;
  /** Folders of programs. */
  readonly path: readonly string[];
  readonly files?: WindowsFiles;
};

type Argv = readonly [string, ...string[]];

const diskFiles: WindowsFiles = {
  exists: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
  read: (path) => readFile(path, 'utf8'),
};

const endings = ['.com', '.exe', '.cmd', '.bat'];
const isBatch = (path: string) => /\.(cmd|bat)$/i.test(path);

const refuse = (program: string) =>
  new AppError(
    'unsupported',
    `${program} is a batch file, which only a shell can run, so it is not started. Name the program itself, for example node.exe with the path of the script.`,
    { details: { reason: 'mcp_batch', facts: { program } }, retryable: false },
  );

/** The file that a name stands for, as Windows looks for it; the current folder is not looked in. */
async function findProgram(
  name: string,
  o: { path: readonly string[]; files: WindowsFiles },
): Promise<string | undefined> {
  const hasEnding = endings.some((ending) => name.toLowerCase().endsWith(ending));
  const names = hasEnding ? [name] : endings.map((ending) => name + ending);
  const folders = win32.isAbsolute(name) ? [''] : /[\\/]/.test(name) ? [] : o.path;
  for (const folder of folders)
    for (const one of names) {
      const path = folder === '' ? one : win32.join(folder, one);
      if (await o.files.exists(path)) return path;
    }
  return undefined;
}

/**
 * The script that a shim of npm starts: `"%_prog%" "%dp0%\node_modules\x\cli.js" %*`, or npm's own
 * `SET "NPX_CLI_JS=%~dp0\node_modules\npm\bin\npx-cli.js"`. Undefined for anything else.
 */
export function shimScript(text: string, folder: string): string | undefined {
  const npm = /"NP[MX]_CLI_JS=%~dp0\\(node_modules\\npm\\bin\\np[mx]-cli\.js)"/i.exec(text)?.[1];
  const shim = /"%_prog%"\s+"%(?:~)?dp0%?\\([^"%\r\n]+\.(?:c|m)?js)"\s+%\*/i.exec(text)?.[1];
  const script = npm ?? shim;
  return script === undefined ? undefined : win32.join(folder, script);
}

/** The same on every other system; on Windows without a shell in between. `unsupported` with reason `mcp_batch`. */
export async function windowsArgv(argv: Argv, o: WindowsOptions): Promise<Argv> {
  const [program, ...args] = argv;
  if (o.platform !== 'win32') return argv;
  const files = o.files ?? diskFiles;
  const found = await findProgram(program, { path: o.path, files });
  if (found === undefined) return argv; // its start says that there is no such program
  if (!isBatch(found)) return [found, ...args];
  const script = shimScript(await files.read(found).catch(() => ''), win32.dirname(found));
  if (script === undefined || !(await files.exists(script))) throw refuse(program);
  const beside = win32.join(win32.dirname(found), 'node.exe');
  const node = (await files.exists(beside)) ? beside : await findProgram('node.exe', { path: o.path, files });
  if (node === undefined) throw refuse(program);
  return [node, script, ...args];
}
