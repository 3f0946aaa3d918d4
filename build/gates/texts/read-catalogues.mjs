// The catalogue of every language as it stands in the source, read without running it: works on any Node.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const folder = 'src-main/platform/texts';

/** The string entries of the first object in a file. */
export function readEntries(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const entries = new Map();
  const visit = (node) => {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteralLike(node.initializer) && 'text' in node.name)
      entries.set(node.name.text, node.initializer.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return entries;
}

/** `{ en: Map('chat.send' → 'Send'), … }` of a project; every folder beside the code is a language. */
export function readCatalogues(project) {
  const root = join(project, folder);
  const languages = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return Object.fromEntries(
    languages.map(({ name }) => {
      const texts = new Map();
      for (const file of readdirSync(join(root, name)).toSorted()) {
        if (file === 'catalogue.ts') continue;
        const domain = file.replace(/\.ts$/, '');
        for (const [key, text] of readEntries(file, readFileSync(join(root, name, file), 'utf8')))
          texts.set(`${domain}.${key}`, text);
      }
      return [name, texts];
    }),
  );
}

export const hasCatalogues = (project) => existsSync(join(project, folder, 'en'));
