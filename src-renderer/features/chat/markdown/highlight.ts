// Colours for finished code blocks: shiki's core with its JavaScript engine, loaded when the first block wants it.
import type { GrammarState, HighlighterCore, LanguageInput, ThemedToken } from 'shiki/core';

/** Characters of one colour from position `at` on; `color` names a variable of the theme, undefined is plain. */
export type CodeRun = {
  readonly at: number;
  readonly text: string;
  readonly color: string | undefined;
  readonly isItalic: boolean;
};
export type ColoredCode = readonly CodeRun[];
export type Highlight = (code: string, language: string) => Promise<ColoredCode | undefined>;

/** Longer blocks stay plain: colouring them would hold up the window and fill it with elements. */
export const highlightBounds = { chars: 20_000, lines: 600, kept: 60 } as const;

const languages: Readonly<Record<string, () => LanguageInput>> = {
  bash: () => import('shiki/langs/bash.mjs'),
  c: () => import('shiki/langs/c.mjs'),
  cpp: () => import('shiki/langs/cpp.mjs'),
  csharp: () => import('shiki/langs/csharp.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
  docker: () => import('shiki/langs/docker.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  ini: () => import('shiki/langs/ini.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  jsx: () => import('shiki/langs/jsx.mjs'),
  kotlin: () => import('shiki/langs/kotlin.mjs'),
  lua: () => import('shiki/langs/lua.mjs'),
  make: () => import('shiki/langs/make.mjs'),
  markdown: () => import('shiki/langs/markdown.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  powershell: () => import('shiki/langs/powershell.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  r: () => import('shiki/langs/r.mjs'),
  ruby: () => import('shiki/langs/ruby.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  swift: () => import('shiki/langs/swift.mjs'),
  toml: () => import('shiki/langs/toml.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  typescript: () => import('shiki/langs/typescript.mjs'),
  xml: () => import('shiki/langs/xml.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
};
const aliases: Readonly<Record<string, string>> = {
  'c++': 'cpp',
  console: 'bash',
  cs: 'csharp',
  dockerfile: 'docker',
  golang: 'go',
  h: 'c',
  hpp: 'cpp',
  js: 'javascript',
  json5: 'json',
  jsonc: 'json',
  kt: 'kotlin',
  makefile: 'make',
  md: 'markdown',
  mjs: 'javascript',
  ps1: 'powershell',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  svg: 'xml',
  ts: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
};

/** The language's own name, or undefined where there are no colours for it. */
export function knownLanguage(name: string): string | undefined {
  const id = Object.hasOwn(aliases, name) ? aliases[name] : name;
  return id !== undefined && Object.hasOwn(languages, id) ? id : undefined;
}

/** One highlighter for the window; remembers the newest blocks. Unknown or overlong code gives undefined. */
export function createHighlight(): Highlight {
  const kept = new Map<string, ColoredCode>();
  let engine: Promise<HighlighterCore> | undefined;
  return async (code, name) => {
    const language = knownLanguage(name);
    if (language === undefined || code.length > highlightBounds.chars) return undefined;
    if (code.split('\n').length > highlightBounds.lines) return undefined;
    const key = `${language}\n${code}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    engine ??= loadEngine();
    const highlighter = await engine;
    const load = languages[language];
    if (load !== undefined && !highlighter.getLoadedLanguages().includes(language)) {
      await highlighter.loadLanguage(load());
    }
    const runs = toRuns(await tokenize(highlighter, code, language));
    kept.set(key, runs);
    for (const oldest of kept.keys()) {
      if (kept.size <= highlightBounds.kept) break;
      kept.delete(oldest);
    }
    return runs;
  };
}

async function loadEngine(): Promise<HighlighterCore> {
  const [core, script] = await Promise.all([import('shiki/core'), import('shiki/engine/javascript')]);
  return core.createHighlighterCore({
    engine: script.createJavaScriptRegexEngine({ forgiving: true }),
    themes: [core.createCssVariablesTheme({ name: 'limpet', variablePrefix: '--code-', fontStyle: true })],
    langs: [],
  });
}

const chunk = { lines: 24, lineChars: 2_000 } as const;

/** A few lines at a time: the window gets its turn in between, however long the block is. */
async function tokenize(highlighter: HighlighterCore, code: string, lang: string): Promise<ThemedToken[][]> {
  const lines = code.split('\n');
  const tokens: ThemedToken[][] = [];
  let grammarState: GrammarState | undefined;
  for (let from = 0; from < lines.length; from += chunk.lines) {
    const part = highlighter.codeToTokens(lines.slice(from, from + chunk.lines).join('\n'), {
      lang,
      theme: 'limpet',
      // The limit cuts a line off in the middle of its colours; the length limit is enough.
      tokenizeTimeLimit: 0,
      tokenizeMaxLineLength: chunk.lineChars,
      ...(grammarState === undefined ? {} : { grammarState }),
    });
    tokens.push(...part.tokens);
    grammarState = part.grammarState;
    await new Promise((resolve) => setTimeout(resolve));
  }
  return tokens;
}

const plainColor = 'var(--code-foreground)';
const italicBit = 1;

/** Neighbours of one colour become one run, across lines too: few elements for much code. */
function toRuns(lines: readonly (readonly ThemedToken[])[]): ColoredCode {
  const runs: CodeRun[] = [];
  let at = 0;
  const add = (text: string, color: string | undefined, isItalic: boolean) => {
    const last = runs.at(-1);
    const isSame = last !== undefined && ((last.color === color && last.isItalic === isItalic) || text.trim() === '');
    if (last !== undefined && isSame) runs[runs.length - 1] = { ...last, text: last.text + text };
    else runs.push({ at, text, color, isItalic });
    at += text.length;
  };
  lines.forEach((line, row) => {
    for (const token of line) {
      const color = token.color === plainColor ? undefined : token.color;
      add(token.content, color, ((token.fontStyle ?? 0) & italicBit) === italicBit);
    }
    if (row < lines.length - 1) add('\n', undefined, false);
  });
  return runs;
}
