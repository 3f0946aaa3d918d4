// Every domain of the contract with the handlers of its room.
import { artefactsHandlers } from '#main/abilities/artefacts/handlers.ts';
import type { Artefacts } from '#main/abilities/artefacts/port.ts';
import { browserHandlers } from '#main/abilities/browser/handlers.ts';
import { benchHandlers } from '#main/abilities/hardware/create-bench-handlers.ts';
import { createCompanionHandlers } from '#main/abilities/hardware/create-companion-handlers.ts';
import { createReadingHandlers } from '#main/abilities/hardware/create-reading-handlers.ts';
import type { Recordings } from '#main/abilities/hardware/create-recordings.ts';
import { createRecordingsHandlers } from '#main/abilities/hardware/create-recordings-handlers.ts';
import { devicesHandlers } from '#main/abilities/hardware/handlers.ts';
import type { Companion } from '#main/abilities/hardware/port/companion.ts';
import type { Devices } from '#main/abilities/hardware/port/devices.ts';
import type { Outputs } from '#main/abilities/hardware/port/outputs.ts';
import type { KeptReadings } from '#main/abilities/hardware/port/readings.ts';
import type { VirtualBoards } from '#main/abilities/hardware/port/virtual.ts';
import type { Watches } from '#main/abilities/hardware/port/watches.ts';
import { mcpHandlers } from '#main/abilities/mcp/handlers.ts';
import type { McpServers, OwnServer } from '#main/abilities/mcp/port.ts';
import type { CreatedNotes } from '#main/abilities/notes/create-notes.ts';
import { notesHandlers } from '#main/abilities/notes/handlers.ts';
import { questionsHandlers } from '#main/abilities/questions/handlers.ts';
import type { QuestionDesk } from '#main/abilities/questions/port.ts';
import { reflexesHandlers } from '#main/abilities/reflexes/handlers.ts';
import type { Reflexes } from '#main/abilities/reflexes/port.ts';
import { skillsHandlers } from '#main/abilities/skills/handlers.ts';
import { webSearchHandlers } from '#main/abilities/web-search/handlers.ts';
import { commandsHandlers } from '#main/agent/commands/handlers.ts';
import type { Messaging } from '#main/agent/messaging/create-messaging.ts';
import { chatHandlers, workHandlers } from '#main/agent/messaging/handlers.ts';
import { modelsHandlers } from '#main/agent/providers/handlers.ts';
import type { Models } from '#main/agent/providers/port.ts';
import { createTransfer } from '#main/agent/sessions/create-transfer.ts';
import { createTransferHandlers } from '#main/agent/sessions/create-transfer-handlers.ts';
import { sessionsHandlers } from '#main/agent/sessions/handlers.ts';
import type { LimpetHandlers } from '#main/contract/contract.ts';
import { activityHandlers } from '#main/guard/activity/handlers.ts';
import { requestKeysHandlers } from '#main/guard/egress/handlers.ts';
import type { Lockdown } from '#main/guard/lockdown/port.ts';
import { createRuleHandlers } from '#main/guard/permissions/create-rule-handlers.ts';
import { approvalsHandlers } from '#main/guard/permissions/handlers.ts';
import { proposalsHandlers, taintHandlers } from '#main/guard/taint/handlers.ts';
import { undoHandlers } from '#main/guard/undo/handlers.ts';
import { usageHandlers } from '#main/guard/usage/handlers.ts';
import type { SpendGuard } from '#main/guard/usage/port.ts';
import { workspaceHandlers } from '#main/guard/workspace/handlers.ts';
import type { Backups } from '#main/platform/backup/create-backups.ts';
import { backupHandlers } from '#main/platform/backup/handlers.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Secrets } from '#main/platform/secrets/port.ts';
import { settingsHandlers } from '#main/platform/settings/handlers.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { OpenedStore } from '#main/platform/store/port.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { createUpdater } from '#main/platform/updates/create-updater.ts';
import { updatesHandlers } from '#main/platform/updates/handlers.ts';
import { createApiKeys } from '#main/platform/upkeep/create-api-keys.ts';
import { createDoctor } from '#main/platform/upkeep/create-doctor.ts';
import type { Notices } from '#main/platform/upkeep/create-notices.ts';
import { systemHandlers } from '#main/platform/upkeep/handlers.ts';
import type { AppOptions } from './app-options.ts';
import { defaultWorkspace } from './app-paths.ts';
import { backupTimes } from './backup-times.ts';
import type { createAccount } from './create-account.ts';
import type { Agent } from './create-agent.ts';
import type { Guards } from './create-guards.ts';
import type { Logging } from './create-logging.ts';
import type { Web } from './create-web.ts';
import { desktopHandlers } from './desktop-handlers.ts';
import { spokenLanguage } from './spoken-language.ts';

