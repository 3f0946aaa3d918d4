// Puts what recognises text in pictures beside the bundles: WebAssembly and the data for English, 6 MB together.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const files = {
  'ocr/tesseract-core.wasm': 'node_modules/tesseract.js-core/tesseract-core-simd-lstm.wasm',
  'ocr/eng.traineddata.gz': 'node_modules/@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz',
} as const;

/** The names of their sources go along, so that their packages are on the list of licences. */
export function recognition(project: string): Plugin {
  return {
    name: 'limpet-recognition',
    buildStart() {
      for (const [fileName, from] of Object.entries(files)) {
        const path = join(project, from);
        this.emitFile({ type: 'asset', fileName, originalFileName: path, source: readFileSync(path) });
      }
    },
  };
}
