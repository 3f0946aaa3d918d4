// The grammar of shell scripts, brought in when the first command is looked at.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Parser } from 'web-tree-sitter';

/** The build puts both next to the hosts; this file comes to lie beside them or in a folder of chunks below. */
function readGrammarFile(name: 'web-tree-sitter.wasm' | 'tree-sitter-bash.wasm'): Promise<Uint8Array> {
  const here = import.meta.url;
  if (here.endsWith('.ts')) {
    const folder = name === 'web-tree-sitter.wasm' ? 'web-tree-sitter' : 'tree-sitter-bash';
    return readFile(createRequire(here).resolve(`${folder}/${name}`));
  }
  const isChunk = /\/chunks\/[^/]+$/.test(here);
  const beside = {
    'web-tree-sitter.wasm': isChunk ? '../web-tree-sitter.wasm' : './web-tree-sitter.wasm',
    'tree-sitter-bash.wasm': isChunk ? '../tree-sitter-bash.wasm' : './tree-sitter-bash.wasm',
  };
  return readFile(new URL(beside[name], here));
}

async function load(): Promise<Parser> {
  const { Parser, Language } = await import('web-tree-sitter');
  await Parser.init({ wasmBinary: await readGrammarFile('web-tree-sitter.wasm') });
  const language = await Language.load(await readGrammarFile('tree-sitter-bash.wasm'));
  return new Parser().setLanguage(language);
}

/** One parser for the life of the process; a load that failed is tried again. */
export function createGrammar(): () => Promise<Parser> {
  let parser: Promise<Parser> | undefined;
  return () => {
    parser ??= load().catch((error: unknown) => {
      parser = undefined;
      throw error;
    });
    return parser;
  };
}
