// Programs that run code: a file of the workspace is a program like any other, code among the words or from a pipe is not.
import { abbreviates, isOption } from './options.ts';

type Interpreter = {
  /** Options without a value that change nothing about which code runs. */
  readonly plain: RegExp;
  /** Words after `-m` or alike that are known to be harmless. */
  readonly modules?: ReadonlySet<string>;
};

const shells = /^(ba|da|z|k|mk|pdk|a|c|tc|fi|r|ya|po)?sh$|^(rbash|bash\d|elvish|nu|xonsh|oil|osh|ysh|ion)$/;
const pythonModules = new Set(
  'pytest unittest json.tool compileall mypy ruff black isort flake8 pylint py_compile tabnanny timeit coverage doctest calendar this'.split(
    ' ',
  ),
);

const interpreters: readonly (readonly [RegExp, Interpreter])[] = [
  [shells, { plain: /^-[eux]+$/ }],
  [/^(python|pypy)(\d(\.\d+)?)?$/, { plain: /^-[BEIOSbduqsvx]+$|^--version$|^-V+$/, modules: pythonModules }],
  [
    /^node(js)?$/,
    {
      plain:
        /^(--test|--version|-v|--no-warnings|--check|--watch|--test-reporter=\w+|--experimental-strip-types|--enable-source-maps)$/,
    },
  ],
  [
    /^(perl|ruby|php|lua|luajit|tclsh|wish|guile|rscript|r|julia|ghci|runghc|runhaskell|scala|groovy|jshell|erl|escript|elixir|iex|clojure|clj|racket|swipl|gprolog|octave|sbcl|ecl|clisp|kotlin|swift|irb|pry|gjs|qjs|mujs|jsc|d8|bsh|jjs|ocaml|sqlite3|psql|mysql|mongosh|redis-cli|gnuplot|maxima|gp)[\d.]*$/,
    { plain: /^(--version|-w|--)$/ },
  ],
  [/^(tsx|ts-node|ts-node-esm|esno|jiti|babel-node|coffee)$/, { plain: /^(--version)$/ }],
  [/^java$/, { plain: /^(-version|--version)$/ }],
];

function moduleTrouble(words: readonly string[], modules: ReadonlySet<string> | undefined): string | undefined {
  const [option = '', name = ''] = words;
  if (modules === undefined) return option;
  const wanted = option === '-m' ? name : option.slice(2);
  return modules.has(wanted) ? undefined : option;
}

/** The word that brings code along; undefined for a plain file of code, or for another program. */
export function interpreterTrouble(program: string, words: readonly string[]): string | undefined {
  const found = interpreters.find(([pattern]) => pattern.test(program))?.[1];
  if (found === undefined) return undefined;
  for (const [index, word] of words.entries()) {
    if (!isOption(word)) {
      // `-` reads code from a pipe, and so does a device.
      return word === '-' || word.startsWith('/dev/') || word.startsWith('/proc/') || /[=:]|^@/.test(word)
        ? word
        : undefined;
    }
    if (/^-m/.test(word) && found.modules !== undefined) return moduleTrouble(words.slice(index), found.modules);
    if (!found.plain.test(word) || abbreviates(word, '--eval')) return word;
    if (/^(--version|-v|-V+|-version|--test)$/.test(word)) return undefined;
  }
  return words.length === 0 ? program : (words.at(-1) ?? program);
}
