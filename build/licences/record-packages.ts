// Notes while building which packages end up in the bundles, refuses those whose licence does not allow it, and writes
// the list that the page shows. The bundler alone knows: most packages are compiled in, and many installed ones are not.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { licencesFile } from './licences-file.ts';
import { allowedInPackage, findRefused } from './policy.ts';
import { collectShipped, foldersOf } from './shipped.ts';

export type Side = 'main' | 'preload' | 'renderer';
const sides: readonly Side[] = ['main', 'preload', 'renderer'];

/** Where the folders of a side's packages are noted, relative to the project. */
export function recordPath(side: Side): string {
  return join('out/packages', `${side}.json`);
}

/** Folders of the packages in all bundles, absolute. Throws where a side was not built. */
export function readRecord(project: string): string[] {
  const noted = sides.flatMap((side): string[] => JSON.parse(readFileSync(join(project, recordPath(side)), 'utf8')));
  return [...new Set(noted)].toSorted().map((folder) => join(project, folder));
}

/** Modules that the bundler itself adds, named after it. */
function fileOfBundler(project: string, id: string): string | undefined {
  const tool = /^\0?(vite|rolldown)\//.exec(id)?.[1];
  return tool === undefined ? undefined : join(project, 'node_modules', tool, 'package.json');
}

/** A style sheet's `@import 'package'` is resolved by the style compiler, which leaves no trace in the module graph. */
function filesOfStyles(project: string, ids: Iterable<string>): string[] {
  const sheets = [...ids].map((id) => id.split('?')[0] ?? '').filter((id) => id.endsWith('.css'));
  return sheets
    .filter((sheet) => !sheet.includes('/node_modules/'))
    .flatMap((sheet) =>
      [...readFileSync(sheet, 'utf8').matchAll(/@(?:import|plugin)\s+['"]([^'".][^'"]*)['"]/g)].map((match) => {
        const [, name] = /^((?:@[^/]+\/)?[^/]+)/.exec(match[1] ?? '') ?? [];
        return createRequire(join(project, 'package.json')).resolve(`${name}/package.json`);
      }),
    );
}

/** Every module that was read: what is left of a small one may stand inside another, where no list names it. */
function filesOfModules(project: string, ids: Iterable<string>): string[] {
  return [...ids].flatMap((id) => {
    const ofBundler = fileOfBundler(project, id);
    if (ofBundler !== undefined) return [ofBundler];
    // Virtual modules of ours or of nobody have no file.
    return isAbsolute(id) ? [id.split('?')[0] ?? id] : [];
  });
}

function filesOfAssets(root: string, bundle: Rolldown.OutputBundle): string[] {
  const assets = Object.values(bundle).filter((output) => output.type === 'asset');
  return assets.flatMap(({ originalFileNames }) => originalFileNames.map((name) => resolve(root, name)));
}

/** `others`: modules of bundles that were made beside this one. One for each side, in the order main, preload, renderer: the last one has the whole list. */
export function recordPackages(project: string, side: Side, others: () => Iterable<string> = () => []): Plugin {
  let root = project;
  return {
    name: 'limpet-packages',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle(_options, bundle) {
      const ids = [...this.getModuleIds(), ...others()];
      const files = [...filesOfModules(project, ids), ...filesOfAssets(root, bundle), ...filesOfStyles(project, ids)];
      const folders = foldersOf(files);
      const refused = findRefused(collectShipped(project, folders), allowedInPackage);
      if (refused.length > 0) throw new Error(`Not allowed in the package:\n${refused.join('\n')}`);
      const path = join(project, recordPath(side));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(
        path,
        JSON.stringify(
          folders.map((folder) => relative(project, folder)),
          null,
          1,
        ),
      );
      if (side !== 'renderer') return;
      const source = JSON.stringify(licencesFile(collectShipped(project, readRecord(project))));
      this.emitFile({ type: 'asset', fileName: 'licences.json', source });
    },
  };
}
