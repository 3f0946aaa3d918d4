// Finds words in the source that a person would read although they stand in no catalogue, and keys that no catalogue has.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { pluralsOf } from './check-catalogues.mjs';

/** Attributes and properties that are drawn or read aloud. */
const spoken = new Set([
  ...['alt', 'aria-description', 'aria-label', 'aria-placeholder', 'aria-roledescription', 'aria-valuetext'],
  ...['body', 'buttons', 'description', 'detail', 'hint', 'label', 'message', 'placeholder', 'summary', 'text'],
  ...['title', 'toolTip', 'tooltip'],
]);
/** What writes to a terminal or shows something of the system's. */
const sayers = new Set(['ask', 'err', 'out', 'prompt', 'setTitle', 'setToolTip', 'showErrorBox', 'write']);
/** Not words: names, and lines that a program reads. */
const notWords = [
  /^Limpet:?$/,
  /^(Alt|AltGr|Cmd|Command|Control|Ctrl|Enter|Option|Shift|Space|Super)$/,
  /^limpet:/,
  /^(data)?:/,
  /^[a-z]+:\/\//,
  /^Ctrl/,
  /^[\d\s]*(ms|min|h|s|KB|MB|GB|B|k|M)[\s\d]*$/,
];

const isTest = (path) => /\.test\.tsx?$/.test(path) || path.includes(`${sep}testing${sep}`);
const hasWords = (text) => /\p{L}{2,}/u.test(text) && !notWords.some((one) => one.test(text.trim()));

/** The literals that an expression can come out as; what a call returns is that function's business. */
function literalsOf(node) {
  if (ts.isStringLiteralLike(node)) return [node];
  if (ts.isTemplateExpression(node)) return [node.head, ...node.templateSpans.map((span) => span.literal)];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return literalsOf(node.expression);
  if (ts.isJsxExpression(node)) return node.expression === undefined ? [] : literalsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(literalsOf);
  if (ts.isBinaryExpression(node)) {
    const isSum = node.operatorToken.kind === ts.SyntaxKind.PlusToken;
    const isComparison = ![ts.SyntaxKind.PlusToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.AmpersandAmpersandToken]
      .concat(ts.SyntaxKind.QuestionQuestionToken)
      .includes(node.operatorToken.kind);
    return isComparison ? [] : [...(isSum ? literalsOf(node.left) : []), ...literalsOf(node.right)];
  }
  return [];
}

const nameOf = (node) => (node !== undefined && 'text' in node ? node.text : undefined);
/** A wire is written to as well: only what goes to the terminal is words. */
const isTerminal = (node) =>
  !/\.write$/.test(node.expression.getText()) || /std(out|err)\.write$/.test(node.expression.getText());
const calleeOf = (node) =>
  ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : nameOf(node.expression);

/** What is typed as it stands, in every language. */
const isTyped = (node) =>
  ts.isJsxElement(node) && ['code', 'kbd', 'pre'].includes(node.openingElement.tagName.getText());

/** Where words could stand, with the rule that forbids them there. */
function placesOf(node) {
  if (ts.isJsxText(node) && !isTyped(node.parent)) return [{ rule: 'jsx-text', literals: [node] }];
  if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer !== undefined)
    return [{ rule: 'attribute', literals: literalsOf(node.initializer) }];
  if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent))
    return [{ rule: 'jsx-text', literals: literalsOf(node) }];
  if (ts.isPropertyAssignment(node) && spoken.has(nameOf(node.name) ?? ''))
    return [{ rule: 'property', literals: literalsOf(node.initializer) }];
  const isPage = node.getSourceFile().fileName.startsWith('src-renderer/');
  if (!isPage && ts.isCallExpression(node) && sayers.has(calleeOf(node) ?? '') && isTerminal(node))
    return [{ rule: 'output', literals: node.arguments.flatMap(literalsOf) }];
  return [];
}

/** Properties also hold names for programs, such as the kind of a thing: only what looks like a sentence or a title. */
const readsLikeWords = (rule, text) => hasWords(text) && (rule !== 'property' || /\s\S|^\p{Lu}/u.test(text));

/** Keys of the catalogue, named where they are used: the first word of `t(…)`, or beside `key:` and the like. */
function keysOf(node) {
  if (ts.isCallExpression(node) && ['t', 'say', 'translate'].includes(calleeOf(node) ?? ''))
    return node.arguments.slice(0, 1).flatMap(literalsOf).filter(ts.isStringLiteralLike);
  if (ts.isPropertyAssignment(node) && /(^k|K)ey$/.test(nameOf(node.name) ?? ''))
    return literalsOf(node.initializer).filter(ts.isStringLiteralLike);
  return [];
}

/** Findings of one file as it stands in `text`. `english`: the keys that exist. */
export function scanText(file, text, english) {
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : 0,
  );
  const findings = [];
  const domains = new Set([...english.keys()].map((key) => key.split('.')[0]));
  const plurals = pluralsOf(english);
  const add = (rule, node, message) =>
    findings.push({ rule, file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, message });
  const visit = (node) => {
    for (const { rule, literals } of placesOf(node))
      for (const one of literals) if (readsLikeWords(rule, one.text)) add(rule, one, one.text.trim());
    for (const one of keysOf(node)) {
      const isKey = /^[a-z]+\.\w+$/.test(one.text) && domains.has(one.text.split('.')[0]);
      if (isKey && !english.has(one.text) && !plurals.has(one.text)) add('no-such-text', one, one.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

const places = ['src-renderer', 'src-main/hosts', 'src-main/platform/upkeep'];

/** All surfaces of a project; `problems` says when too little was read to mean anything. */
export function scanProject(project, english) {
  const paths = places.flatMap((place) =>
    readdirSync(join(project, place), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !isTest(path)),
  );
  const findings = paths.flatMap((path) =>
    scanText(relative(project, path).replaceAll(sep, '/'), readFileSync(path, 'utf8'), english),
  );
  const problems = paths.length < 150 ? [`too-few-files: ${paths.length} were read`] : [];
  return { findings, files: { count: paths.length, problems } };
}