export type HandlerDeps = {
  readonly app: AppOptions;
  readonly opened: OpenedStore;
  readonly account: ReturnType<typeof createAccount>;
  readonly backups: Backups;
  /** Ends this app soon and makes it anew; undefined where only the person can. */
  readonly restart: (() => void) | undefined;
  readonly bus: Bus;
  readonly settings: SettingsSource;
  readonly secrets: Secrets;
  readonly guards: Guards;
  readonly web: Web;
  readonly models: Models;
  readonly artefacts: Artefacts;
  readonly notes: CreatedNotes;
  readonly questions: QuestionDesk;
  readonly spending: SpendGuard;
  readonly loop: Agent['loop'];
  readonly messaging: Messaging;
  readonly devices: Devices;
  readonly companion: Companion;
  readonly lockdown: Lockdown;
  readonly boards: VirtualBoards;
  readonly readings: KeptReadings;
  readonly outputs: Outputs;
  readonly recordings: Recordings;
  readonly reflexes: Reflexes;
  readonly watches: Watches;
  readonly servers: McpServers;
  readonly own: OwnServer;
  readonly skills: Agent['skills'];
  readonly logging: Logging;
  readonly notices: Notices;
  readonly workspaceOf: () => string;
  readonly ownPorts: ReadonlySet<number>;
  readonly clock: Clock;
};

function createSystem(d: HandlerDeps) {
  const { config, home } = d.app.loaded;
  const { store } = d.opened;
  const apiKeys = createApiKeys(store.settings);
  const doctor = createDoctor({
    folder: config.dataFolder,
    nodeVersion: process.version,
    platform: process.platform,
    store,
    backups: () => backupTimes(config.dataFolder),
    sandbox: d.guards.sandbox,
    secrets: d.secrets,
    models: d.models,
    configFile: d.app.loaded.file,
    clock: d.clock,
    log: d.logging.log.child('doctor'),
    gatewayPorts: () => [...d.ownPorts],
  });
  const handlers = systemHandlers({
    version: d.app.version,
    host: d.app.host.kind,
    platform: process.platform,
    versions: Object.fromEntries(Object.entries(process.versions).map(([name, version]) => [name, version ?? ''])),
    home,
    dataFolder: config.dataFolder,
    defaultWorkspace: () => defaultWorkspace({ setting: '', home }),
    sandbox: d.guards.sandbox,
    secrets: d.secrets,
    notices: d.notices,
    doctor,
    apiKeys,
    store,
    settings: d.settings,
    clock: d.clock,
    logFile: d.logging.file,
    redactor: d.logging.redactor,
    bus: d.bus,
  });
  return { apiKeys, handlers, doctor };
}

