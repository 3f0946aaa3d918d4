// What a command sees of our environment: an allowlist, and nothing that changes how programs load.
import { AppError } from '#main/contract/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const kept = new Set(['LANG', 'LANGUAGE', 'TZ', 'TERM', 'COLORTERM', 'NO_COLOR', 'USER', 'LOGNAME']);
// Windows programs do not start without these.
const keptOnWindows = new Set(
  'SYSTEMROOT SYSTEMDRIVE COMSPEC PATHEXT WINDIR TEMP TMP USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES'.split(
    ' ',
  ),
);
const proxies = new Set(['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']);

// Each of these makes some program run code, load a library or read a file that the card did not show.
const refusedNames = new Set(
  [
    'PATH HOME ZDOTDIR SHELL BASH_ENV ENV SHELLOPTS BASHOPTS PS4 IFS CDPATH PROMPT_COMMAND BASH_FUNC TMPDIR',
    'NODE_OPTIONS NODE_PATH NODE_REPL_EXTERNAL_MODULE ELECTRON_RUN_AS_NODE RUBYOPT RUBYLIB CLASSPATH',
    'JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS MAVEN_OPTS GRADLE_OPTS PHPRC PHP_INI_SCAN_DIR LUA_INIT',
    'R_PROFILE R_ENVIRON JULIA_LOAD_PATH RUSTC_WRAPPER RUSTFLAGS CARGO_HOME GCONV_PATH LOCPATH NLSPATH',
    'HOSTALIASES RES_OPTIONS MALLOC_TRACE GLIBC_TUNABLES EDITOR VISUAL PAGER MANPAGER LESSOPEN LESSCLOSE BROWSER',
    'OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES SSLKEYLOGFILE WGETRC CURL_HOME INPUTRC TERMINFO TERMCAP MAKEFLAGS',
    'DOCKER_HOST DBUS_SESSION_BUS_ADDRESS SSH_AUTH_SOCK GPG_AGENT_INFO PSMODULEPATH COMSPEC PATHEXT',
  ].flatMap((line) => line.split(' ')),
);
const refusedPrefixes =
  'LD_ DYLD_ GIT_ PYTHON PERL5 PERL_ RUSTUP_ NPM_CONFIG_ BASH_FUNC_ LIMPET_ _RLD GEM_ BUNDLE_ DOTNET_ COR_ CORECLR_'.split(
    ' ',
  );

/** A variable that a caller may not set for a command. Case does not matter: on Windows it never does. */
export function isRefusedVariable(name: string): boolean {
  const upper = name.toUpperCase();
  if (!/^[A-Z_][A-Z0-9_]*$/.test(upper)) return true;
  return refusedNames.has(upper) || refusedPrefixes.some((prefix) => upper.startsWith(prefix));
}

export const refusedVariable = (name: string) =>
  new AppError('forbidden', `The variable ${name} changes how programs load, so it is not passed on.`, {
    details: { reason: 'env_refused', facts: { name } },
  });

const hasCredentials = (value: string) => value.includes('@');

/**
 * `PATH` and `HOME` are set by the caller of this, since they differ inside a sandbox. Errors: `forbidden` with reason
 * `env_refused` for a name in `extra` that changes how programs load.
 */
export function childEnvironment(
  own: Environment,
  o: { extra?: Readonly<Record<string, string>>; network: boolean; windows: boolean },
): Record<string, string> {
  const child: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined || value.includes('\0')) continue;
    const isKept = kept.has(name) || name.startsWith('LC_') || (o.windows && keptOnWindows.has(name.toUpperCase()));
    const isProxy = o.network && proxies.has(name) && !hasCredentials(value);
    if (isKept || isProxy) child[name] = value;
  }
  for (const [name, value] of Object.entries(o.extra ?? {})) {
    if (isRefusedVariable(name) || value.includes('\0')) throw refusedVariable(name);
    child[name] = value;
  }
  return child;
}
