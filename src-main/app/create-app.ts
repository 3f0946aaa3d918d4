// Joins the rooms. Hosts get handlers to serve and one lifetime to run.
import { createArtefacts } from '#main/abilities/artefacts/create-artefacts.ts';
import type { OwnServer } from '#main/abilities/mcp/port.ts';
import { createNotes } from '#main/abilities/notes/create-notes.ts';
import { createQuestions } from '#main/abilities/questions/create-questions.ts';
import { createReflexTools } from '#main/abilities/reflexes/create-reflex-tools.ts';
import { createReflexes } from '#main/abilities/reflexes/create-reflexes.ts';
import type { Messaging } from '#main/agent/messaging/create-messaging.ts';
import { createProviders } from '#main/agent/providers/create-providers.ts';
import { contract, type LimpetHandlers } from '#main/contract/contract.ts';
import { SessionId } from '#main/contract/ids.ts';
import { createActivity } from '#main/guard/activity/create-activity.ts';
import { createLockdown } from '#main/guard/lockdown/create-lockdown.ts';
import { lockedDown } from '#main/guard/lockdown/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log, LogLevel } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import { createRedaction } from '#main/platform/secrets/create-redaction.ts';
import { createSettings } from '#main/platform/settings/create-settings.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { OpenedStore, Store } from '#main/platform/store/port.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { createAlarm, type PowerEvent } from '#main/platform/upkeep/create-alarm.ts';
import { createNotices, type Notice } from '#main/platform/upkeep/create-notices.ts';
import { createUpkeep } from '#main/platform/upkeep/create-upkeep.ts';
import type { DoctorCheck } from '#main/platform/upkeep/port.ts';
import { createApiAgent } from './api-agent.ts';
import type { AppOptions } from './app-options.ts';
import { defaultWorkspace } from './app-paths.ts';
import type { LoadedConfig } from './config.ts';
import { createAccount } from './create-account.ts';
import { createAgent } from './create-agent.ts';
import { createGuards } from './create-guards.ts';
import { createHandlers } from './create-handlers.ts';
import { createHardware } from './create-hardware.ts';
import { createLogging } from './create-logging.ts';
import { createOwn, createServers } from './create-servers.ts';
import { createSpending } from './create-spending.ts';
import { createWeb } from './create-web.ts';
import { endOnCrash } from './end-on-crash.ts';
import { openBackups } from './open-backups.ts';
import { openSecrets } from './open-secrets.ts';
import { spokenLanguage } from './spoken-language.ts';

/** After the start has settled; a command that comes earlier waits for its own probe. */
const probeAfterMs = 1_500;

export interface App {
  readonly contract: typeof contract;
  readonly handlers: LimpetHandlers;
  readonly store: Store;
  readonly messaging: Messaging;
  readonly api: ReturnType<typeof createApiAgent>;
  /** Limpet's own tools for other programs. */
  readonly own: OwnServer;
  /** Ports that our own gateway listens on: the agent's fetches never reach them. */
  readonly ownPorts: Set<number>;
  readonly loaded: LoadedConfig;
  readonly version: string;
  /** New at every start: cursors of another one cannot be resumed. */
  readonly epoch: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the host should end this app and make it anew: another past was made ready for the next start. */
  readonly restartWanted: AbortSignal;
  /** Adds a check of the host's own to the doctor's round. */
  addCheck(check: DoctorCheck): void;
  /** The machine goes to sleep, or has woken: what is planned by the clock looks again. */
  power(event: PowerEvent): void;
  /** Recovers, wakes what is pending, works until the signal aborts; then stops turns, and closes what was opened. */
  run(signal: AbortSignal): Promise<void>;
}

/** So that a copy says which version the data was used with. */
async function noteVersion(values: Store['settings'], version: string): Promise<void> {
  if ((await values.getValue('app.version')) !== version) await values.setValue('app.version', version);
}

