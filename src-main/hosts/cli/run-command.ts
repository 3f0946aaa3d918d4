// Runs one command from its words to its exit code: loads what it needs, says every failure in one sentence.
import { resolve } from 'node:path';
import type { LoadedConfig } from '#main/app/config.ts';
import type { RestoreOutcome } from '#main/contract/backup.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isAppError, isCancelled } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import {
  type Arguments,
  type BackupArguments,
  type ChatArguments,
  type DoctorArguments,
  type ExportArguments,
  type ImportArguments,
  type McpArguments,
  parseArguments,
  type RestoreArguments,
  type StopArguments,
  type UsageArguments,
} from './arguments.ts';
import type { Connected } from './connect.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { PermissionsArguments } from './permissions-arguments.ts';
import type { Terminal } from './terminal.ts';

export type CommandDeps = {
  readonly terminal: Terminal;
  readonly t: Translate;
  readonly version: string;
  /** Where this Limpet and the person are: decides how further commands are called. */
  readonly project: string;
  readonly cwd: string;
  /** What was piped in; undefined when nothing was. */
  readonly readPiped: () => Promise<string | undefined>;
  /** What comes in, line by line. */
  readonly lines: () => AsyncIterable<string>;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
};

async function load(dataFolder: string | undefined): Promise<LoadedConfig> {
  const { loadConfig } = await import('#main/app/config.ts');
  return loadConfig({ flags: { 'data-dir': dataFolder } });
}

async function gatewayCommand({ project, cwd }: CommandDeps, loaded: LoadedConfig): Promise<string> {
  const { ownCommand } = await import('#main/app/own-command.ts');
  return ownCommand('gateway', { project, cwd, loaded, platform: process.platform });
}

type AskArguments =
  | ChatArguments
  | DoctorArguments
  | UsageArguments
  | PermissionsArguments
  | BackupArguments
  | ExportArguments
  | ImportArguments
  | McpArguments;
type CoreArguments = AskArguments | RestoreArguments;

async function connectTo(deps: CommandDeps, loaded: LoadedConfig): Promise<Connected> {
  const { terminal, t, version, signal } = deps;
  const [{ connect }, { connectLocal }] = await Promise.all([
    import('./connect.ts'),
    import('#main/platform/rpc/websocket/connect-local.ts'),
  ]);
  return connect({
    connectLocal: (stop) => connectLocal(loaded.config.dataFolder, stop),
    embed: async () => {
      const { embedCore } = await import('./embed.ts');
      const onWaiting = () => terminal.err(`${t('cli.waiting_for_others')}\n`);
      return embedCore({ loaded, version, signal, onWaiting });
    },
    clock: systemClock,
    signal,
  });
}

const isDamaged = (error: unknown) => isAppError(error) && error.details?.reason === 'corrupt_database';

async function withCore(deps: CommandDeps, args: CoreArguments): Promise<ExitCode> {
  const { terminal, t } = deps;
  const loaded = await load(args.dataFolder);
  let connected: Connected;
  try {
    connected = await connectTo(deps, loaded);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    if (args.command === 'restore') return restoreDamaged(deps, loaded, args);
    terminal.err(`${t('cli.corrupt_database', { command: await gatewayCommand(deps, loaded) })}\n`);
    return exitCodes.failed;
  }
  if (args.command === 'restore') return restoreSound(deps, { connected, loaded, args });
  try {
    return await withConnection(deps, { connected, loaded, args });
  } finally {
    await connected.close();
  }
}

async function withConnection(
  deps: CommandDeps,
  o: { connected: Connected; loaded: LoadedConfig; args: AskArguments },
): Promise<ExitCode> {
  const { terminal, t, signal } = deps;
  const { connected, loaded, args } = o;
  const { api } = connected;
  switch (args.command) {
    case 'doctor': {
      const [{ doctor }, { checkPort }] = await Promise.all([import('./doctor.ts'), import('./check-port.ts')]);
      const more = async () => (connected.isEmbedded ? [await checkPort(loaded.config)] : []);
      return doctor({ api, terminal, t, signal, more }, args);
    }
    case 'usage':
      return (await import('./usage.ts')).usage({ api, terminal, t, signal }, args);
    case 'permissions':
      return (await import('./permissions.ts')).permissions({ api, terminal, t, signal, cwd: deps.cwd }, args);
    case 'backup':
      return (await import('./backup.ts')).backup({ api, terminal, t, signal, cwd: deps.cwd }, args);
    case 'export':
      return (await import('./export-chats.ts')).exportChats({ api, terminal, t, signal, cwd: deps.cwd }, args);
    case 'import':
      return (await import('./import-chats.ts')).importChats({ api, terminal, t, signal, cwd: deps.cwd }, args);
    case 'mcp': {
      const { serveTools } = await import('./serve-tools.ts');
      const workspace = args.workspace === undefined ? undefined : resolve(deps.cwd, args.workspace);
      return serveTools({ api, terminal, lines: deps.lines, signal }, { workspace });
    }
    case 'chat':
      return (await import('./chat.ts')).chat({ api, terminal, t, cwd: deps.cwd, signal }, args, deps.readPiped);
  }
}

