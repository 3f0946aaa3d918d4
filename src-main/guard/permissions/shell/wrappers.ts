// Commands that run another command, or code, or change what other commands do: never by themselves.
import { basename } from 'node:path';
import type { Words } from '#main/contract/policy.ts';
import { gitTrouble } from './git-command.ts';
import { interpreterTrouble } from './interpreters.ts';
import { abbreviates, isOption, shortLetters } from './options.ts';

const set = (names: string) => new Set(names.split(/\s+/));

/** They exist to run something else, as somebody else, somewhere else, later, or by hand. */
const runners = set(`
  env xargs parallel sudo doas su runuser pkexec sg newgrp nice ionice chrt taskset nohup setsid stdbuf timeout time gtime
  unshare nsenter chroot flock watch entr strace ltrace gdb lldb perf valgrind script expect unbuffer systemd-run at batch
  crontab ssh scp sftp rsync rlogin rsh telnet ftp tftp nc ncat netcat socat screen tmux byobu docker podman nerdctl kubectl
  crictl lxc machinectl vagrant vi vim nvim view ex ed emacs nano pico joe less more most man info pager busybox toybox
  eval exec command builtin source watchman direnv proot fakeroot firejail bwrap capsh setpriv prlimit cpulimit choom
  start-stop-daemon daemonize run-parts dbus-run-session xvfb-run ansible ansible-playbook salt terraform ld.so
  cmd cmd.exe powershell powershell.exe pwsh wsl osascript open xdg-open gio rundll32 mshta wscript cscript
  make-su zsudo run0 unzip-run m4 dc bc logsave linux32 linux64 setarch i386 x86_64 uname26 numactl rtprio catchsegv
  sshpass autossh mosh gpg gpg2 gpgsm openssl keyctl secret-tool security dbus-send busctl gdbus systemctl service
  iptables nft ip mount umount insmod modprobe sysctl kexec chown chattr setfacl setcap mkfs fdisk parted dd
  sqlite3 psql mysql mariadb mongosh redis-cli gnuplot octave ghci irb iex erl jshell pry swipl maxima gp
  git-shell git-upload-pack git-receive-pack hg svn cvs bzr fossil arch chpst envdir softlimit setuidgid s6-setuidgid dpkg
  apt apt-get aptitude snap flatpak yum dnf pacman zypper brew port apk rpm gem cpan cpanm luarocks opam nix nix-shell nix-build
  nix-env guix pipx uvx bunx conda mamba micromamba`);

/** Long options that name a program, a file of code or settings, wherever they stand. */
const dangerous: Readonly<Record<string, readonly string[]>> = {
  tar: [
    '--checkpoint-action',
    '--to-command',
    '--use-compress-program',
    '--rsh-command',
    '--rmt-command',
    '--info-script',
    '--new-volume-script',
  ],
  sort: ['--compress-program', '--files0-from'],
  split: ['--filter'],
  zip: ['--unzip-command', '--test'],
  rg: ['--pre', '--hostname-bin'],
  ag: ['--pager'],
  fd: ['--exec', '--exec-batch'],
  fdfind: ['--exec', '--exec-batch'],
  bat: ['--pager', '--diff'],
  curl: ['--config', '--output', '--remote-name', '--engine', '--ssl-reqd'],
  wget: ['--use-askpass', '--execute', '--config', '--output-document'],
  make: ['--eval'],
  gmake: ['--eval'],
  cargo: ['--config'],
  go: ['--exec', '--toolexec', '-exec', '-toolexec', '--vettool', '-vettool', '-overlay'],
  npm: [
    '--script-shell',
    '--shell',
    '--node-options',
    '--prefix',
    '--userconfig',
    '--globalconfig',
    '--call',
    '--git',
    '--editor',
    '--viewer',
  ],
  pnpm: ['--script-shell', '--shell-mode', '--node-options', '--dir'],
  yarn: ['--use-yarnrc', '--script-shell'],
  gcc: ['-wrapper', '--wrapper', '-fplugin', '-specs', '--specs'],
  cc: ['-wrapper', '--wrapper', '-fplugin', '-specs', '--specs'],
  clang: ['-fplugin', '--config', '-load', '--ld-path'],
  ctags: ['--options', '--_xformat'],
  cpio: ['--rsh-command', '--to-stdout'],
  date: ['--set'],
  pytest: ['--pdbcls', '--pdb'],
  jq: ['--from-file'],
  ldd: [],
  pip: ['--python', '--config-settings', '--target', '--prefix', '--root'],
  pip3: ['--python', '--config-settings', '--target', '--prefix', '--root'],
  mvn: ['--settings', '--global-settings', '--toolchains'],
  gradle: ['--init-script', '--settings-file'],
  eslint: ['--resolve-plugins-relative-to', '--rulesdir'],
};