export function createHandlers(d: HandlerDeps) {
  const { bus, clock, guards, loop, messaging, models, settings } = d;
  const { store } = d.opened;
  const system = createSystem(d);
  const chat = chatHandlers({ store, messaging, loop, bus, clock });
  const translate = () => createTranslate(spokenLanguage(settings.current()));
  const transfer = createTransfer({
    ...{ store, bus, clock, translate },
    workspace: async () => (await guards.workspaces.open(d.workspaceOf(), { create: true })).root,
  });
  const sessions = sessionsHandlers({
    store,
    lanes: messaging.lanes,
    models,
    workspaces: guards.workspaces,
    defaultWorkspace: d.workspaceOf,
    untitled: () => translate()('sessions.untitled'),
    bus,
    clock,
  });
  const updater = createUpdater({
    ...{ settings, clock },
    host: d.app.updates,
    version: d.app.version,
    values: store.settings,
    log: d.logging.log.child('updates'),
    onChange: () => bus.publish('updates', '', { type: 'changed' }),
    onFound: (version) => d.notices.add({ id: 'update-found', key: 'system.notice_update_found', params: { version } }),
  });
  const all: LimpetHandlers = {
    activity: activityHandlers({ ...d.account, store, bus }),
    approvals: approvalsHandlers({ desk: guards.permissions, bus }),
    artefacts: artefactsHandlers({ artefacts: d.artefacts, bus }),
    backup: backupHandlers({ backups: d.backups, bus }),
    browser: browserHandlers({ browser: d.web.browser, bus }),
    chat,
    commands: commandsHandlers({ chat, sessions, store, skills: d.skills }),
    desktop: desktopHandlers(d.app.host),
    mcp: mcpHandlers({ servers: d.servers, own: d.own, bus }),
    models: modelsHandlers({ models, bus }),
    notes: notesHandlers({ notes: d.notes, store, bus }),
    proposals: proposalsHandlers({
      ...{ desk: guards.proposals, apply: loop.applyProposal, activity: d.account.book, bus, log: d.logging.log },
    }),
    permissions: createRuleHandlers({
      permissions: guards.permissions,
      sessions: store.sessions,
      workspaces: guards.workspaces,
      usualWorkspace: d.workspaceOf,
      bus,
    }),
    bench: benchHandlers({ devices: d.devices, outputs: d.outputs, clock }),
    companion: createCompanionHandlers(d),
    readings: createReadingHandlers({ readings: d.readings, watches: d.watches, store, clock }),
    devices: devicesHandlers({ devices: d.devices, boards: d.boards, clock }),
    recordings: createRecordingsHandlers({ recordings: d.recordings, clock }),
    requestKeys: requestKeysHandlers({ keys: guards.requestKeys, bus }),
    questions: questionsHandlers({ desk: d.questions, bus }),
    reflexes: reflexesHandlers({ reflexes: d.reflexes, bus }),
    sessions,
    settings: settingsHandlers({ settings, bus }),
    skills: skillsHandlers({ skills: d.skills, bus, activity: d.account.book }),
    system: system.handlers,
    taint: taintHandlers({ taint: guards.taint, store, summarise: loop.summarise, bus, clock }),
    transfer: createTransferHandlers({ transfer, bus }),
    undo: undoHandlers({ ledger: guards.ledger, store, bus }),
    updates: updatesHandlers({
      ...{ bus, clock, updater, restart: d.restart },
      snapshots: store.snapshots,
      runningTurns: () => messaging.lanes.runningCount(),
      log: d.logging.log.child('updates'),
    }),
    webSearch: webSearchHandlers({ webSearch: d.web.webSearch, bus }),
    work: workHandlers({ messaging, bus }),
    usage: usageHandlers({
      ...{ guard: d.spending, store: store.spending, bus, clock },
      priceOf: async (model) => (await models.known(model))?.price,
    }),
    workspace: workspaceHandlers({
      workspaces: guards.workspaces,
      store,
      home: d.app.loaded.home,
      dataFolder: d.app.loaded.config.dataFolder,
      clock,
    }),
  };
  return { all, updater, apiKeys: system.apiKeys, doctor: system.doctor };
}
