// Who is asked, what an answer binds to, and what happens when nobody answers. Real SQLite, a clock that stands still.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CallId, CommandId, InboxId, MessageId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Ctx } from '#main/contract/kernel.ts';
import type { Effect } from '#main/contract/messages.ts';
import { Settings } from '#main/contract/settings.ts';
import type { SandboxState } from '#main/contract/system.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { hashOf } from '#main/platform/base/json.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createPermissions } from './create-permissions.ts';
import { approvalsHandlers } from './handlers.ts';
import type { PermissionRequest } from './port.ts';
import { askOne } from './testing/policy-kit.ts';

const sessionId = SessionId.parse('s1');
const opened: Store[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

const write: Effect = { type: 'write', target: 'a.txt', insideWorkspace: true };
const run: Effect = { type: 'execute', target: 'make' };

function request(effects: Effect[], more: Partial<PermissionRequest> = {}): PermissionRequest {
  const shown = { type: 'text' as const, text: 'what will happen' };
  return {
    sessionId,
    turnId: TurnId.parse('t1'),
    callId: CallId.parse('c1'),
    tool: 'write_file',
    title: { key: 'tools.write', params: { path: 'a.txt' } },
    effects,
    shown,
    planHash: hashOf({ shown, effects }),
    canUndo: true,
    policy: { allow: [], interactive: true },
    ...more,
  };
}
const grant = { key: 'write:workspace', title: { key: 'tools.grant_write', params: {} } };

async function setUp(tier: SandboxState['tier'] = 'bubblewrap') {
  const clock = createFakeClock();
  const { store } = await openStore({ folder: mkdtempSync(join(tmpdir(), 'limpet-permissions-')), now: clock.now });
  opened.push(store);
  await store.sessions.create({
    id: sessionId,
    title: 'Tides',
    titleIsAutomatic: true,
    workspace: '/w',
    now: clock.now(),
  });
  const inbound = { sessionId, channelId: 'ui', dedupeKey: 'k', kind: { type: 'message' as const }, attachments: [] };
  const policy = { allow: [], interactive: true };
  await store.inbox.accept({
    ...inbound,
    id: InboxId.parse('i1'),
    text: 'hi',
    mode: 'queue',
    policy,
    now: clock.now(),
  });
  const turn = {
    turnId: TurnId.parse('t1'),
    answerId: MessageId.parse('m1'),
    fence: 1,
    defaultModel: 'offline/commands',
  };
  await store.turns.begin({ sessionId, ...turn, now: clock.now() });
  const bus = createBus({ clock, epoch: 'e', log: silentLog });
  const settings = { current: () => Settings.parse({}) };
  const sandbox = { state: (): SandboxState => ({ tier, reason: '', probes: [] }) };
  const place = { home: '/home/me', dataFolder: '/home/me/.limpet', platform: 'linux' };
  const permissions = createPermissions({ store, bus, sandbox, settings, clock, log: silentLog, ...place });
  /** Asks, and waits until the question is on disk. */
  const ask = async (asked: PermissionRequest, signal = neverAborts) => {
    const decision = askOne(permissions, asked, signal);
    decision.catch(() => {}); // read by the test, later
    for (;;) {
      const [approval] = await permissions.pending();
      if (approval !== undefined) return { decision, approval };
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { clock, store, bus, permissions, ask };
}

describe('deciding without asking', () => {
  it('lets reading inside the workspace pass and asks for everything else', async () => {
    const { permissions } = await setUp();
    const free = await permissions.decideNow(request([{ type: 'read', target: 'a', insideWorkspace: true }]));
    expect(free).toMatchObject({ type: 'allow', by: 'policy', reasons: [{ words: { key: 'policy.free_read' } }] });
    for (const effect of [
      write,
      run,
      { type: 'network', target: 'https://a.test' },
      { type: 'read', target: '/etc', insideWorkspace: false },
    ] as Effect[])
      expect(await permissions.decideNow(request([effect]))).toBeUndefined();
  });

  it('denies commands where the sandbox failed its check, whatever was allowed [T19]', async () => {
    const { permissions } = await setUp('off');
    const decision = await permissions.decideNow(request([run], { policy: { allow: ['execute'], interactive: true } }));
    expect(decision).toMatchObject({ type: 'deny', by: 'policy' });
  });

  it('asks for every command without a sandbox and offers no session grant [T19]', async () => {
    const { permissions, ask, store } = await setUp('none');
    const asked = request([run], {
      sessionGrant: { ...grant, key: 'execute:x' },
      policy: { allow: ['execute'], interactive: true },
    });
    expect(await permissions.decideNow(asked)).toBeUndefined();
    const { approval } = await ask(asked);
    expect(approval.sessionGrant).toBeUndefined();
    await expect(
      permissions.answer({ approvalId: approval.id, planHash: approval.planHash, decision: 'session' }),
    ).rejects.toMatchObject({ code: 'unsupported' });
    expect(await store.approvals.hasGrant(sessionId, 'execute:x')).toBe(false);
  });

  it('denies what was not allowed where nobody can be asked, and says how to allow it', async () => {
    const { permissions } = await setUp();
    const policy = { allow: ['write' as const], interactive: false };
    expect(await permissions.decideNow(request([write], { policy }))).toMatchObject({ type: 'allow' });
    const denied = await permissions.decideNow(request([write, run], { policy }));
    expect(denied).toMatchObject({ type: 'deny', reason: expect.stringContaining('--allow') });
  });
});

describe('asking', () => {
  it('runs after Once, and asks again the next time [T25]', async () => {
    const { permissions, ask } = await setUp();
    const { decision, approval } = await ask(request([write], { sessionGrant: grant }));
    await permissions.answer({ approvalId: approval.id, planHash: approval.planHash, decision: 'once' });
    expect(await decision).toMatchObject({ type: 'allow', by: 'person', scope: 'once' });
    expect(await permissions.decideNow(request([write], { sessionGrant: grant }))).toBeUndefined();
  });

  it('asks no more in the session for exactly what was granted', async () => {
    const { permissions, ask } = await setUp();
    const { decision, approval } = await ask(request([write], { sessionGrant: grant }));
    await permissions.answer({ approvalId: approval.id, planHash: approval.planHash, decision: 'session' });
    await decision;
    expect(await permissions.decideNow(request([write], { sessionGrant: grant }))).toMatchObject({
      type: 'allow',
      by: 'session',
    });
    expect(
      await permissions.decideNow(request([write], { sessionGrant: { ...grant, key: 'write:elsewhere' } })),
    ).toBeUndefined();
  });

  it('refuses an answer to something else than was shown, and a second answer [T25]', async () => {
    const { permissions, ask } = await setUp();
    const { decision, approval } = await ask(request([write]));
    const answer = { approvalId: approval.id, planHash: approval.planHash, decision: 'once' as const };
    await expect(permissions.answer({ ...answer, planHash: 'f'.repeat(64) })).rejects.toMatchObject({
      code: 'conflict',
    });
    await permissions.answer(answer);
    await expect(permissions.answer(answer)).rejects.toMatchObject({ code: 'conflict' });
    expect(await decision).toMatchObject({ type: 'allow' });
  });

  it('denies when nobody answers in time, and takes no later answer [T25]', async () => {
    const { clock, permissions, ask } = await setUp();
    const { decision, approval } = await ask(request([write]));
    await clock.advance(30 * 60_000 + 1);
    expect(await decision).toMatchObject({ type: 'deny', by: 'timeout', stop: false });
    await expect(
      permissions.answer({ approvalId: approval.id, planHash: approval.planHash, decision: 'once' }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await permissions.pending()).toEqual([]);
  });

  it('tells Deny and Deny and stop apart', async () => {
    const { permissions, ask } = await setUp();
    for (const [decision, stop] of [
      ['deny', false],
      ['deny_stop', true],
    ] as const) {
      const asked = await ask(request([write]));
      await permissions.answer({ approvalId: asked.approval.id, planHash: asked.approval.planHash, decision });
      expect(await asked.decision).toMatchObject({ type: 'deny', by: 'person', stop });
    }
  });

  it('is cancelled by Stop and leaves no open question [T42]', async () => {
    const { permissions, ask } = await setUp();
    const abort = new AbortController();
    const { decision } = await ask(request([write]), abort.signal);
    abort.abort();
    await expect(decision).rejects.toMatchObject({ code: 'cancelled' });
    expect(await permissions.pending()).toEqual([]);
  });
});

describe('over the wire', () => {
  const command = (id: string, signal = neverAborts) => ({ commandId: CommandId.parse(id), signal }) as Ctx;

  it('takes a repeated command once and says so twice, and no second command [T25]', async () => {
    const { permissions, bus, ask } = await setUp();
    const { decide } = approvalsHandlers({ desk: permissions, bus });
    const { decision, approval } = await ask(request([write]));
    const input = { approvalId: approval.id, planHash: approval.planHash, decision: 'once' as const };
    expect(await decide(input, command('k1'))).toEqual({ decided: true });
    expect(await decide(input, command('k1'))).toEqual({ decided: true });
    await expect(decide(input, command('k2'))).rejects.toMatchObject({ code: 'conflict' });
    expect(await decision).toMatchObject({ type: 'allow', by: 'person', scope: 'once' });
  });

  it('shows an open question at once, and that it is gone', async () => {
    const { permissions, bus, ask } = await setUp();
    const handlers = approvalsHandlers({ desk: permissions, bus });
    const leave = new AbortController();
    const seen = handlers.watch({}, command('k0', leave.signal))[Symbol.asyncIterator]();
    expect((await seen.next()).value?.data.approvals).toEqual([]);
    const next = seen.next();
    const { decision, approval } = await ask(request([write]));
    expect((await next).value?.data.approvals).toMatchObject([{ id: approval.id, planHash: approval.planHash }]);
    expect((await handlers.pending({}, command('k3'))).approvals).toHaveLength(1);
    const after = seen.next();
    await permissions.answer({ approvalId: approval.id, planHash: approval.planHash, decision: 'deny' });
    await decision;
    expect((await after).value?.data.approvals).toEqual([]);
    leave.abort();
  });
});