/** Single letters that do the same, also inside a cluster. */
const letters: Readonly<Record<string, string>> = {
  tar: 'IF',
  fd: 'xX',
  fdfind: 'xX',
  zip: 'TT',
  make: 'E',
  gmake: 'E',
  sort: 'T',
  wget: 'eO',
  curl: 'KoO',
  gcc: 'B',
  cc: 'B',
  date: 's',
};

/** Words after the program that fetch, publish, install or run what nobody has looked at. */
const subcommands: Readonly<Record<string, ReadonlySet<string>>> = {
  npm: set(
    'exec x init create publish unpublish config c set login adduser logout token owner access team hook link ln explore edit install i ci add install-test it update up upgrade uninstall remove rm un unlink rebuild rb dedupe audit fund cache pkg shrinkwrap prune install-ci-test star deprecate dist-tag profile root prefix bin help-search repo docs bugs home',
  ),
  pnpm: set('exec dlx create init publish config link add install i update remove import deploy fetch env setup store'),
  yarn: set(
    'exec dlx create init publish config link add install up upgrade remove global node npm plugin set policies',
  ),
  pip: set('install uninstall download wheel config cache'),
  pip3: set('install uninstall download wheel config cache'),
  uv: set('run tool pip add remove sync lock publish python init venv self cache'),
  poetry: set('run shell add install update remove publish config self'),
  pipenv: set('run shell install update'),
  cargo: set('install uninstall publish login owner yank add remove update init new'),
  go: set('install get generate env run tool work mod telemetry bug'),
  bun: set(
    'x install add remove update link create init publish pm upgrade run exec repl -e --eval -p --print -r --preload',
  ),
  deno: set('run eval install task repl upgrade compile jupyter serve x'),
  dotnet: set('tool nuget add new publish script fsi exec'),
  composer: set('exec run-script global require install update config create-project'),
  bundle: set('exec install update config gem add'),
  rustup: set('run install update default override set self'),
  corepack: set('enable use prepare install'),
  gh: set('api auth alias extension codespace run workflow secret ssh-key gpg-key repo pr release gist'),
  just: set('--command -c --shell --choose --edit --init'),
};

const say = (key: string, params: Record<string, string> = {}): Words => ({ key: `policy.${key}`, params });

/** The program by its own name: `/usr/bin/ENV.exe` is `env`. A disk that ignores case runs both. */
export const programName = (word: string): string =>
  basename(word.replaceAll('\\', '/'))
    .toLowerCase()
    .replace(/\.(exe|cmd|bat|com)$/, '');

const findActions = [
  '-exec',
  '-execdir',
  '-ok',
  '-okdir',
  '-delete',
  '-fprint',
  '-fprintf',
  '-fprint0',
  '-fls',
  '-files0-from',
];

function optionTrouble(program: string, words: readonly string[]): string | undefined {
  const long = dangerous[program] ?? [];
  const short = letters[program] ?? '';
  return words.find((word, index) => {
    if (long.some((option) => abbreviates(word, option))) return true;
    // An old style cluster without a dash: `tar xIf`.
    const isCluster = program === 'tar' && index === 0 && /^[A-Za-z]+$/.test(word);
    const cluster = isCluster ? word : shortLetters(word);
    return [...cluster].some((letter) => short.includes(letter));
  });
}

/** `MAKEFLAGS=…`, `SHELL=/x`: a variable that the program takes over from its words. */
const assigns = (words: readonly string[]) => words.find((word) => /^[A-Za-z_][A-Za-z0-9_]*:?\+?=/.test(word));

