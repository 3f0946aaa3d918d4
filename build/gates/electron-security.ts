// The Electron security checklist as a static check of our own sources; `node build/gates/electron-security.ts` runs it.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { placeRules } from './electron-security/place-rules.ts';
import { projectRules } from './electron-security/project-rules.ts';
import { everyNode, type Finding, lineOf, parseSource, type SourceText } from './electron-security/syntax.ts';

const roots = ['src-main', 'src-preload', 'src-renderer'];
const insecureInHtml = /\b(?:src|href|action)\s*=\s*["']?(http|ws):\/\/(?!localhost|127\.0\.0\.1)/i;
/** The three newest majors get security fixes. */
const newestElectron = 45;

/** Kinds of nodes that some rule looks at; all others, most of a file, are passed over. */
const lookedAt: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.PropertyAccessExpression,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.JsxAttribute,
  ts.SyntaxKind.JsxOpeningElement,
  ts.SyntaxKind.JsxSelfClosingElement,
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.ImportSpecifier,
]);

function checkPlaces(file: SourceText): Finding[] {
  const source = parseSource(file);
  const findings: Finding[] = [];
  everyNode(source, (node) => {
    if (!lookedAt.has(node.kind)) return;
    for (const rule of placeRules) {
      const message = rule.find({ node, source, path: file.path });
      if (message !== undefined) findings.push({ rule: rule.id, file: file.path, line: lineOf(source, node), message });
    }
  });
  return findings;
}

function checkHtml(file: SourceText): Finding[] {
  return file.text.split('\n').flatMap((text, index): Finding[] => {
    const at = { file: file.path, line: index + 1 };
    const found: Finding[] = [];
    if (insecureInHtml.test(text)) found.push({ ...at, rule: 'E01-insecure-address', message: 'not encrypted' });
    if (/<webview\b/i.test(text))
      found.push({ ...at, rule: 'E12-webview', message: 'a webview embeds what we do not control' });
    if (/\ballowpopups\b/i.test(text)) found.push({ ...at, rule: 'E11-allowpopups', message: 'no page opens windows' });
    if (/<script(?![^>]*\bsrc=)[^>]*>/i.test(text) || /\son[a-z]+\s*=/i.test(text))
      found.push({ ...at, rule: 'E07-inline-script', message: 'the policy refuses inline scripts' });
    return found;
  });
}

function checkVersion(file: SourceText): Finding[] {
  const wanted = /"electron":\s*"([^"]+)"/.exec(file.text)?.[1];
  const major = Number(/^(\d+)\.\d+\.\d+$/.exec(wanted ?? '')?.[1] ?? 0);
  if (wanted === undefined || major >= newestElectron - 2) return [];
  const message = `electron ${wanted}: pin one of the three newest majors, ${newestElectron} or close below`;
  return [{ rule: 'E16-electron-version', file: file.path, line: 1, message }];
}

/** Files are TypeScript, HTML and package.json, with paths from the project's root; tests are not looked at. */
export function checkElectronSecurity(files: readonly SourceText[]): Finding[] {
  const places = files.flatMap((file) => {
    if (/\.tsx?$/.test(file.path)) return checkPlaces(file);
    if (file.path.endsWith('.html')) return checkHtml(file);
    return file.path === 'package.json' ? checkVersion(file) : [];
  });
  const missing = projectRules
    .filter((rule) => !rule.holds(files))
    .map(({ id, message }): Finding => ({ rule: id, file: 'src-main/hosts/electron', line: 1, message }));
  return [...places, ...missing];
}

function readSources(root: string): SourceText[] {
  const present = roots.filter((folder) => readdirSync(root).includes(folder));
  const paths = present.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.(tsx?|html)$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((path) => !/\.test\.tsx?$|\.d\.ts$|\/testing\//.test(path)),
  );
  return [...paths, 'package.json'].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Throws when it sees too little to mean anything: a gate must not be green because it is blind. */
export function checkElectronSecurityOfProject(root: string): Finding[] {
  const files = readSources(root);
  for (const folder of ['src-main/hosts/electron/', 'src-preload/', 'src-renderer/'])
    if (!files.some((file) => file.path.startsWith(folder))) throw new Error(`nothing was read from ${folder}`);
  return checkElectronSecurity(files);
}

if (process.argv[1] === import.meta.filename) {
  const findings = checkElectronSecurityOfProject(join(import.meta.dirname, '../..'));
  for (const one of findings) console.error(`${one.rule}: ${one.file}:${one.line} ${one.message}`);
  console.log(`${findings.length} findings of ${placeRules.length + projectRules.length + 2} rules`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
