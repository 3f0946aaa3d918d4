// The loop with its tools and the handles that they are given, and the lanes around it.
import { createToolBench } from '#main/abilities/tools/create-tool-bench.ts';
import { createToolSources } from '#main/abilities/tools/create-tool-sources.ts';
import { builtInTools } from '#main/abilities/tools/registry.ts';
import { createLoop } from '#main/agent/loop/create-loop.ts';
import { createMessaging, type Messaging } from '#main/agent/messaging/create-messaging.ts';
import type { Models } from '#main/agent/providers/port.ts';
import { createPricing } from '#main/guard/usage/create-usage.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Redaction } from '#main/platform/secrets/create-redaction.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { LoadedConfig } from './config.ts';
import type { Guards } from './create-guards.ts';
import type { Web } from './create-web.ts';

export type AgentDeps = {
  readonly loaded: LoadedConfig;
  readonly store: Store;
  readonly bus: Bus;
  readonly settings: SettingsSource;
  readonly guards: Guards;
  readonly web: Web;
  readonly models: Models;
  readonly redaction: Redaction;
  readonly clock: Clock;
  readonly log: Log;
};

export type Agent = { readonly loop: ReturnType<typeof createLoop>; readonly messaging: Messaging };

export function createAgent(d: AgentDeps): Agent {
  const { store, bus, clock, log } = d;
  const tools = createToolSources([
    builtInTools({ shell: d.guards.sandbox.shell, reader: d.guards.permissions.shell, ...d.web }),
  ]);
  const loop = createLoop({
    ...{ store, bus, clock, log },
    models: d.redaction.models(d.models),
    permissions: d.guards.permissions,
    taint: d.guards.taint,
    proposals: d.guards.proposals,
    tools: d.redaction.tools(createToolBench({ ...d.guards, tools, store, clock, log })),
    workspaces: d.guards.workspaces,
    pricing: createPricing(),
    settings: d.settings,
    instructionsFolder: d.loaded.config.dataFolder,
    platform: process.platform,
    outboxChannels: new Set(),
    delivered: () => {},
  });
  return { loop, messaging: createMessaging({ store, bus, loop, channels: new Map(), clock, log }) };
}
