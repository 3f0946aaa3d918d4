// Texts: every language is whole, and nothing that a person reads stands outside the catalogue.
// `node build/gates/texts.mjs --missing` lists what a language still lacks, with the English beside it.
import { join } from 'node:path';
import { checkCatalogues } from './texts/check-catalogues.mjs';
import { readCatalogues } from './texts/read-catalogues.mjs';
import { scanProject } from './texts/scan-source.mjs';

export function checkTexts(project) {
  const catalogues = readCatalogues(project);
  const own = checkCatalogues(catalogues).map((one) => `${one.rule}: ${one.language} ${one.key}: ${one.message}`);
  const { findings, files } = scanProject(project, catalogues.en);
  return [...own, ...findings.map((one) => `${one.rule}: ${one.file}:${one.line} ${one.message}`), ...files.problems];
}

if (process.argv[1] === import.meta.filename) {
  const project = join(import.meta.dirname, '../..');
  const isList = process.argv.includes('--missing');
  const found = isList
    ? checkCatalogues(readCatalogues(project))
        .filter(({ rule }) => rule === 'missing')
        .map(({ language, key, message }) => `${language}\t${key}\t${message}`)
    : checkTexts(project);
  for (const line of found) console.log(line);
  process.exitCode = found.length === 0 ? 0 : 1;
}