function sedTrouble(words: readonly string[]): string | undefined {
  const script = words.find((word) => !isOption(word));
  const options = words.filter(isOption);
  const bad = options.find(
    (word) => !/^(-[nEru]+|-i[.\w]*|--quiet|--silent|--regexp-extended|--null-data|-z|-s)$/.test(word),
  );
  if (bad !== undefined) return bad;
  if (script === undefined) return undefined;
  // Addresses with p, d or q, and substitutions whose flags neither write nor run.
  const address = '(\\d+|\\$|/[^/]*/)?(,(\\d+|\\$|/[^/]*/))?!?';
  const one = new RegExp(
    `^\\s*${address}\\s*([pdq=]|s([/|#,@])((?!\\5).|\\\\.)*\\5((?!\\5).|\\\\.)*\\5[gpiI0-9]*|y/[^/]*/[^/]*/)\\s*$`,
  );
  return script.split(';').every((part) => one.test(part)) ? undefined : script;
}

function awkTrouble(words: readonly string[]): string | undefined {
  const bad = words.find((word) => isOption(word) && !/^(-F.*|-v[A-Za-z_]\w*=[^|]*|--)$/.test(word));
  if (bad !== undefined) return bad;
  const script = words.find((word) => !isOption(word)) ?? '';
  return /system|getline|[|>@]|\bload\b|ENVIRON|printf?\s*>/i.test(script) ? script : undefined;
}

function special(program: string, words: readonly string[]): string | undefined {
  switch (program) {
    case 'find':
      return words.find((word) => findActions.some((action) => word.toLowerCase() === action));
    case 'sed':
    case 'gsed':
      return sedTrouble(words);
    case 'awk':
    case 'gawk':
    case 'mawk':
    case 'nawk':
    case 'original-awk':
      return awkTrouble(words);
    case 'make':
    case 'gmake':
    case 'just':
    case 'rake':
    case 'cmake':
    case 'ninja':
      return assigns(words) ?? (program === 'cmake' ? words.find((word) => /^-[EPC]/.test(word)) : undefined);
    case 'npx':
      return npxTrouble(words);
    case 'go':
      return words[0] === 'test' ? words.find((word) => /^--?(exec|toolexec|o)\b/.test(word)) : undefined;
    case 'tee':
    case 'ln':
    case 'install':
    case 'chmod':
      return words.find((word) => /^[ugoa]*[+=]\w*s|^[2467]\d{3}$/.test(word) && program === 'chmod');
    default:
      return undefined;
  }
}

function npxTrouble(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => !['-y', '--yes', '--no', '--no-install', '-q', '--quiet', '--'].includes(word));
  const [inner] = words.slice(at === -1 ? words.length : at);
  if (inner === undefined) return 'npx';
  if (isOption(inner) || /[@:/\\]/.test(inner.replace(/^@[\w.-]+\/[\w.-]+$/, ''))) return inner;
  return wrapperIn(words.slice(at)) === undefined && !inner.startsWith('@') ? undefined : inner;
}

/** Why this command never runs by itself; undefined where its parse says all. */
export function wrapperIn(argv: readonly string[]): Words | undefined {
  const [first = '', ...words] = argv;
  const program = programName(first);
  if (runners.has(program) || /^ld(-linux.*|-musl.*)?\.so/.test(program)) return say('shell_runner', { program });
  const foreign = interpreterTrouble(program, words);
  if (foreign !== undefined)
    return foreign === program || foreign === '-'
      ? say('shell_piped', { program })
      : say('shell_code', { program, word: foreign });
  const option = optionTrouble(program, words) ?? special(program, words);
  if (option !== undefined) return say('shell_option', { program, word: option });
  const subcommand = words.find((word) => !isOption(word));
  const isBare =
    subcommand === undefined && (program === 'yarn' || program === 'bundle' || program === 'pnpm' || program === 'bun');
  const isOwnOption = words.some((word) => isOption(word) && subcommands[program]?.has(word) === true);
  if (subcommands[program]?.has(subcommand ?? '') === true || isBare || isOwnOption)
    return say('shell_subcommand', { program, word: subcommand ?? '' });
  if (program === 'git') {
    const word = gitTrouble(words);
    if (word !== undefined) return say('shell_git', { word });
  }
  return undefined;
}
