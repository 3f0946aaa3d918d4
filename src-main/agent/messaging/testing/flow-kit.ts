// A core without window and wire: real SQLite, bus, lanes and loop around a scripted model, on a clock that the test moves.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToolKit } from '#main/abilities/tools/testing/tool-kit.ts';
import { createLoop } from '#main/agent/loop/create-loop.ts';
import type { Loop } from '#main/agent/loop/port.ts';
import {
  createScriptedModels,
  type ScriptedModels,
  type ScriptedOptions,
  type ScriptStep,
} from '#main/agent/loop/testing/scripted-provider.ts';
import { createTestPermissions, type TestPermissions } from '#main/agent/loop/testing/test-permissions.ts';
import { createTestTools, type TestTools } from '#main/agent/loop/testing/test-tools.ts';
import type { TurnEvent } from '#main/contract/chat.ts';
import { type MessageId, SessionId } from '#main/contract/ids.ts';
import type { Message, Session } from '#main/contract/messages.ts';
import { Settings, type SettingsPatch } from '#main/contract/settings.ts';
import { type ApprovalDesk, createPermissions } from '#main/guard/permissions/create-permissions.ts';
import { createProposals } from '#main/guard/taint/create-proposals.ts';
import { createTaint } from '#main/guard/taint/create-taint.ts';
import { createPricing } from '#main/guard/usage/create-usage.ts';
import { createWorkspaces } from '#main/guard/workspace/create-workspace.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createFakeClock, type FakeClock } from '#main/platform/base/fake-clock.ts';
import { createLog, createRedactor, type LogLine } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store, TurnPolicy } from '#main/platform/store/port.ts';
import { createMessaging, type Messaging } from '../create-messaging.ts';
import type { InboundMessage } from '../port.ts';

export interface FlowKit {
  readonly clock: FakeClock;
  readonly store: Store;
  readonly bus: Bus;
  readonly models: ScriptedModels;
  readonly permissions: TestPermissions;
  readonly tools: TestTools;
  /** The real desk for approvals, with real tools only. */
  readonly desk: ApprovalDesk | undefined;
  readonly loop: Loop;
  readonly messaging: Messaging;
  readonly session: Session;
  readonly folder: string;
  readonly lines: LogLine[];
  send(text: string, more?: Partial<InboundMessage>): Promise<{ inboxId: string; duplicate: boolean }>;
  /** Moves the clock in small steps until it holds. Fails after `limitMs` of that clock. */
  until(holds: () => boolean | Promise<boolean>, limitMs?: number): Promise<void>;
  /** Moves the clock until this has settled. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Everything has been answered. */
  settled(sessionId?: SessionId): Promise<void>;
  history(sessionId?: SessionId): Promise<Message[]>;
  newSession(): Promise<Session>;
  /** Events of the session from now on. */
  watch(sessionId?: SessionId): TurnEvent[];
  close(): Promise<void>;
  /** Leaves the data folder as a dead process would: nothing is drained, somebody else opens it next. */
  abandon(): Promise<void>;
}

export type FlowOptions = {
  /** Real tools in a real sandbox, asked for as the app does, on the real clock: then `permissions` and `tools` lie idle. */
  readonly real?: ToolKit;
  readonly script?: readonly ScriptStep[] | ScriptedOptions['script'];
  readonly models?: Pick<ScriptedOptions, 'models' | 'defaultRef'>;
  readonly settings?: SettingsPatch;
  /** An existing data folder: another start of the same Limpet. */
  readonly folder?: string;
  /** Whether `close` removes the folder; by default only its own. */
  readonly removeFolder?: boolean;
  /** Where the clock begins; of a second start: not before the end of the first. */
  readonly startAt?: number;
  readonly wrapStore?: (store: Store) => Store;
  readonly wrapLoop?: (loop: Loop) => Loop;
  readonly channels?: Parameters<typeof createMessaging>[0]['channels'];
};

export const nothingAllowed: TurnPolicy = { allow: [], interactive: true };
export const allAllowed: TurnPolicy = { allow: ['read', 'write', 'execute', 'network'], interactive: false };

/** Memory instead of a shared disk where the machine has it: these tests are about order, not about fsync. */
const temporary = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The real clock in the shape of the fake one: to move it is to wait. */
function createRealClock(): FakeClock {
  return { ...systemClock, pending: () => 0, advance: (ms) => systemClock.sleep(ms, neverAborts) };
}

