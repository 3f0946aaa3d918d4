// Boards beside the screen in time that a test moves: our firmware as it is shipped, and boards that a test speaks for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Title } from '#main/abilities/tools/port.ts';
import { ApprovalId } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import { createLockdown } from '#main/guard/lockdown/create-lockdown.ts';
import { lockedDown } from '#main/guard/lockdown/port.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import { sketchFolder } from '../../../../build/firmware/build-board.ts';
import { type ByHandAnswer, createCompanion } from '../create-companion.ts';
import { createDevices } from '../create-devices.ts';
import { createOutputs } from '../create-outputs.ts';
import type { DeviceIdentity } from '../port/link.ts';
import type { Bench } from './board-suite.ts';
import { createMemoryStore } from './memory-device-store.ts';
import { createMemoryLinks, type MemoryDevice } from './memory-links.ts';
import { openUnoBench } from './uno-bench.ts';

const shipped = readFileSync(join(sketchFolder, 'limpet-board.hex'), 'latin1');
/** Board time goes on in such steps. */
const stepMs = 10;

const identityOf = (name: string): DeviceIdentity => ({
  ...{ transport: 'serial', key: `usb:2341:0043:${name}`, path: `/dev/${name}` },
  ...{ vendorId: '2341', productId: '0043', serialNumber: name },
});

/** Only what a companion looks at. */
export const question = (id: string, change: Partial<Approval> = {}): Approval =>
  ({
    ...{ id: ApprovalId.parse(id), planHash: id.slice(0, 1).repeat(64), effects: [{ type: 'write', target: 'a.md' }] },
    expiresAt: 2_000_000_000_000,
    ...change,
  }) as Approval;

export type AnyBoard = { readonly key: string; readonly device: MemoryDevice };
export type UnoBoard = AnyBoard & { readonly bench: Bench };

export async function createCompanionKit(values = new Map<string, unknown>()) {
  const clock = createFakeClock(1_700_000_000_000);
  const links = createMemoryLinks();
  const bus = createBus({ clock, epoch: 'test', log: silentLog });
  const account: Title[] = [];
  const activity = { note: async ({ title }: { title: Title }) => void account.push(title) };
  const store = createMemoryStore(account);
  const kept = {
    getValue: async (key: string) => values.get(key),
    setValue: async (key: string, value: unknown) => void values.set(key, value),
  };
  const lockdown = await createLockdown({ values: kept, activity, clock, log: silentLog });
  let pending: readonly Approval[] = [];
  const answers: ByHandAnswer[] = [];
  const lay = (...questions: readonly Approval[]) => {
    pending = questions;
    bus.publish('approvals', '', { approvals: [...questions] });
  };
  const companion = createCompanion({
    ...{ bus, lockdown, activity, clock, log: silentLog, devices: store, values: kept },
    approvals: {
      pending: async () => pending,
      async answer(answer) {
        answers.push(answer);
        lay(...pending.filter(({ id }) => id !== answer.approvalId));
      },
    },
    nameOf: async (key) => key.slice(-3),
    noteSpeaks: (key) => devices.noteSpeaks(key, 'limpet'),
    noteSafe: (key) => outputs.noteSafe(key),
  });
  const devices = createDevices({
    ...{ openers: [links.opener], store, activity, platform: 'darwin', clock, log: silentLog },
    onSession: companion.meet,
    refusal: () => (lockdown.isOn ? lockedDown() : undefined),
  });
  const outputs = createOutputs({
    devices,
    kept: { load: async () => false, save: async () => {} },
    clock,
    log: silentLog,
  });
  lockdown.onBegin(devices.disconnectAll);
  const stop = new AbortController();
  const running = Promise.all([devices.run(stop.signal), companion.run(stop.signal)]);

  const connect = async (name: string): Promise<AnyBoard> => {
    const identity = identityOf(name);
    const device = links.plug(identity);
    await devices.allow(identity.key, stop.signal);
    await devices.connect(identity.key, stop.signal);
    return { key: identity.key, device };
  };
  const uno = async (name: string): Promise<UnoBoard> => {
    const bench = await openUnoBench(shipped);
    const board = await connect(name);
    board.device.onWrite((bytes) => bench.send(Buffer.from(bytes).toString('latin1')));
    const step = async () => {
      for (const line of await bench.pass(stepMs)) board.device.say(`${line}\n`);
      if (!stop.signal.aborted) clock.after(stepMs, () => void step());
    };
    bench.reset();
    clock.after(stepMs, () => void step());
    await clock.advance(400);
    return { ...board, bench };
  };
  const stateNow = async () => {
    for await (const state of companion.follow(stop.signal)) return state;
    throw new Error('it ended');
  };
  /** As a page does that shows the question; ends with what it gives back. */
  const attend = (one: Approval) => {
    const seen = new AbortController();
    const boards: (readonly string[])[] = [];
    void (async () => {
      const shown = { approvalId: one.id, planHash: one.planHash };
      for await (const names of companion.attend(shown, seen.signal)) boards.push(names);
    })();
    return { boards, away: () => seen.abort() };
  };
  return {
    ...{ clock, links, devices, companion, outputs, lockdown, account, answers, bus, values },
    ...{ connect, uno, lay, attend, stateNow },
    signal: stop.signal,
    heardBy: ({ device }: AnyBoard) => device.heard().toString('latin1'),
    async press({ bench }: UnoBoard, button: 'approve' | 'deny', ms: number) {
      bench.hold(button, true);
      await clock.advance(ms);
      bench.hold(button, false);
      await clock.advance(150);
    },
    async close() {
      stop.abort();
      await running;
    },
  };
}
export type CompanionKit = Awaited<ReturnType<typeof createCompanionKit>>;