/** A core of our own has to start anew to take what was restored; a running one does that by itself. */
async function restoreSound(
  deps: CommandDeps,
  o: { connected: Connected; loaded: LoadedConfig; args: RestoreArguments },
): Promise<ExitCode> {
  const { terminal, t, signal, cwd } = deps;
  const { restore, tellRestored } = await import('./restore.ts');
  let outcome: RestoreOutcome;
  try {
    outcome = await restore({ api: o.connected.api, signal, cwd }, o.args);
  } finally {
    await o.connected.close();
  }
  if (o.connected.isEmbedded) await (await connectTo(deps, o.loaded)).close();
  return tellRestored({ terminal, t }, { ...outcome, json: o.args.json, isOpen: !o.connected.isEmbedded });
}

async function restoreDamaged(deps: CommandDeps, loaded: LoadedConfig, args: RestoreArguments): Promise<ExitCode> {
  const { terminal, t, signal } = deps;
  const [{ tellRestored }, { restoreInto }] = await Promise.all([
    import('./restore.ts'),
    import('#main/app/restore-into.ts'),
  ]);
  const path = resolve(deps.cwd, args.file);
  const backup = await restoreInto({ path, dataFolder: loaded.config.dataFolder, signal });
  await (await connectTo(deps, loaded)).close();
  return tellRestored({ terminal, t }, { backup, json: args.json, isOpen: false });
}

async function tellLink(deps: CommandDeps, dataFolder: string | undefined): Promise<ExitCode> {
  const { terminal, t, signal } = deps;
  const [loaded, { requestSignInLink }] = await Promise.all([
    load(dataFolder),
    import('#main/platform/rpc/websocket/connect-local.ts'),
  ]);
  try {
    terminal.out(`${await requestSignInLink(loaded.config.dataFolder, signal)}\n`);
    return exitCodes.ok;
  } catch (error) {
    if (!isAppError(error)) throw error;
    const key = error.code === 'unsupported' ? 'cli.no_page' : 'cli.no_running';
    terminal.err(`${t(key, { command: await gatewayCommand(deps, loaded) })}\n`);
    return exitCodes.failed;
  }
}

/** Of the app that runs; nothing is started for it, so that a shortcut is never a way to a second copy. */
async function ofRunning(
  deps: CommandDeps,
  o: { dataFolder: string | undefined; without: string },
  work: (api: LimpetClient) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { terminal, t, signal } = deps;
  const [loaded, { connectLocal }, { clientOver }] = await Promise.all([
    load(o.dataFolder),
    import('#main/platform/rpc/websocket/connect-local.ts'),
    import('./connect.ts'),
  ]);
  try {
    const client = clientOver(await connectLocal(loaded.config.dataFolder, signal));
    try {
      return await work(client.api);
    } finally {
      client.close();
    }
  } catch (error) {
    const isWithoutApp = isAppError(error) && ['not_found', 'unavailable', 'unsupported'].includes(error.code);
    if (!isWithoutApp) throw error;
    terminal.err(`${t(o.without)}\n`);
    return exitCodes.failed;
  }
}

const toggleQuick = (deps: CommandDeps, dataFolder: string | undefined) =>
  ofRunning(deps, { dataFolder, without: 'cli.toggle_no_app' }, async (api) => {
    await api.desktop.toggleQuick({}, { signal: deps.signal });
    return exitCodes.ok;
  });

const stopOutputs = (deps: CommandDeps, args: StopArguments) =>
  ofRunning(deps, { dataFolder: args.dataFolder, without: 'cli.stop_no_app' }, async (api) =>
    (await import('./stop.ts')).stop({ ...deps, api }, args),
  );

function run(deps: CommandDeps, args: Arguments): Promise<ExitCode> | ExitCode {
  switch (args.command) {
    case 'help':
      deps.terminal.out(`${deps.t('cli.help')}\n`);
      return exitCodes.ok;
    case 'version':
      deps.terminal.out(`${deps.version}\n`);
      return exitCodes.ok;
    case 'link':
      return tellLink(deps, args.dataFolder);
    case 'stop':
      return stopOutputs(deps, args);
    case 'toggle':
      return toggleQuick(deps, args.dataFolder);
    case 'chat':
    case 'doctor':
    case 'usage':
    case 'permissions':
    case 'backup':
    case 'restore':
    case 'export':
    case 'import':
    case 'mcp':
      return withCore(deps, args);
  }
}

/** What the system refused is said in a sentence; anything else is a bug, and whoever reports it needs to see where. */
function foreignText(error: unknown, t: Translate): string {
  if (!(error instanceof Error)) return String(error);
  if ('syscall' in error) return t('cli.system_failed', { reason: visibleLine(error.message) });
  return error.stack ?? error.message;
}

function tellFailure({ terminal, t }: CommandDeps, error: unknown): ExitCode {
  if (isCancelled(error)) {
    terminal.err(`${t('cli.cancelled')}\n`);
    return exitCodes.interrupted;
  }
  if (!isAppError(error)) {
    terminal.err(`${foreignText(error, t)}\n`);
    return exitCodes.failed;
  }
  const reason = error.details?.reason ?? '';
  if (reason.startsWith('usage_')) {
    terminal.err(`${t(`cli.${reason}`, { word: visibleLine(String(error.details?.facts?.word ?? '')) })}\n`);
    return exitCodes.usage;
  }
  const own = reason === 'second_copy' ? t('cli.second_copy') : undefined;
  terminal.err(`${own ?? errorSentence(error, t, visibleLine)}\n`);
  return reason === 'second_copy' ? exitCodes.secondCopy : exitCodes.failed;
}

/** Never rejects. */
export async function runCommand(deps: CommandDeps, argv: readonly string[]): Promise<ExitCode> {
  try {
    return await run(deps, parseArguments(argv));
  } catch (error) {
    return tellFailure(deps, error);
  }
}
