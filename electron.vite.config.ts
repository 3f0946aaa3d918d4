// One build for every host: Electron's main and preload, the gateway and the command line, and the renderer.
import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { emitGrammars } from './build/assets/emit-grammars.ts';
import { frames } from './build/frames/frames.ts';
import { recordPackages } from './build/licences/record-packages.ts';
import { recognition } from './build/packaging/recognition.ts';

const framesOf = frames(import.meta.dirname);

const at = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    plugins: [
      emitGrammars(import.meta.dirname),
      recognition(import.meta.dirname),
      recordPackages(import.meta.dirname, 'main'),
    ],
    build: {
      minify: false,
      rollupOptions: {
        input: {
          electron: at('src-main/hosts/electron/main.ts'),
          gateway: at('src-main/hosts/gateway/main.ts'),
          cli: at('src-main/hosts/cli/main.ts'),
          // Threads and processes of their own, started by these names.
          'document-worker': at('src-main/abilities/documents/document-worker.ts'),
          'reader-worker': at('src-main/platform/store/sqlite/search/reader-worker.ts'),
          'linux-bus': at('src-main/abilities/hardware/links/linux/bus-process.ts'),
          'virtual-board': at('src-main/abilities/hardware/links/virtual/uno/board-process.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        // The reader of commands can load code that grammars bring as text; ours bring none.
        onwarn(warning, warn) {
          if (warning.code !== 'EVAL' || warning.id?.includes('web-tree-sitter') !== true) warn(warning);
        },
      },
    },
  },
  preload: {
    plugins: [recordPackages(import.meta.dirname, 'preload')],
    // A sandboxed preload must be CommonJS.
    build: {
      rollupOptions: {
        input: { index: at('src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [react(), tailwindcss(), framesOf, recordPackages(import.meta.dirname, 'renderer', framesOf.moduleIds)],
    resolve: {
      // Its variant for browsers decodes `&copy;` through innerHTML, which the page's Trusted Types refuse.
      alias: { 'decode-named-character-reference': at('node_modules/decode-named-character-reference/index.js') },
    },
    // No file becomes a data: address: the page's policy takes fonts from its own origin only.
    build: {
      minify: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1_200,
      rollupOptions: { input: { index: at('src-renderer/index.html') } },
    },
  },
});
