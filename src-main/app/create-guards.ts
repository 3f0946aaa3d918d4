// What the model cannot get past, joined.
import { join } from 'node:path';
import type { ActivityBook } from '#main/guard/activity/create-activity.ts';
import { createEgress, type EgressDeps } from '#main/guard/egress/create-egress.ts';
import { createEgressProxy } from '#main/guard/egress/create-egress-proxy.ts';
import { createGuardedWeb } from '#main/guard/egress/create-guarded-web.ts';
import { createRequestKeys } from '#main/guard/egress/create-request-keys.ts';
import { createServiceEgress } from '#main/guard/egress/create-service-egress.ts';
import type { ServiceEgress } from '#main/guard/egress/port/service.ts';
import type { Egress, EgressProxy, GuardedWeb, RequestKeys } from '#main/guard/egress/port.ts';
import { type CreatedPermissions, createPermissions } from '#main/guard/permissions/create-permissions.ts';
import { type CreatedSandbox, createSandbox } from '#main/guard/sandbox/create-sandbox.ts';
import { createProposals } from '#main/guard/taint/create-proposals.ts';
import { createTaint } from '#main/guard/taint/create-taint.ts';
import type { ProposalDesk, Taint } from '#main/guard/taint/port.ts';
import { type CreatedLedger, createLedger } from '#main/guard/undo/create-ledger.ts';
import { createSettingKind } from '#main/guard/undo/create-setting-kind.ts';
import { createWorkspaces } from '#main/guard/workspace/create-workspace.ts';
import type { Workspaces } from '#main/guard/workspace/port.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { LoadedConfig } from './config.ts';

export type Guards = {
  readonly sandbox: CreatedSandbox;
  readonly egress: Egress;
  /** Keys that requests of the model may name. */
  readonly requestKeys: RequestKeys;
  /** To services that the person set up. */
  readonly service: ServiceEgress;
  /** To servers of tools that the person set up. */
  readonly serverWeb: GuardedWeb;
  readonly proxy: EgressProxy;
  readonly workspaces: Workspaces;
  readonly ledger: CreatedLedger;
  readonly taint: Taint;
  readonly proposals: ProposalDesk;
  readonly permissions: CreatedPermissions;
};

export type GuardsDeps = {
  readonly loaded: LoadedConfig;
  readonly store: Store;
  readonly bus: Bus;
  readonly settings: SettingsSource;
  readonly secrets: Secrets;
  readonly ownPorts: ReadonlySet<number>;
  readonly activity: ActivityBook;
  readonly clock: Clock;
  readonly log: Log;
  /** Tests only. */
  readonly internet?: Pick<EgressDeps, 'resolver' | 'isAllowedAddress' | 'trust'> | undefined;
};

export function createGuards(d: GuardsDeps): Guards {
  const { config, environment, home } = d.loaded;
  const platform = process.platform;
  const network = { ownPorts: () => [...d.ownPorts], clock: d.clock, log: d.log };
  const proxy = createEgressProxy({ ...network, ...d.internet, readSecret: (name) => d.secrets.get(name) });
  proxy.onTraffic(d.activity.traffic.add);
  const sandbox = createSandbox({
    clock: d.clock,
    log: d.log,
    dataFolder: config.dataFolder,
    home,
    environment,
    platform,
    proxy,
    choice: () => d.settings.current().sandbox.backend,
    ...(config.bwrap === undefined ? {} : { bwrapPath: config.bwrap }),
    probeTargets: { ports: () => [...d.ownPorts], sockets: () => [join(config.dataFolder, 'limpet.sock')] },
  });
  let backend = d.settings.current().sandbox.backend;
  d.settings.onChange((now) => {
    if (now.sandbox.backend === backend) return;
    backend = now.sandbox.backend;
    void sandbox.probe(neverAborts).catch((error: unknown) => d.log.warn('probe ended', { error })); // the app has ended
  });
  const workspaces = createWorkspaces({ dataFolder: config.dataFolder, home, platform });
  const { store, settings, bus, activity, clock, log } = d;
  const ledger = createLedger({
    store,
    workspaces,
    settings,
    dataFolder: config.dataFolder,
    bus,
    activity,
    secrets: d.secrets,
    clock,
    log,
  });
  ledger.register(createSettingKind(settings));
  const taint = createTaint({
    ...{ store, bus, settings, clock },
    isAllowedHost: (place) => permissions.book.namesHost(place),
  });
  const permissions: CreatedPermissions = createPermissions({
    ...{ store, bus, sandbox, settings, home, platform, taint, clock, log },
    dataFolder: config.dataFolder,
  });
  const requestKeys = createRequestKeys({
    ...{ values: store.settings, secrets: d.secrets, log },
    onChange: () => bus.publish('requestKeys', '', { type: 'changed' }),
  });
  return {
    serverWeb: createGuardedWeb({ ownPorts: () => [...d.ownPorts] }),
    sandbox,
    taint,
    proposals: createProposals({ store, bus, clock, log }),
    ledger,
    requestKeys,
    egress: createEgress({ ...network, ...d.internet, keys: requestKeys }),
    proxy,
    workspaces,
    service: createServiceEgress(network),
    permissions,
  };
}
