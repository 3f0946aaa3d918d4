// A real gnome-keyring on a session bus of its own, and keytar talking to it from a process inside that session.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Keytar } from '../keychain/keychain-secrets.ts';

export type KeyringSession = {
  readonly keytar: Keytar;
  /** Any function of keytar, also those that the product keeps away from. */
  call<T>(method: string, ...args: string[]): Promise<T>;
  /** Variables with which another process joins the session. */
  environment(): Promise<Readonly<Record<string, string>>>;
  /** Locks the keyring; nobody here can unlock it again. */
  lock(): Promise<void>;
  /** `SIGSTOP` makes it silent, `SIGCONT` lets it answer again, `SIGKILL` ends it. */
  signalKeyring(signal: NodeJS.Signals): Promise<void>;
  /** Ends the bus of the session under whoever uses it. */
  killBus(): Promise<void>;
  close(): Promise<void>;
};
type Answer = { id: number; value?: unknown; error?: string };

/** Undefined when everything is here; otherwise what installs the rest. */
export function missingForKeyring(): string | undefined {
  const probe = 'command -v dbus-run-session && command -v gnome-keyring-daemon';
  if (process.platform !== 'linux') return 'a Linux machine';
  if (spawnSync('sh', ['-c', probe]).status !== 0) return 'apt-get install dbus gnome-keyring libsecret-1-0';
  const load = spawnSync(process.execPath, ['-e', "require('keytar')"], { cwd: import.meta.dirname });
  return load.status === 0 ? undefined : 'apt-get install libsecret-1-dev pkg-config, then npm rebuild keytar';
}

/** Processes with this program that belong to the session in `runtime`, told by their environment. */
function processesOf(runtime: string, program: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
        const environment = readFileSync(`/proc/${entry}/environ`, 'utf8').split('\0');
        return words[0]?.endsWith(program) === true && environment.includes(`XDG_RUNTIME_DIR=${runtime}`);
      } catch {
        return false; // it has ended meanwhile
      }
    })
    .map(Number);
}

/** `home` keeps the keyring's file: a second session with the same home finds the same secrets. */
export function openKeyringSession(home: string): KeyringSession {
  const runtime = join(home, 'run');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const unlock = 'eval "$(printf %s test-password | gnome-keyring-daemon --unlock --components=secrets)"; exec "$@"';
  const worker = [process.execPath, join(import.meta.dirname, 'keytar-worker.ts')];
  const child = spawn('dbus-run-session', ['--', 'bash', '-c', unlock, '_', ...worker], {
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: home,
      XDG_DATA_HOME: join(home, '.local', 'share'),
      XDG_RUNTIME_DIR: runtime,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      for (const [id, settle] of waiting) settle({ id, error: 'the keyring session has ended' });
      resolve();
    });
  });
  let tellBus: (address: string) => void = () => {};
  const bus = new Promise<string>((resolve) => {
    tellBus = resolve;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line) as Answer & { bus?: string };
    if (answer.bus !== undefined) return tellBus(answer.bus);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.stdin.on('error', () => {}); // the session was ended under the worker: its calls are settled above
  let lastId = 0;
  const call = async <T>(method: string, ...args: string[]): Promise<T> => {
    lastId += 1;
    const id = lastId;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      child.stdin.write(`${JSON.stringify({ id, method, args })}\n`);
    });
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value as T;
  };
  const environment = async () => ({ DBUS_SESSION_BUS_ADDRESS: await bus, XDG_RUNTIME_DIR: runtime });
  const signalAll = (program: string, signal: NodeJS.Signals) => {
    const processes = processesOf(runtime, program);
    if (processes.length === 0) throw new Error(`${program} does not run in this session`);
    for (const one of processes) process.kill(one, signal);
  };
  return {
    call,
    environment,
    keytar: {
      getPassword: (service, account) => call('getPassword', service, account),
      setPassword: async (service, account, password) => void (await call('setPassword', service, account, password)),
      deletePassword: (service, account) => call('deletePassword', service, account),
    },
    async lock() {
      const service = 'org.freedesktop.secrets';
      const path = '/org/freedesktop/secrets';
      const lock = ['org.freedesktop.Secret.Service.Lock', `array:objpath:${path}/collection/login`];
      const words = ['--session', `--dest=${service}`, '--type=method_call', '--print-reply', path, ...lock];
      execFileSync('dbus-send', words, { env: { PATH: '/usr/bin:/bin', ...(await environment()) } });
    },
    async signalKeyring(signal) {
      await bus;
      signalAll('gnome-keyring-daemon', signal);
    },
    async killBus() {
      await bus;
      signalAll('dbus-daemon', 'SIGKILL');
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