/** Rejects as `OpenStore` does; nothing is left open then. */
export async function createApp(o: AppOptions): Promise<App> {
  const clock = o.clock ?? systemClock;
  const { config, environment, home } = o.loaded;
  const opened: OpenedStore = await openStore({
    folder: config.dataFolder,
    now: clock.now,
    ...(o.repair === undefined ? {} : { repair: o.repair }),
  });
  const { store } = opened;
  await noteVersion(store.settings, o.version);
  let level = (): LogLevel => 'info'; // until the settings say
  const logging = createLogging({ dataFolder: config.dataFolder, level: () => level(), clock });
  const { log, redactor } = logging;
  const epoch = newId(clock.now());
  const bus = createBus({ clock, epoch, log });
  const { notices: fileNotices } = await o.loaded.file.settle(); // the data folder is ours now
  const notices = createNotices(opened.notices, bus);
  const tellFile = (news: readonly Notice[]) => notices.renew('config-', news);
  const settings = await createSettings({
    ...{ store: store.settings, bus, clock, log },
    file: o.loaded.file,
    outside: o.loaded.outside,
    start: config,
    onFileNotices: tellFile,
  });
  level = () => settings.current().logLevel;
  tellFile(fileNotices);
  const secrets = openSecrets({ loaded: o.loaded, clock, log, redactor, safeStorage: o.safeStorage });
  const ownPorts = new Set<number>();
  const book = createActivity({
    store,
    bus,
    settings,
    redactor,
    version: o.version,
    clock,
    log: log.child('activity'),
  });
  const guards = createGuards({
    ...{ loaded: o.loaded, store, bus, settings, secrets, ownPorts, activity: book, clock, log },
    internet: o.internet,
  });
  const { spending, usageNews } = createSpending({ store, settings, bus, clock, log });
  const models = createProviders({
    spending,
    secrets,
    settings,
    values: store.settings,
    environment,
    clock,
    log,
    redactor,
    offline: { language: () => spokenLanguage(settings.current()) },
  });
  models.onChange(() => bus.publish('models', '', { type: 'changed' }));
  const redaction = createRedaction({ redactor, secrets, clock });
  const web = createWeb({ loaded: o.loaded, settings, secrets, guards, bus, clock, log });
  const artefacts = createArtefacts({ store, bus, clock });
  const notes = createNotes({ store, taint: guards.taint, ledger: guards.ledger, settings, bus, clock });
  const waitMs = () => Math.round(settings.current().approvalMinutes * 60_000);
  const questions = createQuestions({ store, bus, waitMs, clock, log });
  const workspaceOf = () => defaultWorkspace({ setting: settings.current().workspace, home });
  const rooms = {
    ...{ app: o, questions, store, secrets, settings, guards, models, bus, workspaceOf, redactor },
    ...{ activity: book, clock, log },
  };
  const servers = createServers({ ...rooms, models: redaction.models(models) });
  const lockdown = await createLockdown({ values: store.settings, activity: book, clock, log: log.child('lockdown') });
  const hardware = createHardware({
    ...{ store, settings, activity: book, artefacts, clock, log },
    ...{ approvals: guards.permissions, bus, lockdown },
    dataFolder: config.dataFolder,
    services: o.host.services,
    environment: o.loaded.environment,
  });
  const reflexes = createReflexes({
    ...{ store: store.reflexes, readings: hardware.readings, outputs: hardware.outputs, bus, clock },
    log: log.child('reflexes'),
  });
  const reflexTools = createReflexTools({ reflexes, ...hardware });
  const agent = {
    activity: book,
    artefacts,
    notes,
    questions,
    loaded: o.loaded,
    store,
    bus,
    settings,
    secrets,
    guards,
    web,
    models,
    redaction,
    clock,
    log,
  };
  const { loop, loopOver, messaging, skills, ownTools } = createAgent({
    ...agent,
    servers,
    sources: [servers.source, hardware.tools, reflexTools],
    refusal: () => (lockdown.isOn ? lockedDown() : undefined),
  });
  lockdown.onBegin(messaging.work.stopAll);
  lockdown.onRelease(messaging.lanes.wakePending);
  const own = createOwn({ ...rooms, ownTools, isLocked: () => lockdown.isOn });
  const account = createAccount({ store, book, settings, guards, loopOver, clock, log });
  const { backups, restartWanted, restart } = openBackups({ app: o, store, settings, bus, clock, log });
  const handlers = createHandlers({
    ...{
      app: o,
      account,
      artefacts,
      notes,
      questions,
      backups,
      restart,
      opened,
      bus,
      settings,
      secrets,
      guards,
      web,
      models,
      spending,
      loop,
      messaging,
      ...{ devices: hardware.devices, boards: hardware.boards, outputs: hardware.outputs },
      ...{ readings: hardware.readings, watches: hardware.watches, recordings: hardware.recordings },
      ...{ companion: hardware.companion, lockdown, reflexes, servers },
      own,
      skills,
      logging,
      notices,
      workspaceOf,
      ownPorts,
      clock,
    },
  });
  handlers.doctor.add(web.browserCheck);
  const newSession = async (model: string) => {
    const id = SessionId.parse(newId(clock.now()));
    const { root } = await guards.workspaces.open(workspaceOf(), { create: true });
    await store.sessions.create({ id, title: 'API', titleIsAutomatic: true, workspace: root, model, now: clock.now() });
    return id;
  };
  const api = createApiAgent({ messaging, models, store, apiKeys: handlers.apiKeys, settings, newSession, clock });
  const backup = async (signal: AbortSignal) => {
    const { made } = await store.backup(signal);
    if (made) bus.publish('updates', '', { type: 'changed' });
  };
  const alarm = createAlarm(clock);
  const upkeep = createUpkeep({
    sessions: store.sessions,
    notes: store.notes,
    backup,
    alarm,
    clock,
    log: log.child('upkeep'),
  });

  const sentence = () => createTranslate(spokenLanguage(settings.current()))('system.crashed');
  const crash = { log, redactor, closeLog: logging.close, sentence };

  return {
    contract,
    handlers: handlers.all,
    store,
    messaging,
    api,
    own,
    ownPorts,
    loaded: o.loaded,
    version: o.version,
    epoch,
    clock,
    log,
    restartWanted,
    addCheck: handlers.doctor.add,
    power(event) {
      log.info('power', { event });
      alarm.power(event);
      if (event === 'suspend') void hardware.outputs.stopAll('sleep'); // never rejects
    },
    async run(signal) {
      // The desktop shell shows such an error by itself, and lets the person go on.
      const letGo = o.host.kind === 'electron' ? () => {} : endOnCrash(crash);
      log.info('started', { version: o.version, host: o.host.kind });
      settings.follow(signal);
      const probeSoon = () =>
        void guards.sandbox.probe(signal).catch((error: unknown) => log.info('no probe', { error }));
      const cancelProbe = clock.after(probeAfterMs, probeSoon);
      const cancelSettle = clock.after(probeAfterMs, () => void secrets.settle(signal)); // never rejects
      try {
        const { updater } = handlers;
        const base = [messaging, upkeep, backups, usageNews, updater, guards.ledger, book];
        const parts = [...base, servers, ...hardware.parts, reflexes];
        await Promise.all(parts.map((part) => part.run(signal)));
      } finally {
        cancelProbe();
        cancelSettle();
        await own.close();
        await web.browser.close();
        hardware.close();
        await guards.sandbox.close();
        await guards.permissions.flush();
        await guards.proxy.close();
        await book.traffic.flush();
        log.info('ended');
        logging.close();
        await store.close();
        letGo();
      }
    },
  };
}