export async function createFlowKit(o: FlowOptions = {}): Promise<FlowKit> {
  const clock = o.real === undefined ? createFakeClock(o.startAt) : createRealClock();
  const folder = o.folder ?? (await mkdtemp(join(temporary, 'limpet-flow-')));
  const workspace = o.real?.root ?? (await mkdtemp(join(tmpdir(), 'limpet-flow-ws-')));
  const opened = await openStore({ folder: join(folder, 'data'), now: clock.now });
  const store = o.wrapStore?.(opened.store) ?? opened.store;
  const lines: LogLine[] = [];
  const log = createLog({ sink: (line) => void lines.push(line), redactor: createRedactor(), now: clock.now });
  // Another start of the same data folder is another process: its cursors and keys must not look like ours.
  const start = randomUUID();
  const bus = createBus({ clock, epoch: start, log });
  const script = Array.isArray(o.script) ? undefined : (o.script as ScriptedOptions['script']);
  const models = createScriptedModels({ clock, ...o.models, ...(script === undefined ? {} : { script }) });
  if (Array.isArray(o.script)) models.push(...(o.script as ScriptStep[]));
  const permissions = createTestPermissions();
  const tools = createTestTools({ clock, root: workspace });
  const settings = { current: () => Settings.parse(o.settings ?? {}) };
  const desk =
    o.real === undefined
      ? undefined
      : createPermissions({
          ...{ store, bus, sandbox: o.real.sandbox, settings, clock, log },
          ...{ home: join(folder, 'home'), dataFolder: folder, platform: 'linux' },
        });
  const made = createLoop({
    store,
    bus,
    models,
    permissions: desk ?? permissions,
    taint: createTaint({ ...{ store, bus, settings, clock }, isAllowedHost: async () => false }),
    proposals: createProposals({ store, bus, clock, log }),
    tools: o.real?.bench ?? tools.bench,
    workspaces: createWorkspaces({ dataFolder: folder, home: join(folder, 'home'), platform: 'linux' }),
    pricing: createPricing(),
    settings,
    instructionsFolder: folder,
    platform: 'linux',
    outboxChannels: new Set(o.channels?.keys() ?? []),
    delivered: (channelId) => messaging.deliver(channelId),
    clock,
    log,
  });
  const loop = o.wrapLoop?.(made) ?? made;
  const messaging: Messaging = createMessaging({
    store,
    bus,
    loop,
    channels: o.channels ?? new Map(),
    refusal: () => undefined,
    clock,
    log,
  });
  const life = new AbortController();
  const running = messaging.run(life.signal);
  let made_ = 0;
  const newSession = () => {
    made_ += 1;
    return store.sessions.create({
      id: SessionId.parse(`${start}-${made_}`),
      title: 'New chat',
      titleIsAutomatic: true,
      workspace,
      now: clock.now(),
    });
  };
  const listed = await store.sessions.list({ archived: false, limit: 1 });
  const session = listed.sessions[0] ?? (await newSession());
  let sent = 0;
  const kit: FlowKit = {
    clock,
    store,
    bus,
    models,
    permissions,
    tools,
    desk,
    loop,
    messaging,
    session,
    folder,
    lines,
    newSession,
    send(text, more = {}) {
      sent += 1;
      return messaging.inbox.accept({
        sessionId: session.id,
        channelId: 'ui',
        dedupeKey: `${start}-${sent}`,
        kind: { type: 'message' },
        text,
        attachments: [],
        mode: 'auto',
        policy: nothingAllowed,
        ...more,
      });
    },
    async until(holds, limitMs = 600_000) {
      const end = clock.now() + limitMs;
      for (let quiet = 0; !(await holds()); quiet += 1) {
        // Real disk and threads work in the background of a clock that stands still: let them first.
        if (quiet < 40) await breathe();
        else {
          if (clock.now() > end) throw new Error(`never held: ${holds}`);
          await clock.advance(5);
          quiet = 30;
        }
      }
    },
    async during(work) {
      let isOpen = true;
      const end = work.finally(() => {
        isOpen = false;
      });
      end.catch(() => {}); // the caller gets it below, after the clock has moved
      await kit.until(() => !isOpen);
      return end;
    },
    async settled(sessionId = session.id) {
      await kit.until(() => !messaging.lanes.isRunning(sessionId));
    },
    async history(sessionId = session.id) {
      return (await store.messages.history({ sessionId, from: 0, limit: 1_000 })).messages;
    },
    watch(sessionId = session.id) {
      const events: TurnEvent[] = [];
      const follow = async () => {
        for await (const { data } of messaging.followSession({ sessionId, signal: life.signal })) events.push(data);
      };
      follow().catch(() => {});
      return events;
    },
    async abandon() {
      await opened.store.close();
      await rm(workspace, { recursive: true, force: true });
    },
    async close() {
      life.abort();
      await kit.during(running);
      await store.close();
      if (o.removeFolder ?? o.folder === undefined) await rm(folder, { recursive: true, force: true });
      if (o.real === undefined) await rm(workspace, { recursive: true, force: true });
    },
  };
  return kit;
}

export const textOf = (message: Message | undefined): string =>
  (message?.parts ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');

export const notesOf = (message: Message | undefined): string[] =>
  (message?.parts ?? []).flatMap((part) => (part.type === 'note' ? [part.key] : []));

export const callsOf = (message: Message | undefined) =>
  (message?.parts ?? []).flatMap((part) => (part.type === 'tool_call' ? [part] : []));

export const asMessageId = (id: string) => id as MessageId;
