// The room joined: what is kept of servers, their keepers, their tools, and what the person decides about them.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AskPerson } from '#main/abilities/questions/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { McpProposal, McpServer, McpServerId, McpTool, McpTransport } from '#main/contract/mcp.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import type { EgressProxy, GuardedWeb, OpenRedirect, ProxyTraffic } from '#main/guard/egress/port.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import { abortable } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log, Redactor } from '#main/platform/base/log.ts';
import type { SecretStore } from '#main/platform/secrets/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createElicitation } from './client/elicitation.ts';
import { createKeeper, type Keeper, type KeeperDeps } from './client/keeper.ts';
import { type OpenDeps, openTransport, purposeOf, usesWorkspace } from './client/open-transport.ts';
import { createSampling, type SamplingDeps } from './client/sampling.ts';
import { createServerLog, type ServerLog } from './client/server-log.ts';
import { createSignIns } from './client/sign-in.ts';
import { createHandedOver } from './config/handed-over.ts';
import { programFolders } from './config/program-folders.ts';
import { readServersFile } from './config/read-config.ts';
import { removeSecrets, saveSecrets } from './config/save-secrets.ts';
import { createServerBook } from './config/server-book.ts';
import { bundleWord } from './config/words.ts';
import { createServerNotes, notedServers } from './noted-servers.ts';
import { type PinnedTool, stateOf, toPin, unseen } from './pins/pin.ts';
import type { McpServers, SaveServer, StoredServer } from './port.ts';
import { completionsOf, keptPrompts, listPrompts } from './tools/prompts.ts';
import { createSource } from './tools/source.ts';

export type McpDeps = {
  readonly store: Pick<Store, 'settings' | 'blobs'>;
  readonly secrets: SecretStore;
  readonly sandbox: Pick<Sandbox, 'spawn' | 'state' | 'onChange'>;
  readonly web: GuardedWeb;
  readonly questions: AskPerson;
  /** What programs of servers reached, and what they were refused. */
  readonly onTraffic: EgressProxy['onTraffic'];
  readonly openRedirect: OpenRedirect;
  readonly openExternal: ((url: string) => Promise<void>) | undefined;
  readonly models: SamplingDeps['models'];
  readonly loginPath: OpenDeps['loginPath'];
  /** Of servers that no session is calling. */
  readonly workspace: () => Promise<string>;
  readonly dataFolder: string;
  readonly home: string;
  readonly platform: string;
  readonly version: string;
  readonly onChange: () => void;
  readonly redactor: Redactor;
  readonly activity: Activity;
  readonly clock: Clock;
  readonly log: Log;
  /** In place of programs and addresses. */
  readonly transports?: KeeperDeps['open'];
  /** Tests of the protocol only. */
  readonly clientMetadataUrl?: string;
};

const sweepMs = 15_000;
const maxRefused = 20;
const signInMs = 10 * 60_000;

const notFound = (id: string) =>
  new AppError('not_found', `There is no server ${id}.`, {
    details: { reason: 'mcp_no_server', facts: { server: id } },
  });
const isOff = (id: string) =>
  new AppError('forbidden', `The server ${id} is switched off.`, {
    details: { reason: 'mcp_off', facts: { server: id } },
  });

const withoutBundle = ({ bundle: _bundle, ...rest }: Partial<StoredServer> = {}) => rest;

/** A server that is no longer made of its bundle may not read it any more. */
const keptBundle = (before: StoredServer | undefined, transport: McpTransport) =>
  JSON.stringify(transport).includes(bundleWord) ? before?.bundle : undefined;

const originOf = (transport: McpTransport) =>
  transport.type !== 'stdio' && URL.canParse(transport.url) ? new URL(transport.url).origin : '';

/** What decides who answers; what it may touch is no part of it. */
const programOf = (transport: McpTransport) =>
  JSON.stringify(transport.type === 'stdio' ? [transport.command, transport.args] : [transport.type, transport.url]);

