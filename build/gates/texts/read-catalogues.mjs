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

/** The objects of a file by name, each with its own strings and the names of the objects that it takes in. */
function readObjects(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const objects = new Map();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const object = initializer !== undefined && ts.isAsExpression(initializer) ? initializer.expression : initializer;
      if (object === undefined || !ts.isObjectLiteralExpression(object)) continue;
      const taken = object.properties.filter(ts.isSpreadAssignment).map(({ expression }) => expression.getText());
      objects.set(name.getText(), { entries: readEntries(path, `const one = ${object.getText()}`), taken });
    }
  }
  return objects;
}

/** `{ en: Map('chat.send' → 'Send'), … }` of a project; every folder beside the code is a language. */
export function readCatalogues(project) {
  const root = join(project, folder);
  const languages = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return Object.fromEntries(
    languages.map(({ name }) => {
      const texts = new Map();
      const files = readdirSync(join(root, name))
        .filter((file) => file !== 'catalogue.ts')
        .toSorted()
        .map((file) => ({
          domain: file.replace(/\.ts$/, ''),
          objects: readObjects(file, readFileSync(join(root, name, file), 'utf8')),
        }));
      const parts = new Map(files.flatMap(({ objects }) => [...objects]));
      const isTaken = new Set([...parts.values()].flatMap(({ taken }) => taken));
      // What another object takes in stands in the domain of that one, wherever it is written.
      const add = (domain, { entries, taken }) => {
        for (const part of taken) if (parts.has(part)) add(domain, parts.get(part));
        for (const [key, text] of entries) texts.set(`${domain}.${key}`, text);
      };
      for (const { domain, objects } of files)
        for (const [object, read] of objects) if (!isTaken.has(object)) add(domain, read);
      return [name, texts];
    }),
  );
}

export const hasCatalogues = (project) => existsSync(join(project, folder, 'en'));
