// Puts the grammar of shell scripts, and what reads it, beside the programs that the build makes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export const grammarFiles = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'] as const;

export function emitGrammars(project: string): Plugin {
  return {
    name: 'limpet-grammars',
    apply: 'build',
    generateBundle() {
      for (const file of grammarFiles) {
        const fileName = file.slice(file.indexOf('/') + 1);
        const path = join(project, 'node_modules', file);
        // The original name tells the list of licences whose it is.
        this.emitFile({ type: 'asset', fileName, originalFileName: path, source: readFileSync(path) });
      }
    },
  };
}
