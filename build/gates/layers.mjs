// The layer gate: every own module is read, and an import against the rules is an error.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { layerRules } from './layer-rules.mjs';

const roots = ['src-main', 'src-preload', 'src-renderer'];

function sources(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** @returns {Promise<{ files: number, unread: string[], violations: { rule: string, from: string, to: string }[] }>} */
export async function checkLayers(root = process.cwd()) {
  const present = roots.filter((folder) => readdirSync(root).includes(folder));
  const files = present.flatMap((folder) => sources(root, folder));
  const tsConfig = extractTSConfig(join(import.meta.dirname, '../../tsconfig.tools.json'));
  const result = await cruise(
    present,
    {
      baseDir: root,
      ruleSet: { forbidden: layerRules },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '\\.css$' },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['import', 'node', 'default', 'types'],
        mainFields: ['module', 'main', 'types'],
      },
    },
    {},
    { tsConfig },
  );
  const read = new Set(result.output.modules.map((module) => module.source));
  const violations = result.output.summary.violations.map((v) => ({ rule: v.rule.name, from: v.from, to: v.to }));
  return { files: files.length, unread: files.filter((file) => !read.has(file)), violations };
}
