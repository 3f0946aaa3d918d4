// Servers of tools, and Limpet as one: the room of the protocol with what it stands on.
import { delimiter } from 'node:path';
import { createMcp } from '#main/abilities/mcp/create-mcp.ts';
import { createOwnServer, type OwnServerDeps } from '#main/abilities/mcp/create-own-server.ts';
import type { McpServers, OwnServer } from '#main/abilities/mcp/port.ts';
import type { AskPerson } from '#main/abilities/questions/port.ts';
import type { Models } from '#main/agent/providers/port.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import { openRedirect } from '#main/guard/egress/create-redirect-listener.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log, Redactor } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createApiKeys } from '#main/platform/upkeep/create-api-keys.ts';
import type { AppOptions } from './app-options.ts';
import type { Agent } from './create-agent.ts';
import type { Guards } from './create-guards.ts';

export type ServersDeps = {
  readonly app: AppOptions;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly guards: Guards;
  readonly models: Models;
  readonly questions: AskPerson;
  readonly bus: Pick<Bus, 'publish'>;
  readonly workspaceOf: () => string;
  readonly redactor: Redactor;
  readonly activity: Activity;
  readonly clock: Clock;
  readonly log: Log;
};

export function createServers(d: ServersDeps): McpServers {
  const { config, environment, home } = d.app.loaded;
  const { host } = d.app;
  const path = (environment.PATH ?? environment.Path ?? '').split(delimiter).filter((folder) => folder !== '');
  return createMcp({
    ...{ store: d.store, secrets: d.secrets, models: d.models, redactor: d.redactor, clock: d.clock, log: d.log },
    activity: d.activity,
    ...{ home, dataFolder: config.dataFolder, platform: process.platform, version: d.app.version, openRedirect },
    questions: d.questions,
    sandbox: d.guards.sandbox,
    web: d.guards.serverWeb,
    onTraffic: d.guards.proxy.onTraffic,
    openExternal: host.capabilities.openExternal ? (url) => host.openExternal(url) : undefined,
    loginPath: async (signal) => [...new Set([...(await d.guards.sandbox.loginPath(signal)), ...path])],
    workspace: async () => (await d.guards.workspaces.open(d.workspaceOf(), { create: true })).root,
    onChange: () => d.bus.publish('mcp', '', { type: 'changed' }),
  });
}

type OwnDeps = ServersDeps & { readonly ownTools: Agent['ownTools']; readonly isLocked: () => boolean };

export function createOwn(d: OwnDeps): OwnServer {
  const sessionKey = 'mcp.session';
  /** One chat in which what programs were allowed and denied is on record; it is not among the open ones. */
  const sessionOf = async (root: string): Promise<SessionId> => {
    const known = SessionId.safeParse(await d.store.settings.getValue(sessionKey));
    const session = known.success ? await d.store.sessions.get(known.data).catch(() => undefined) : undefined; // gone for good
    if (session !== undefined && session.deletedAt === undefined) return session.id;
    const id = SessionId.parse(newId(d.clock.now()));
    await d.store.sessions.create({ id, title: 'MCP', titleIsAutomatic: false, workspace: root, now: d.clock.now() });
    await d.store.sessions.change(id, { archived: true }, d.clock.now());
    await d.store.settings.setValue(sessionKey, id);
    return id;
  };
  const place: OwnServerDeps['place'] = async (workspace) => {
    const { root } = await d.guards.workspaces.open(workspace ?? d.workspaceOf(), { create: workspace === undefined });
    return { sessionId: await sessionOf(root), workspace: root };
  };
  return createOwnServer({
    ...{ clock: d.clock, log: d.log, version: d.app.version, place },
    bench: d.ownTools,
    permissions: d.guards.permissions,
    isEnabled: () => d.settings.current().mcpServer.enabled && !d.isLocked(),
    token: createApiKeys(d.store.settings, 'mcp.keyHash'),
    onChange: () => d.bus.publish('mcp', '', { type: 'changed' }),
  });
}
