// What a script's plan declares: its commands word by word, what they delete, and whether they reach out.
import type { Effect, Shown } from '#main/contract/messages.ts';
import type { Script } from '../port.ts';

/** Both absolute and plain: without `..`. */
const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);

export type Deleted = { readonly count: number; readonly sample: readonly string[] };

export function commandEffects(
  command: string,
  o: {
    script: Script;
    network: boolean;
    workspace: string;
    /** How much lies at a place that is deleted; undefined where that is not known. */
    deleted: (path: string) => Deleted | undefined;
  },
): Effect[] {
  const { script } = o;
  const execute: Effect =
    script.type === 'known'
      ? { type: 'execute', target: command, command: script.steps.map(({ argv }) => [...argv]) }
      : { type: 'execute', target: command, unknown: script.found };
  const deletes = script.type === 'known' ? script.deletes : [];
  return [
    execute,
    ...deletes.map(({ path, argv }): Effect => {
      const insideWorkspace = isWithin(path, o.workspace);
      const target = insideWorkspace ? path.slice(o.workspace.length).replace(/^[\\/]/, '') || '.' : path;
      const found = o.deleted(path);
      const much = found === undefined ? {} : { count: found.count, sample: [...found.sample] };
      return { type: 'write', target, insideWorkspace, delete: true, ...much, command: [[...argv]] };
    }),
    ...(o.network ? [{ type: 'network', target: '*' } as const] : []),
  ];
}

const signs = { first: [], after: [';'], and: ['&&'], or: ['||'], pipe: ['|'] } as const;

/** A word that reads like a sign between commands is none. */
const readable = (word: string) => (/^(;|&&|\|\|?)$/.test(word) ? `'${word}'` : word);

/** A known script shows the words that will be started, an unknown one the shell that will read it. */
export function commandShown(o: {
  script: Script;
  shell: readonly string[];
  command: string;
  cwd: string;
  sandbox: string;
  network: boolean;
  timeoutMs: number;
  scripts: readonly { readonly path: string; readonly sha256: string }[];
}): Extract<Shown, { type: 'argv' }> {
  const { script, cwd, sandbox, network, timeoutMs } = o;
  const scripts = o.scripts.length === 0 ? {} : { scripts: [...o.scripts] };
  const rest = { type: 'argv' as const, cwd, sandbox, network, timeoutMs, ...scripts };
  if (script.type === 'unknown') return { ...rest, argv: [...o.shell, o.command] };
  const isOne = script.steps.length === 1;
  const argv = script.steps.flatMap((step) => [...signs[step.when], ...(isOne ? step.argv : step.argv.map(readable))]);
  return { ...rest, argv, commands: script.steps.map((step) => ({ ...step, argv: [...step.argv] })) };
}
