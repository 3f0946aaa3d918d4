// A command in the background ends with every way to stop a turn, as it does with Stop. Real tools in a real sandbox.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createToolKit, type ToolKit } from '#main/abilities/tools/testing/tool-kit.ts';
import type { ScriptStep } from '#main/agent/loop/testing/scripted-provider.ts';
import { CommandId } from '#main/contract/ids.ts';
import type { SettingsPatch } from '#main/contract/settings.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { TurnPolicy } from '#main/platform/store/port.ts';
import { createFlowKit, type FlowKit, type FlowOptions, notesOf } from './testing/flow-kit.ts';

const mayExecute: TurnPolicy = { allow: ['execute'], interactive: true };
/** Shows that it lives. */
const command = 'while :; do sleep 0.05; echo . >> beat; done';
const inBackground: ScriptStep = { calls: [{ name: 'run_command', input: { command, background: true } }] };

let tools: ToolKit;
let kit: FlowKit;
beforeAll(async () => {
  tools = createToolKit();
  await tools.sandbox.probe(neverAborts);
});
afterAll(() => tools.close());
afterEach(async () => {
  await kit.close();
  await rm(join(tools.root, 'beat'), { force: true });
});
const start = async (o: Pick<FlowOptions, 'script' | 'settings' | 'models'>) => {
  kit = await createFlowKit({ real: tools, ...o });
};

const beat = () => readFile(join(tools.root, 'beat'), 'utf8').catch(() => '');
async function beats(): Promise<boolean> {
  const before = await beat();
  await kit.clock.advance(400);
  return (await beat()) !== before;
}
const stopOf = async () => {
  const answer = (await kit.history()).at(-1);
  return { status: answer?.status, notes: notesOf(answer) };
};

describe('a background command', () => {
  it('outlives its turn when nobody stops it, and ends with a Stop that finds no turn', async () => {
    await start({ script: [inBackground, { text: 'It runs.' }] });
    await kit.send('serve', { policy: mayExecute });
    await kit.settled();
    expect(await stopOf()).toEqual({ status: 'done', notes: [] });
    expect(await beats()).toBe(true);
    expect(await kit.messaging.lanes.stop(kit.session.id)).toBe(false);
    expect(await beats()).toBe(false);
  });

  it('ends when the person denies a later call and stops [T42]', async () => {
    const writes: ScriptStep = { calls: [{ name: 'write_file', input: { path: 'a.txt', content: 'x' } }] };
    await start({ script: [inBackground, writes] });
    await kit.send('serve', { policy: mayExecute });
    await kit.until(async () => (await kit.store.approvals.pending()).length > 0, 20_000);
    expect(await beats()).toBe(true);
    const [asked] = await kit.store.approvals.pending();
    if (asked === undefined) throw new Error('nothing asked');
    await kit.desk?.answer({
      approvalId: asked.id,
      planHash: asked.planHash,
      decision: 'deny_stop',
      commandId: CommandId.parse('deny'),
    });
    await kit.settled();
    expect(await stopOf()).toEqual({ status: 'stopped', notes: [] });
    expect(await beats()).toBe(false);
  });

  const priced = { inputPerMTok: 100, outputPerMTok: 100, asOf: '2026-01-01' };
  const limits: readonly (readonly [string, SettingsPatch, string])[] = [
    ['steps', { limits: { stepsPerTurn: 1 } }, 'notes.limit_steps'],
    ['tokens', { limits: { tokensPerTurn: 1_000 } }, 'notes.limit_tokens'],
    ['cost', { limits: { costUsdPerTurn: 0.01 } }, 'notes.limit_cost'],
  ];
  it.each(limits)('ends with a turn that has used up its %s [T41]', async (_what, settings, note) => {
    await start({
      script: [{ ...inBackground, usage: { inputTokens: 2_000 } }],
      models: { models: [{ ref: 'scripted/dear', name: 'dear', label: 'Dear', price: priced }] },
      settings,
    });
    await kit.send('serve', { policy: mayExecute });
    await kit.settled();
    expect(await beat()).not.toBe('');
    expect(await stopOf()).toEqual({ status: 'stopped', notes: [note] });
    expect(await beats()).toBe(false);
  });

  it('ends with a turn that only repeats what fails', async () => {
    const fails: ScriptStep = { calls: [{ name: 'read_file', input: { path: 'none.txt' } }] };
    await start({ script: [inBackground, fails, fails, fails, fails, fails] });
    await kit.send('serve', { policy: mayExecute });
    await kit.settled();
    expect(await stopOf()).toEqual({ status: 'stopped', notes: ['notes.same_call_failing'] });
    expect(await beats()).toBe(false);
  });

  it('ends when the reader of its turn leaves', async () => {
    await start({ script: [inBackground, { text: 'It runs', hang: true }] });
    const life = new AbortController();
    const turn = kit.messaging.followTurn(
      {
        sessionId: kit.session.id,
        channelId: 'api',
        dedupeKey: 'serve',
        kind: { type: 'message' },
        text: 'serve',
        attachments: [],
        mode: 'queue',
        policy: mayExecute,
      },
      life.signal,
    );
    for await (const fact of turn) if (fact.type === 'text') life.abort();
    await kit.settled();
    expect(await stopOf()).toEqual({ status: 'stopped', notes: [] });
    expect(await beats()).toBe(false);
  });
});
