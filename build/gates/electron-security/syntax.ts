// Small questions to the TypeScript syntax tree that several rules ask.
import ts from 'typescript';

export type SourceText = { readonly path: string; readonly text: string };
export type Finding = {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
};
/** One node of one file, as a rule sees it. */
export type Place = { readonly node: ts.Node; readonly source: ts.SourceFile; readonly path: string };

export function parseSource({ path, text }: SourceText): ts.SourceFile {
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, kind);
}

export function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

export function everyNode(root: ts.Node, visit: (node: ts.Node) => void): void {
  visit(root);
  ts.forEachChild(root, (child) => everyNode(child, visit));
}

export function literalOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

export function isTrue(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.TrueKeyword;
}

export function isFalse(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.FalseKeyword;
}

/** Name and value of `name: value`, `'name': value` and the shorthand `name`. */
export function propertyOf(node: ts.Node): { name: string; value: ts.Node } | undefined {
  if (ts.isShorthandPropertyAssignment(node)) return { name: node.name.text, value: node.name };
  if (!ts.isPropertyAssignment(node)) return undefined;
  if (ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name))
    return { name: node.name.text, value: node.initializer };
  return undefined;
}

export type Call = {
  /** The last name of what is called or made: `loadURL` of `window.loadURL(…)`, `WebSocket` of `new WebSocket(…)`. */
  readonly name: string;
  /** What stands before it: `window`. */
  readonly on: string | undefined;
  readonly args: readonly ts.Expression[];
};
// Several rules ask the same of each node, and the text before a name is slow to get.
const calls = new WeakMap<ts.Node, Call>();

export function callOf(node: ts.Node): Call | undefined {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const known = calls.get(node);
  if (known !== undefined) return known;
  const args = node.arguments ?? [];
  const callee = node.expression;
  const isMethod = ts.isPropertyAccessExpression(callee);
  if (!isMethod && !ts.isIdentifier(callee)) return undefined;
  const call = isMethod
    ? { name: callee.name.text, on: callee.expression.getText(), args }
    : { name: callee.text, on: undefined, args };
  calls.set(node, call);
  return call;
}

/** An attribute of JSX: its name and the text of its value when that is a literal. */
export function attributeOf(node: ts.Node): { name: string; value: string | undefined } | undefined {
  if (!ts.isJsxAttribute(node)) return undefined;
  const { initializer } = node;
  const inner = initializer !== undefined && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
  return { name: node.name.getText(), value: literalOf(inner) };
}

export function elementOf(node: ts.Node): string | undefined {
  if (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) return node.tagName.getText();
  return undefined;
}

export function importOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node)) return literalOf(node.moduleSpecifier);
  const call = ts.isCallExpression(node) ? node : undefined;
  if (call?.expression.kind === ts.SyntaxKind.ImportKeyword || callOf(node)?.name === 'require')
    return literalOf(call?.arguments[0]);
  return undefined;
}
