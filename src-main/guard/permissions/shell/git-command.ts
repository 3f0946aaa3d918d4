// Git: what it does by its words alone, and what makes it run programs, reach out, or lose work.
import { abbreviates, isOption, shortLetters } from './options.ts';

/** Before the subcommand: harmless for whatever follows. `-C` names a place, which is looked at like any other. */
const globals = new Set(['--no-pager', '--no-optional-locks', '--no-replace-objects', '--literal-pathspecs', '-P']);

/** Whatever is not here may be an alias, and an alias may be any command. */
const known = new Set(
  'add blame branch cat-file check-ignore cherry cherry-pick commit count-objects describe diff diff-files diff-index diff-tree for-each-ref grep init log ls-files ls-tree merge merge-base mv name-rev range-diff rebase reflog rev-list rev-parse revert shortlog show show-branch show-ref stash status switch symbolic-ref tag var verify-commit version whatchanged'.split(
    ' ',
  ),
);

const anywhere = [
  ...['--exec', '--upload-pack', '--receive-pack', '--ext-diff', '--textconv', '--open-files-in-pager', '--template'],
  ...[
    '--config',
    '--config-env',
    '--exec-path',
    '--git-dir',
    '--work-tree',
    '--separate-git-dir',
    '--output',
    '--gpg-sign',
  ],
  ...['--edit', '--interactive', '--tool', '--strategy', '--show-signature', '--trailer', '--file', '--namespace'],
  ...['--super-prefix', '--paginate', '--attr-source', '--contents'],
] as const;

/** Letters that run, sign or overwrite, by subcommand. */
const letters: Readonly<Record<string, string>> = {
  grep: 'O',
  rebase: 'xiS',
  branch: 'dDMCf',
  tag: 'dfsu',
  commit: 'SeFpt',
  merge: 'Sse',
  revert: 'Se',
  'cherry-pick': 'Se',
  switch: 'fC',
  stash: 'p',
  add: 'pie',
  log: 'O',
  diff: 'O',
  show: 'O',
  mv: 'f',
  init: 'b',
};

const losing: Readonly<Record<string, readonly string[]>> = {
  branch: ['--delete', '--force', '--move', '--copy', '--edit-description'],
  tag: ['--delete', '--force', '--sign'],
  switch: ['--force', '--discard-changes', '--force-create'],
  rebase: ['--abort', '--skip', '--quit', '--interactive'],
  merge: ['--abort', '--quit'],
  'cherry-pick': ['--abort', '--quit', '--skip'],
  revert: ['--abort', '--quit', '--skip'],
};

const words = (text: string) => new Set(text.split(' '));
const subSubcommands: Readonly<Record<string, ReadonlySet<string>>> = {
  stash: words('list show push save apply pop'),
  reflog: words('show'),
};

/** The word that is trouble; undefined for a command that does what it says. */
export function gitTrouble(argv: readonly string[]): string | undefined {
  let at = 0;
  for (; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '-C') at += 1;
    else if (!isOption(word)) break;
    else if (word === '--version' || word === '--help') return undefined;
    else if (!globals.has(word)) return word;
  }
  const [subcommand, ...rest] = argv.slice(at);
  if (subcommand === undefined) return 'git';
  if (!known.has(subcommand)) return subcommand;
  const first = rest.find((word) => !isOption(word));
  const allowed = subSubcommands[subcommand];
  if (allowed !== undefined && first !== undefined && !allowed.has(first)) return first;
  const short = letters[subcommand] ?? '';
  const lost = losing[subcommand] ?? [];
  const end = rest.indexOf('--');
  const options = (end === -1 ? rest : rest.slice(0, end)).filter(isOption);
  return (
    options.find(
      (word) =>
        [...anywhere, ...lost].some((option) => abbreviates(word, option)) ||
        [...shortLetters(word)].some((letter) => short.includes(letter)),
    ) ?? rest.find((word) => /^(ext|fd|file)::|^!/.test(word))
  );
}
