// A chat and a board: the model is told of its tools while it is there, and nothing reaches it without the person's word.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPtyBoard, type PtyBoard } from '#main/abilities/hardware/testing/pty-board.ts';
import { sse } from '#main/agent/providers/testing/fault-server.ts';
import { chatWire } from '#main/agent/providers/testing/wires.ts';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import { type AppKit, answerWith, createAppKit } from './testing/app-kit.ts';

// biome-ignore lint/style/noProcessEnv: where the program is, found by the run of the tests.
const socat = process.env.LIMPET_SOCAT ?? '';

describe.skipIf(socat === '')('a board in a chat [socat]', { timeout: 40_000 }, () => {
  let kit: AppKit;
  let board: PtyBoard;
  let key: string;
  beforeEach(async () => {
    kit = await createAppKit();
    board = await createPtyBoard(socat);
    key = `path:${board.path}`;
    await kit.during(kit.api.settings.set({ patch: { devicePorts: [board.path] } }));
  });
  afterEach(async () => {
    await kit.close();
    await board.close();
  });

  const done = answerWith('Done.', { input: 10, output: 10 });
  const calls = (input: object) =>
    sse(
      chatWire.events({
        parts: [{ type: 'call', id: 'c1', name: 'device_write', json: JSON.stringify(input) }],
        ...{ stop: 'tools', step: 400 },
      }),
    );
  /** Names of the tools that the newest request offered. */
  const offered = (): string[] => {
    const body = JSON.parse(kit.vendor.received.findLast(({ method }) => method === 'POST')?.text ?? '{}');
    const tools: { function: { name: string } }[] = body.tools ?? [];
    return tools.map((tool) => tool.function.name).filter((name) => name.startsWith('device_'));
  };
  const sayAndDecide = async (decision: ApprovalDecision) => {
    const sessionId = await kit.newChat();
    let isFirst = true;
    const call = calls({ device: key, text: 'LED 1' });
    kit.vendor.answer((response, received) => {
      if (received.method !== 'POST' || !isFirst) return done(response, received);
      isFirst = false;
      return call(response, received);
    });
    const said = kit.say(sessionId, 'Switch the light on');
    for (let look = 0; ; look += 1) {
      if (look > 300) throw new Error(`nothing was asked: ${JSON.stringify(await said)}`);
      const [approval] = (await kit.during(kit.api.approvals.pending({}))).approvals;
      if (approval === undefined) continue;
      expect(approval.shown).toMatchObject({ type: 'text', text: expect.stringContaining('LED 1\\n') });
      await kit.during(kit.api.approvals.decide({ approvalId: approval.id, planHash: approval.planHash, decision }));
      break;
    }
    return said;
  };

  it('is offered to the model while it is allowed and there, and no longer after it was pulled [D1]', async () => {
    const sessionId = await kit.newChat();
    await kit.say(sessionId, 'one');
    expect(offered()).toEqual([]);
    await kit.during(kit.api.devices.allow({ key }));
    await kit.say(sessionId, 'two');
    expect(offered()).toEqual(['device_list', 'device_connect', 'device_ask', 'device_read', 'device_write']);
    await board.unplug();
    await kit.say(sessionId, 'three');
    expect(offered()).toEqual([]);
  });

  it('hears exactly what was allowed, and nothing that was denied [T40]', async () => {
    await kit.during(kit.api.devices.allow({ key }));
    await kit.during(kit.api.devices.connect({ key }));
    await sayAndDecide('deny');
    await sayAndDecide('once');
    expect((await board.heard(6)).toString()).toBe('LED 1\n');
    const { entries } = await kit.during(kit.api.activity.list({ text: 'LED 1' }));
    const sent = entries.filter(({ fact }) => fact.type === 'noted' && fact.title.key === 'devices.noted_sent');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ fact: { by: 'agent' }, turnId: expect.any(String) });
  });
});
