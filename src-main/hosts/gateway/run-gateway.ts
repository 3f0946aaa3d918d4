// One run of the gateway, from its words to its exit code: every way to fail ends in one sentence.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LoadedConfig, loadConfig, usualPort } from '#main/app/config.ts';
import { type App, createApp } from '#main/app/create-app.ts';
import { localSocketCheck } from '#main/app/local-socket-check.ts';
import { ownCommand } from '#main/app/own-command.ts';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Host } from '#main/hosts/port.ts';
import { requestSignInLink } from '#main/platform/rpc/websocket/connect-local.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { type GatewayArguments, parseGatewayArguments } from './arguments.ts';
import { isLoopback } from './request-guard.ts';
import { type Gateway, startGateway } from './start-gateway.ts';

export type RunGatewayDeps = {
  readonly argv: readonly string[];
  /** A line for programs and people: where it is, and the link. */
  readonly out: (line: string) => void;
  /** A line about what is wrong. */
  readonly err: (line: string) => void;
  readonly t: Translate;
  readonly version: string;
  readonly pageFolder: string;
  /** Where this Limpet and the person are: decides how further commands are called. */
  readonly project: string;
  readonly cwd: string;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
};

export const exitCodes = { ok: 0, failed: 1, usage: 2, secondCopy: 5 } as const;

/** After the drain and the goodbye of `close`, what the core may still take to put everything away. */
const putAwayMs = 1_200;

const unsupported = () => {
  throw new AppError('unsupported', 'A browser cannot do this. Use the desktop app.');
};
const gatewayHost: Host = {
  kind: 'gateway',
  capabilities: { pickFolder: false, openExternal: false, reveal: false },
  pickFolder: async () => unsupported(),
  openExternal: async () => unsupported(),
  reveal: async () => unsupported(),
};

/** `port`: where the one before listened, so that pages find this one. */
function startServing(app: App, pageFolder: string, port: number | undefined): Promise<Gateway> {
  const { config } = app.loaded;
  const { contract, handlers, store, api, version, epoch, log, clock } = app;
  return startGateway({
    ...{ contract, handlers, api, own: app.own, version, epoch, log, clock, pageFolder },
    blobs: store.blobs,
    values: store.settings,
    dataFolder: config.dataFolder,
    listen: {
      host: config.host,
      port: port ?? config.port,
      allowInsecure: config.allowInsecure,
      hostNames: config.hostNames,
      ...(config.tlsCert === undefined ? {} : { tlsCert: config.tlsCert }),
      ...(config.tlsKey === undefined ? {} : { tlsKey: config.tlsKey }),
    },
    drain: () => app.messaging.lanes.stopAll(),
  });
}

async function greet(deps: RunGatewayDeps, gateway: Gateway, o: { loaded: LoadedConfig; newToken: boolean }) {
  const { out, err, t } = deps;
  const { config } = o.loaded;
  const isOpen = !isLoopback(config.host);
  if (config.port === undefined && gateway.port !== usualPort)
    err(t('system.gateway_other_port', { wanted: String(usualPort) }));
  if (isOpen && gateway.address.startsWith('http:')) err(t('system.gateway_insecure'));
  if (!existsSync(join(deps.pageFolder, 'index.html'))) err(t('system.gateway_no_page'));
  out(t('system.gateway_ready', { address: gateway.address }));
  out(t('system.gateway_sign_in', { link: gateway.signInLink() }));
  if (o.newToken || (isOpen && !gateway.hasToken()))
    out(t('system.gateway_token', { token: await gateway.renewToken() }));
  const { project, cwd } = deps;
  const command = ownCommand('link', { project, cwd, loaded: o.loaded, platform: process.platform });
  out(t('system.gateway_hint', { command }));
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** What one life of the app leaves to the next one. */
type Successor = { readonly port: number };

/** Serves until it is asked to end, or to start anew; then it says where the next one should listen. */
async function serveOnce(
  deps: RunGatewayDeps,
  o: { args: GatewayArguments; loaded: LoadedConfig; before: Successor | undefined },
): Promise<Successor | undefined> {
  const { args, loaded, before } = o;
  const { repair } = args;
  const app = await createApp({
    ...{ loaded, host: gatewayHost, version: deps.version },
    ...(repair === undefined || before !== undefined ? {} : { repair }),
  });
  const life = new AbortController();
  const gateway = await startServing(app, deps.pageFolder, before?.port).catch(async (error: unknown) => {
    life.abort();
    await app.run(life.signal); // puts away what was opened
    throw error;
  });
  app.ownPorts.add(gateway.port);
  app.addCheck(localSocketCheck(gateway.local));
  const running = app.run(life.signal);
  const late = new AbortController();
  try {
    if (before === undefined) await greet(deps, gateway, { loaded, newToken: args.newToken });
    await Promise.race([aborted(deps.signal), aborted(app.restartWanted), running]);
  } finally {
    await gateway.close();
    life.abort();
    const isGoingOn = app.restartWanted.aborted && !deps.signal.aborted;
    // The next one opens the same folder, so this one must have let go of it.
    const limit = isGoingOn ? aborted(deps.signal) : app.clock.sleep(putAwayMs, late.signal).catch(() => {}); // only `late` cancels it
    await Promise.race([running, limit]);
    late.abort();
  }
  return app.restartWanted.aborted && !deps.signal.aborted ? { port: gateway.port } : undefined;
}

async function serve(deps: RunGatewayDeps, args: GatewayArguments, loaded: LoadedConfig): Promise<void> {
  let before: Successor | undefined;
  do {
    // Read again: what is set outside and in the file may have changed since.
    const now = before === undefined ? loaded : loadConfig({ flags: args.flags });
    before = await serveOnce(deps, { args, loaded: now, before });
  } while (before !== undefined);
}

async function tellSecondCopy({ err, t, signal }: RunGatewayDeps, dataFolder: string): Promise<void> {
  err(t('system.second_copy'));
  const link = await requestSignInLink(dataFolder, signal).catch(() => undefined); // it serves no page, or is just starting
  if (link !== undefined) err(t('system.gateway_sign_in', { link }));
}

function sentenceOf(error: AppError, t: Translate): string {
  if (error.details?.reason === 'corrupt_database') return t('system.gateway_damaged');
  return errorSentence(error, t, visibleLine);
}

/** What the system refused is said in a sentence; anything else is a bug, and whoever reports it needs to see where. */
function foreignText(error: unknown, t: Translate): string {
  if (!(error instanceof Error)) return String(error);
  if ('syscall' in error) return t('cli.system_failed', { reason: visibleLine(error.message) });
  return error.stack ?? error.message;
}

/** Serves until `signal` aborts; resolves to the exit code. Never rejects. */
export async function runGateway(deps: RunGatewayDeps): Promise<number> {
  let loaded: LoadedConfig | undefined;
  try {
    const args = parseGatewayArguments(deps.argv);
    loaded = loadConfig({ flags: args.flags });
    await serve(deps, args, loaded);
    return exitCodes.ok;
  } catch (error) {
    if (!isAppError(error)) {
      deps.err(foreignText(error, deps.t));
      return exitCodes.failed;
    }
    if (error.details?.reason === 'second_copy' && loaded !== undefined) {
      await tellSecondCopy(deps, loaded.config.dataFolder);
      return exitCodes.secondCopy;
    }
    deps.err(sentenceOf(error, deps.t));
    return error.details?.reason === 'usage_option' ? exitCodes.usage : exitCodes.failed;
  }
}
