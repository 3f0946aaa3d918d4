// What a command may see of our environment, and what nobody may set for it.
import { expect, it } from 'vitest';
import { childEnvironment, isRefusedVariable } from './child-environment.ts';

const loaders = [
  'LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES NODE_OPTIONS NODE_PATH BASH_ENV ENV SHELLOPTS BASHOPTS PS4',
  'IFS PROMPT_COMMAND CDPATH GIT_SSH_COMMAND GIT_CONFIG_COUNT GIT_EXEC_PATH PYTHONPATH PYTHONSTARTUP PERL5OPT PERL5LIB',
  'PERL5DB RUBYOPT RUSTUP_TOOLCHAIN RUSTC_WRAPPER JAVA_TOOL_OPTIONS _JAVA_OPTIONS HOME ZDOTDIR PATH TMPDIR GCONV_PATH',
  'LOCPATH OPENSSL_CONF LESSOPEN PAGER EDITOR npm_config_script_shell BASH_FUNC_ls%% ld_preload Path SSH_AUTH_SOCK',
  'DBUS_SESSION_BUS_ADDRESS DOCKER_HOST ELECTRON_RUN_AS_NODE GLIBC_TUNABLES LIMPET_RUN',
].flatMap((line) => line.split(' '));

it.each(loaders)('neither passes on nor sets %s [T20]', (name) => {
  expect(childEnvironment({ [name]: 'x' }, { network: false, windows: false })).toEqual({});
  expect(isRefusedVariable(name)).toBe(true);
  expect(() => childEnvironment({}, { extra: { [name]: 'x' }, network: false, windows: false })).toThrow(
    'not passed on',
  );
});

it('passes on language, time zone and terminal, and no key of any kind [T33]', () => {
  const own = {
    LANG: 'de_DE.UTF-8',
    LC_TIME: 'C',
    TZ: 'Europe/Berlin',
    TERM: 'xterm',
    OPENAI_API_KEY: 'sk-1',
    AWS_SECRET_ACCESS_KEY: 'x',
    GITHUB_TOKEN: 'x',
    DATABASE_URL: 'postgres://a:b@c',
    EMPTY: undefined,
  };
  expect(childEnvironment(own, { network: false, windows: false })).toEqual({
    LANG: 'de_DE.UTF-8',
    LC_TIME: 'C',
    TZ: 'Europe/Berlin',
    TERM: 'xterm',
  });
});

it('passes on a proxy only with the network, and never its password', () => {
  const own = { https_proxy: 'http://proxy:3128', HTTP_PROXY: 'http://me:secret@proxy:3128' };
  expect(childEnvironment(own, { network: false, windows: false })).toEqual({});
  expect(childEnvironment(own, { network: true, windows: false })).toEqual({ https_proxy: 'http://proxy:3128' });
});

it('sets what is harmless', () => {
  const extra = { CI: '1', MY_SETTING: 'a b' };
  expect(childEnvironment({}, { extra, network: false, windows: false })).toEqual(extra);
});
