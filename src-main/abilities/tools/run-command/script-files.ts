// Files of the workspace that a command runs, with their hashes: an approval binds to them.
import { extname, isAbsolute, join } from 'node:path';
import { isAppError } from '#main/contract/errors.ts';
import type { Script } from '#main/guard/permissions/port.ts';
import type { PlanContext } from '../port.ts';

const extensions = new Set(
  '.sh .bash .zsh .py .js .mjs .cjs .ts .mts .rb .pl .php .lua .ps1 .bat .cmd .r .jl .tcl .awk .sed'.split(' '),
);
const maxFiles = 20;

export type ScriptFile = { readonly path: string; readonly sha256: string };

/** Words that may name a program file, with the folder that they are looked up in. */
function candidates(script: Script, command: string, cwd: string): { word: string; cwd: string }[] {
  if (script.type === 'unknown')
    return command
      .split(/[\s'"`;|&<>()=$]+/)
      .filter((word) => extensions.has(extname(word).toLowerCase()) || /^\.{0,2}\//.test(word))
      .map((word) => ({ word, cwd }));
  return script.steps.flatMap((step) => {
    const [program = '', ...words] = step.argv;
    const isInterpreter = words.length > 0 && /^(.*\/)?(ba|da|z|k)?sh$|python|node|perl|ruby|php|lua/.test(program);
    const plain = words.find((word) => !word.startsWith('-'));
    const named = words.filter((word) => extensions.has(extname(word).toLowerCase()));
    const all = [program, ...(isInterpreter && plain !== undefined ? [plain] : []), ...named];
    return all.filter((word, index) => index > 0 || word.includes('/')).map((word) => ({ word, cwd: step.cwd }));
  });
}

export async function scriptFiles(o: {
  script: Script;
  command: string;
  cwd: string;
  ctx: Pick<PlanContext, 'workspace' | 'signal'>;
}): Promise<ScriptFile[]> {
  const { workspace, signal } = o.ctx;
  const found = new Map<string, string>();
  for (const { word, cwd } of candidates(o.script, o.command, o.cwd)) {
    if (found.size >= maxFiles) break;
    try {
      const path = await workspace.resolve(isAbsolute(word) ? word : join(cwd, word));
      if (found.has(path) || (await workspace.stat(path))?.kind !== 'file') continue;
      const { sha256 } = await workspace.read(path, { maxBytes: 0, signal });
      found.set(path, sha256);
    } catch (error) {
      if (!isAppError(error) || error.code === 'cancelled') throw error;
      // Not in the workspace, or not to be read: nothing that a tool could change in between.
    }
  }
  return [...found].map(([path, sha256]) => ({ path, sha256 })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
