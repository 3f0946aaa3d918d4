// Permissions over a real store and a real folder, with a turn that asks, and a person who answers.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planHashOf } from '#main/abilities/tools/port.ts';
import { CallId, InboxId, MessageId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Approval, Effect } from '#main/contract/messages.ts';
import { Settings, type SettingsPatch } from '#main/contract/settings.ts';
import type { SandboxState } from '#main/contract/system.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import { createPermissions } from '../create-permissions.ts';
import { commandEffects, commandShown } from '../port/plan-command.ts';
import type { PermissionDecision, PermissionRequest, Permissions, TaintVerdict } from '../port.ts';

export type PolicyKitOptions = {
  readonly tier?: SandboxState['tier'];
  readonly settings?: SettingsPatch;
  readonly taint?: () => TaintVerdict;
};

export type PolicyKit = Awaited<ReturnType<typeof createPolicyKit>>;

export async function createPolicyKit(o: PolicyKitOptions = {}) {
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'limpet-policy-'));
  const home = join(base, 'home');
  const workspace = join(home, 'project');
  mkdirSync(workspace, { recursive: true });
  const data = join(home, '.limpet');
  const clock = createFakeClock();
  let { store } = await openStore({ folder: data, now: clock.now });
  const sessionId = SessionId.parse('s1');
  const title = { title: 'Tides', titleIsAutomatic: true, workspace };
  await store.sessions.create({ id: sessionId, ...title, now: clock.now() });
  const inbound = { sessionId, channelId: 'ui', dedupeKey: 'k', kind: { type: 'message' as const }, attachments: [] };
  const policy = { allow: [], interactive: true };
  const now = clock.now();
  await store.inbox.accept({ ...inbound, id: InboxId.parse('i1'), text: 'hi', mode: 'queue', policy, now });
  const turn = {
    turnId: TurnId.parse('t1'),
    answerId: MessageId.parse('m1'),
    fence: 1,
    defaultModel: 'offline/commands',
  };
  await store.turns.begin({ sessionId, ...turn, now });
  const make = () =>
    createPermissions({
      ...{ store, clock, log: silentLog, home, dataFolder: data, platform: 'linux' },
      bus: createBus({ clock, epoch: 'e', log: silentLog }),
      sandbox: { state: () => ({ tier: o.tier ?? 'bubblewrap', reason: '', probes: [] }) },
      settings: { current: () => Settings.parse(o.settings ?? {}) },
      ...(o.taint === undefined ? {} : { taint: { judge: async () => o.taint?.() ?? { type: 'free' } } }),
    });
  let permissions = make();
  let calls = 0;

  const request = (effects: Effect[], more: Partial<PermissionRequest> = {}): PermissionRequest => {
    calls += 1;
    const shown = more.shown ?? { type: 'text' as const, text: effects.map((effect) => effect.target).join(' ') };
    const tool = more.tool ?? 'write_file';
    return {
      ...{ sessionId, turnId: turn.turnId, callId: CallId.parse(`c${calls}`), tool, effects, shown },
      title: { key: 'tools.write_file', params: { path: 'a.txt' } },
      planHash: planHashOf({ shown, effects }, tool),
      ...{ canUndo: true, policy },
      ...more,
    };
  };
  const kit = {
    ...{ home, workspace, data, clock, sessionId, request },
    get store() {
      return store;
    },
    get permissions() {
      return permissions;
    },
    async command(command: string, more: Partial<PermissionRequest> & { network?: boolean } = {}) {
      const { network = false, ...rest } = more;
      const script = await permissions.shell.read(command, { cwd: workspace });
      const effects = commandEffects(command, { script, network, workspace, deleted: () => undefined });
      const shown = commandShown({
        ...{ script, shell: ['bash', '-c'], command, cwd: workspace, network },
        ...{ sandbox: o.tier ?? 'bubblewrap', timeoutMs: 1_000, scripts: [] },
      });
      const grant = {
        key: `execute:${planHashOf({ shown, effects }, 'x')}`,
        title: { key: 'tools.grant_execute', params: {} },
      };
      return request(effects, { tool: 'run_command', shown, canUndo: false, sessionGrant: grant, ...rest });
    },
    /** `allow`, `deny`, or `ask` where the person would be asked. */
    async answer(asked: PermissionRequest): Promise<'allow' | 'deny' | 'ask'> {
      return (await permissions.decideNow(asked))?.type ?? 'ask';
    },
    /** Asks, and waits until the question is on disk. */
    async ask(asked: PermissionRequest): Promise<{ decision: Promise<PermissionDecision>; approval: Approval }> {
      const decision = askOne(permissions, asked);
      decision.catch(() => {}); // read by the test, later
      for (;;) {
        const approval = (await permissions.pending()).find((one) => one.callId === asked.callId);
        if (approval !== undefined) return { decision, approval };
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    /** Another start over the same data. */
    async restart() {
      await permissions.flush();
      await store.close();
      ({ store } = await openStore({ folder: data, now: clock.now }));
      permissions = make();
    },
    async close() {
      await permissions.flush();
      await store.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
  return kit;
}

/** One question alone; resolves to its answer. */
export async function askOne(
  permissions: Pick<Permissions, 'askTogether'>,
  request: PermissionRequest,
  signal: AbortSignal = neverAborts,
): Promise<PermissionDecision> {
  const [answer] = await permissions.askTogether([{ request, signal }]);
  if (answer === undefined) throw new Error('It was not asked.');
  return answer;
}
