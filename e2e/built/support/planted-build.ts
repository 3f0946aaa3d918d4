// The gateway built with the journal written after the effect: what the crash test must turn red on.
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { emitGrammars } from '../../../build/assets/emit-grammars.ts';

const project = join(import.meta.dirname, '../../..');
const journal = /\n *if \(!planned\.readOnly\) \{[^}]*\n[^}]*await d\.store\.turns\.beginCall\(\{[^;]*;\n *\}/;
const effect = /\n *const \{ call: ran, label \} = await outcomeOf\(o, started, d\);/;

/** Moves the first journal entry behind the effect; throws when the source no longer looks as expected. */
export function journalAfterEffect(source: string): string {
  const entry = journal.exec(source)?.[0];
  const run = effect.exec(source)?.[0];
  if (entry === undefined || run === undefined) throw new Error('run-call.ts has changed: plant the violation anew');
  return source.replace(entry, '').replace(run, `${run}${entry}`);
}

/** Resolves to the entry of the planted gateway; it lies in the project's cache so that its packages are found. */
export async function buildPlanted(): Promise<string> {
  const { mkdirSync } = await import('node:fs');
  mkdirSync(join(project, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(project, '.cache/planted-'));
  let planted = 0;
  await build({
    root: project,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3', 'keytar'] },
    plugins: [
      emitGrammars(project),
      {
        name: 'journal-after-effect',
        enforce: 'pre',
        transform(code, id) {
          if (!id.endsWith('agent/loop/calls/run-call.ts')) return undefined;
          planted += 1;
          return { code: journalAfterEffect(code), map: null };
        },
      },
    ],
    build: {
      ssr: true,
      outDir: join(folder, 'out/main'),
      minify: false,
      rollupOptions: {
        input: {
          gateway: join(project, 'src-main/hosts/gateway/main.ts'),
          'reader-worker': join(project, 'src-main/platform/store/sqlite/search/reader-worker.ts'),
        },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  if (planted !== 1) throw new Error('the violation was not planted');
  cpSync(join(project, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'out/main/gateway.js');
}