export function createMcp(d: McpDeps): McpServers {
  const log = d.log.child('mcp');
  const { clock } = d;
  const serversFolder = join(d.dataFolder, 'servers');
  const book = createServerBook(d.store.settings);
  const desk = createHandedOver({ values: d.store.settings, clock });
  const keepers = new Map<McpServerId, Keeper>();
  const refused = new Map<McpServerId, Set<string>>();
  const logs = new Map<McpServerId, ServerLog>();
  const logOf = (id: McpServerId): ServerLog => {
    const known = logs.get(id) ?? createServerLog({ clock, redactor: d.redactor });
    logs.set(id, known);
    return known;
  };
  const elicitation = createElicitation({
    questions: d.questions,
    onRefused: (id, why) => logOf(id).add('warn', `a question to the person was refused: ${why}`),
  });
  const signIns = createSignIns(d);
  const sample = createSampling({ models: d.models, clock });
  const openDeps: OpenDeps = { ...d, signIns, serversFolder };
  const bundleDeps = {
    ...{ home: d.home, platform: d.platform, serversFolder },
    pathOf: (id: Parameters<typeof d.store.blobs.path>[0]) => d.store.blobs.path(id),
  };

  const stored = async (id: McpServerId): Promise<StoredServer> => {
    const server = await book.get(id);
    if (server === undefined) throw notFound(id);
    return server;
  };

  const notes = createServerNotes({ pins: book.pins, activity: d.activity, log });
  const makeKeeper = (server: StoredServer): Keeper => {
    const { id } = server;
    const keeper = createKeeper(server, {
      ...{ clock, log, version: d.version, serverLog: logOf(id), onChange: d.onChange },
      open: d.transports ?? ((o, signal) => openTransport(o, openDeps, signal)),
      usesWorkspace: ({ transport }) => usesWorkspace(transport),
      elicit: (o, signal) => elicitation.ask({ serverId: id, ...o }, signal),
      elicited: elicitation.done,
      onStarted: (by) => notes.started(id, by),
      sample: (o, signal) => sample({ serverId: id, ...o }, signal),
      async onTools(offered) {
        await book.learn(id, offered);
        await notes.unseen(id, offered);
        const about = keeper.about();
        const offers = (['tools', 'resources', 'prompts'] as const).filter((what) => about?.has(what) === true);
        const now = await book.get(id);
        if (now !== undefined && now.offers?.join() !== offers.join()) await book.put({ ...now, offers });
      },
      async onPrompts(offered) {
        const now = await book.get(id);
        const prompts = keptPrompts(offered);
        if (now !== undefined && JSON.stringify(now.prompts ?? []) !== JSON.stringify(prompts))
          await book.put({ ...now, prompts });
      },
    });
    return keeper;
  };
  const keeperOf = async (id: McpServerId): Promise<Keeper> => {
    const server = await stored(id);
    if (!server.enabled) throw isOff(id);
    const known = keepers.get(id) ?? makeKeeper(server);
    keepers.set(id, known);
    return known;
  };
  /** After a change of what it is: the next use starts the new one. */
  const dropKeeper = async (id: McpServerId): Promise<void> => {
    const keeper = keepers.get(id);
    keepers.delete(id);
    await keeper?.close();
  };

  const offeredOf = (id: McpServerId, name: string) => {
    const offered = keepers.get(id)?.offered() ?? 'unknown';
    return offered === 'unknown' ? offered : offered.find(({ definition }) => definition.name === name);
  };

  const listTools = async (id: McpServerId): Promise<McpTool[]> => {
    const pins = (await book.pins(id)) ?? {};
    const offered = keepers.get(id)?.offered() ?? 'unknown';
    const now = offered === 'unknown' ? [] : offered;
    const names = new Set([...now.map(({ definition }) => definition.name), ...Object.keys(pins)]);
    return [...names].flatMap((name) => {
      const pin: PinnedTool | undefined = pins[name];
      const current = offered === 'unknown' ? undefined : now.find(({ definition }) => definition.name === name);
      const known = current ?? pin;
      if (known === undefined) return [];
      const state = stateOf(pin, offered === 'unknown' ? 'unknown' : current);
      const shown = current?.definition ?? (offered === 'unknown' ? pin?.definition : undefined);
      return [
        {
          ...{ name, state, hash: known.hash, hints: known.hints },
          ...(known.title === undefined ? {} : { title: known.title }),
          ...(shown === undefined ? {} : { current: shown }),
          ...(pin === undefined ? {} : { pinned: pin.definition }),
        },
      ];
    });
  };

  const toServer = async (server: StoredServer): Promise<McpServer> => {
    const { bundle: _bundle, prompts: _prompts, offers = [], ...config } = server;
    const keeper = keepers.get(server.id);
    const about = keeper?.about();
    const { state, error, retryAt } = keeper?.state() ?? { state: 'idle' as const };
    const tools = await listTools(server.id);
    const title = about?.about?.title ?? about?.about?.name;
    return {
      ...config,
      state: server.enabled ? state : 'off',
      ...(error === undefined || !server.enabled ? {} : { error }),
      ...(retryAt === undefined || !server.enabled ? {} : { retryAt }),
      ...(title === undefined ? {} : { title: title.slice(0, 200).toWellFormed() }),
      ...(about?.about === undefined ? {} : { version: about.about.version.slice(0, 100) }),
      ...(about?.instructions === undefined
        ? {}
        : { instructions: about.instructions.slice(0, 20_000).toWellFormed() }),
      sandboxed: ['sandbox-runtime', 'bubblewrap', 'docker'].includes(d.sandbox.state().tier),
      tools: tools.filter((tool) => tool.state !== 'gone').length,
      // Of what it is not known yet to offer there is nothing to look at.
      unreviewed: tools.filter((tool) => (tool.state === 'new' || tool.state === 'changed') && tool.hash !== unseen)
        .length,
      offers: [...offers],
      refused: [...(refused.get(server.id) ?? [])],
      signedIn:
        server.transport.type !== 'stdio' &&
        (await signIns
          .of(server)
          .signedIn()
          .catch(() => false)),
    };
  };

  const save = async (o: SaveServer, signal: AbortSignal): Promise<McpServer> => {
    const before = await book.get(o.id);
    if (before !== undefined && !o.replace)
      throw new AppError('conflict', `There is a server ${o.id} already. Choose another name, or replace it.`, {
        details: { reason: 'mcp_taken', facts: { server: o.id } },
      });
    if (o.transport.type !== 'stdio' && !/\$\{/.test(o.transport.url)) d.web.check(o.transport.url);
    const transport = await saveSecrets(o, d);
    const { unpackBundle } = await import('./config/bundle.ts');
    const bundle =
      o.bundle === undefined
        ? keptBundle(before, transport)
        : await unpackBundle({ bundle: o.bundle, id: o.id }, bundleDeps, signal);
    await dropKeeper(o.id);
    // What one server handed out is not shown to another.
    if (before !== undefined && originOf(before.transport) !== originOf(transport)) await signIns.of(before).forget();
    refused.delete(o.id);
    signIns.drop(o.id);
    // Another program may mean something else by the same words.
    if (before !== undefined && programOf(before.transport) !== programOf(transport)) await book.voidPins(o.id);
    const server: StoredServer = {
      ...{ enabled: true, start: 'needed' as const, sampling: false, createdAt: clock.now(), ...withoutBundle(before) },
      ...{ id: o.id, transport },
      ...(bundle === undefined ? {} : { bundle }),
    };
    await book.put(server);
    if (o.handedOver !== undefined) await desk.remove(o.handedOver).catch(() => {}); // dismissed in another window
    log.info('server saved', { server: o.id, transport: transport.type });
    d.onChange();
    return toServer(server);
  };

  /** A host that was not let through is told to the person, who can let it through from now on. */
  const noteTraffic = ({ purpose, outcome, reason, host, port }: ProxyTraffic): void => {
    const id = [...keepers.keys()].find((one) => purposeOf(one) === purpose);
    if (id === undefined || outcome === 'passed') return;
    // A tunnel that was refused has its port in its name.
    const name = port === 0 || port === 443 ? host.replace(/:443$/, '') : `${host}:${port}`;
    logOf(id).add('warn', `${name}: ${outcome} (${reason ?? ''})`);
    const known = refused.get(id) ?? new Set();
    if (reason !== 'host_refused' || known.size >= maxRefused || known.has(name)) return;
    refused.set(id, known.add(name));
    d.onChange();
  };

  const readProposals = (text: string, known: ReadonlySet<string>): Promise<McpProposal[]> =>
    Promise.all(
      readServersFile(text, known).map(async (proposal) => {
        const { transport } = proposal;
        if (transport.type !== 'stdio') return proposal;
        const read = await programFolders([transport.command, ...transport.args]);
        return { ...proposal, transport: { ...transport, read } };
      }),
    );

  const source = createSource({
    book,
    keeper: keeperOf,
    pin: async (id, tool) => (await book.pins(id))?.[tool],
    isOn: (id, pin) => {
      const state = stateOf(pin, offeredOf(id, pin.definition.name));
      return state === 'on';
    },
    trouble: ({ id }) => {
      const state = keepers.get(id)?.state();
      if (state?.state === 'sign_in') return 'the person must sign in first';
      return state?.state === 'waiting' || state?.state === 'failed' ? 'it does not start' : undefined;
    },
  });

  const changePin = (id: McpServerId, tool: string, change: (pin: PinnedTool | undefined) => PinnedTool | undefined) =>
    book.changePins(id, (pins) => {
      const next = change(pins[tool]);
      return next === undefined ? pins : { ...pins, [tool]: next };
    });

  const use: McpServersUse = async (id, signal, work) =>
    (await keeperOf(id)).use({ workspace: await d.workspace(), signal }, work);

  const servers: McpServers = {
    source,
    list: async () => Promise.all((await book.list()).map(toServer)),
    async propose(o, signal) {
      const known = new Set((await book.list()).map(({ id }) => id as string));
      if ('bundle' in o) {
        const { readBundle } = await import('./config/bundle.ts');
        return [await readBundle({ bundle: o.bundle, known }, bundleDeps, signal)];
      }
      return readProposals(o.text, known);
    },
    async handOver({ text, source }) {
      const more = await desk.add(source, await readProposals(text, new Set()));
      log.info('servers handed over', { servers: more.map(({ proposal }) => proposal.id).join(' ') });
      d.onChange();
      return more;
    },
    async handedOver() {
      const known = new Set((await book.list()).map(({ id }) => id));
      return (await desk.list()).map(({ proposal, ...rest }) => {
        const notes = proposal.notes.filter((note) => note !== 'taken');
        return { ...rest, proposal: { ...proposal, notes: known.has(proposal.id) ? ['taken', ...notes] : notes } };
      });
    },
    async takeBack(source) {
      const own = (await desk.list()).filter((one) => one.source === source.slice(0, 200).toWellFormed());
      for (const { id } of own) await desk.remove(id);
      if (own.length > 0) d.onChange();
    },
    async dismiss(handedOver) {
      await desk.remove(handedOver);
      d.onChange();
    },
    save,
    async set(id, o) {
      const before = await stored(id);
      const change = Object.fromEntries(Object.entries(o).filter(([, value]) => value !== undefined));
      await book.put({ ...before, ...change });
      await dropKeeper(id);
      log.info('server set', { server: id, ...change });
      d.onChange();
    },
    async remove(id) {
      const server = await stored(id);
      await dropKeeper(id);
      await signIns.of(server).forget();
      signIns.drop(id);
      await removeSecrets(id, d);
      await book.remove(id);
      await rm(join(serversFolder, id), { recursive: true, force: true });
      logs.delete(id);
      refused.delete(id);
      log.info('server removed', { server: id });
      d.onChange();
    },
    async restart(id, signal) {
      const keeper = await keeperOf(id);
      await keeper.restart(await d.workspace(), signal);
      return toServer(await stored(id));
    },
    tools: async (id) => {
      await stored(id);
      return listTools(id);
    },
    async setTool(id, tool, on) {
      await stored(id);
      await changePin(id, tool, (pin) => (pin === undefined ? undefined : { ...pin, on }));
      d.onChange();
    },
    async review(id, tools) {
      await stored(id);
      for (const { name, hash } of tools) {
        const offered = offeredOf(id, name);
        if (offered === 'unknown' || offered === undefined || offered.hash !== hash)
          throw new AppError('conflict', `${name} has changed again. Look at it once more.`, {
            details: { reason: 'mcp_changed_again', facts: { tool: name } },
          });
        await changePin(id, name, (pin) => ({ ...toPin(offered), on: pin?.on ?? true }));
        log.info('definition reviewed', { server: id, tool: name, hash });
      }
      d.onChange();
    },
    log: (id) => logOf(id).lines(),
    async resources(id, signal) {
      const { readResourceList } = await import('./tools/resource-tools.ts');
      return use(id, signal, readResourceList);
    },
    async readResource(id, uri, signal) {
      const { resourceText } = await import('./client/call-result.ts');
      const result = await use(id, signal, (connection) => connection.readResource(uri, signal));
      const mimeType = result.contents[0]?.mimeType;
      return { text: resourceText(result), ...(mimeType === undefined ? {} : { mimeType }) };
    },
    prompts: async () => listPrompts(await book.list()),
    complete: (o, signal) => use(o.serverId, signal, (connection) => completionsOf(connection, o, signal)),
    async getPrompt(o, signal) {
      const { promptText } = await import('./client/call-result.ts');
      return promptText(
        await use(o.serverId, signal, (connection) => connection.getPrompt(o.name, o.arguments, signal)),
      );
    },
    async signIn(id, signal) {
      const server = await stored(id);
      if (server.transport.type === 'stdio')
        throw new AppError('unsupported', 'This server has no sign-in of its own.', {
          details: { reason: 'mcp_no_sign_in' },
        });
      const limit = new AbortController();
      const cancel = clock.after(signInMs, () => limit.abort());
      const begun = await signIns.of(server).begin(d.web.check(server.transport.url), limit.signal);
      const done = begun.wait
        .then(async () => {
          log.info('signed in', { server: id });
          await keepers.get(id)?.restart(await d.workspace(), limit.signal);
        })
        .finally(() => {
          cancel();
          d.onChange();
        });
      done.catch((error: unknown) => logOf(id).add('error', error instanceof Error ? error.message : 'not signed in'));
      // Where the person's browser was opened, this waits for them; otherwise the page opens the address first.
      if (begun.url === undefined) await abortable(done, signal);
      return begun.url === undefined ? {} : { url: begun.url };
    },
    async signOut(id) {
      const server = await stored(id);
      await signIns.of(server).forget();
      await dropKeeper(id);
      d.onChange();
    },
    async run(signal) {
      const off = d.sandbox.onChange(d.onChange);
      const deaf = d.onTraffic((traffic) => noteTraffic(traffic));
      try {
        while (!signal.aborted) {
          for (const server of await book.list())
            if (server.enabled && server.start === 'always') await keeperOf(server.id);
          await Promise.all([...keepers.values()].map(async (keeper) => keeper.sweep(await d.workspace())));
          await clock.sleep(sweepMs, signal).catch(() => {}); // the signal ends the loop
        }
      } finally {
        off();
        deaf();
        await Promise.all([...keepers.values()].map((keeper) => keeper.close()));
      }
    },
  };
  return notedServers(servers, d.activity);
}

type McpServersUse = <T>(
  id: McpServerId,
  signal: AbortSignal,
  work: Parameters<Keeper['use']>[1] extends (connection: infer C) => unknown ? (connection: C) => Promise<T> : never,
) => Promise<T>;
