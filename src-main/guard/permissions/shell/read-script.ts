// A shell script as the list of its commands, if all of it is known. Whatever is not in the list of known nodes is not.
import { join, normalize } from 'node:path';
import type { Node } from 'web-tree-sitter';
import type { ShellStep } from '#main/contract/messages.ts';
import type { Script, ShellReader } from '../port.ts';
import { deceptionIn } from './deceptive-text.ts';
import { deletesOf } from './deletes.ts';
import { createGrammar } from './grammar.ts';

const maxChars = 20_000;
const maxSteps = 50;

/** Thrown inside this file: what is not known. */
class Unknown extends Error {}
const unknown = (found: string): never => {
  throw new Unknown(found.length > 60 ? `${found.slice(0, 57)}…` : found);
};

/** Of the shell alone: no program of that name does the same. `cd` at the start of a list is ours. */
const builtins = new Set(
  '. : alias bg bind break builtin caller cd command compgen complete compopt continue coproc declare dirs disown enable eval exec exit export fc fg function getopts hash help history jobs let local logout mapfile popd pushd read readarray readonly return select set shift shopt source suspend time times trap type typeset ulimit umask unalias unset until wait while'.split(
    ' ',
  ),
);

const isSpace = (text: string) => /^[ \t]*$/.test(text);

function childrenOf(node: Node): Node[] {
  return node.children.filter((child) => child !== null);
}

/** Nothing of the source lies between the parts of a node but blanks: a continued line, say, is in no part of it. */
function checkGaps(node: Node, source: string): void {
  let at = node.startIndex;
  for (const child of childrenOf(node)) {
    if (!isSpace(source.slice(at, child.startIndex)))
      unknown(source.slice(at, child.startIndex).trim() || 'line break');
    at = child.endIndex;
  }
  if (!isSpace(source.slice(at, node.endIndex))) unknown('line break');
}

function plainWord(text: string): string {
  if (/[\\*?[\]{}$`"'<>|&;()\n\t]/.test(text)) unknown(text);
  if (/(^|[=:])~/.test(text) || text.startsWith('#')) unknown(text);
  return text;
}

function quoted(node: Node): string {
  const { text } = node;
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return unknown(text);
  for (const child of childrenOf(node)) if (child.type !== '"' && child.type !== 'string_content') unknown(child.type);
  const inner = text.slice(1, -1);
  // A backslash before any other character is one, for the shell as well.
  if (/\\[$`"\\\n!]|[$`"]/.test(inner) || inner.endsWith('\\')) unknown(text);
  return inner;
}

function wordOf(node: Node): string {
  switch (node.type) {
    case 'word':
    case 'number':
      if (node.childCount > 0) unknown(node.child(0)?.type ?? node.type);
      return plainWord(node.text);
    case 'raw_string':
      if (!/^'[^']*'$/.test(node.text)) unknown(node.text);
      return node.text.slice(1, -1);
    case 'string':
      return quoted(node);
    default:
      return unknown(node.type.replaceAll('_', ' '));
  }
}

type Draft = { readonly argv: string[]; readonly when: ShellStep['when'] };

function commandOf(node: Node, source: string, when: Draft['when']): Draft {
  checkGaps(node, source);
  const argv = childrenOf(node).map((child) => {
    if (child.type !== 'command_name') return wordOf(child);
    const [name, ...more] = childrenOf(child);
    if (name === undefined || more.length > 0) return unknown(child.text);
    return wordOf(name);
  });
  const [program = ''] = argv;
  if (program === '' || program.startsWith('-') || program.includes('=') || /\s/.test(program))
    unknown(program || 'empty name');
  return { argv, when };
}

const operators: Readonly<Record<string, Draft['when']>> = { '&&': 'and', '||': 'or', ';': 'after', '|': 'pipe' };

/**
 * In the order of the source, which is all that counts where nothing is in brackets: a pipe binds its neighbours, `&&` and `||`
 * go from left to right. The grammar nests `a | b | c && d` otherwise than a shell reads it.
 */
function draftsOf(node: Node, source: string, when: Draft['when']): Draft[] {
  switch (node.type) {
    case 'command':
      return [commandOf(node, source, when)];
    case 'list':
    case 'pipeline': {
      checkGaps(node, source);
      const allowed = node.type === 'list' ? ['&&', '||'] : ['|'];
      let next = when;
      return childrenOf(node).flatMap((child) => {
        const operator = operators[child.type];
        if (operator !== undefined) {
          if (!allowed.includes(child.type)) unknown(child.type);
          next = operator;
          return [];
        }
        return draftsOf(child, source, next);
      });
    }
    default:
      return unknown(node.type.replaceAll('_', ' '));
  }
}

function programOf(root: Node, source: string): Draft[] {
  if (root.type !== 'program' || root.hasError) unknown('syntax');
  checkGaps(root, source);
  let when: Draft['when'] = 'first';
  let isOpen = true;
  return childrenOf(root).flatMap((child) => {
    if (child.type === ';') {
      if (isOpen) unknown(';');
      isOpen = true;
      when = 'after';
      return [];
    }
    if (!isOpen) unknown(child.text.trim() === '' ? 'line break' : child.type);
    isOpen = false;
    return draftsOf(child, source, when);
  });
}

/** `cd folder && …` at the start sets the folder of what follows; any other `cd` depends on how things go. */
function placeIn(drafts: readonly Draft[], cwd: string): ShellStep[] {
  let folder = cwd;
  let rest = drafts;
  for (;;) {
    const [first, second] = rest;
    if (first?.argv[0] !== 'cd') break;
    const [, target = '', ...more] = first.argv;
    if (second?.when !== 'and' || more.length > 0 || target === '' || target.startsWith('-')) unknown('cd');
    folder = normalize(target.startsWith('/') ? target : join(folder, target));
    rest = rest.slice(1);
  }
  return rest.map(({ argv, when }, index) => {
    const [program = ''] = argv;
    if (builtins.has(program)) unknown(program);
    return { argv, cwd: folder, when: index === 0 ? 'first' : when };
  });
}

/** On Windows another shell runs scripts, of which we have no grammar: nothing is known there. */
export function createShellReader(o: { platform: string }): ShellReader {
  const grammar = createGrammar();
  return {
    async read(text, { cwd }): Promise<Script> {
      if (o.platform === 'win32') return { type: 'unknown', found: 'PowerShell' };
      const source = text.trim();
      if (source.length > maxChars) return { type: 'unknown', found: 'length' };
      const deception = deceptionIn(text);
      if (deception !== undefined) return { type: 'unknown', found: deception };
      const tree = (await grammar()).parse(source);
      if (tree === null) return { type: 'unknown', found: 'syntax' };
      try {
        const steps = placeIn(programOf(tree.rootNode, source), cwd);
        const [first, ...rest] = steps;
        if (first === undefined || steps.length > maxSteps) return { type: 'unknown', found: 'length' };
        return { type: 'known', steps: [first, ...rest], deletes: steps.flatMap(deletesOf) };
      } catch (error) {
        if (error instanceof Unknown) return { type: 'unknown', found: error.message };
        throw error;
      } finally {
        tree.delete();
      }
    },
  };
}
