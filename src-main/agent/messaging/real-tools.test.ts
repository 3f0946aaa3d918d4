// The loop with the real tools, the real sandbox and the real desk for approvals, on the real clock.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createToolKit, type ToolKit } from '#main/abilities/tools/testing/tool-kit.ts';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import { CommandId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { callsOf, createFlowKit, type FlowKit, textOf } from './testing/flow-kit.ts';

let tools: ToolKit;
let kit: FlowKit;
beforeEach(async () => {
  tools = createToolKit();
  await tools.sandbox.probe(neverAborts);
  kit = await createFlowKit({ real: tools });
});
afterEach(async () => {
  await kit.close();
  await tools.close();
});

const inWork = (name: string) => join(tools.root, name);
const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Waits for a question and answers it as a person at the card would. */
async function decide(decision: ApprovalDecision): Promise<void> {
  await kit.until(async () => (await kit.store.approvals.pending()).length > 0, 20_000);
  const [asked] = await kit.store.approvals.pending();
  if (asked === undefined) throw new Error('nothing asked');
  const commandId = CommandId.parse(`decide-${asked.id}`);
  await kit.desk?.answer({ approvalId: asked.id, planHash: asked.planHash, decision, commandId });
}

describe('the real tools', () => {
  it('cost, with the system prompt, at most 2,500 tokens', async () => {
    kit.models.push({ text: 'ok' });
    await kit.send('hello');
    await kit.settled();
    const [request] = kit.models.requests;
    const { builtIn } = tools;
    const known = await builtIn.list({ sessionId: kit.session.id }, neverAborts);
    expect(request?.tools?.map(({ name }) => name)).toEqual(known.map(({ name }) => name));
    expect(countTokens(`${request?.system}${JSON.stringify(request?.tools)}`)).toBeLessThanOrEqual(2_500);
  });

  it('read freely, write after a yes, and the model sees both results', async () => {
    await writeFile(inWork('tide.txt'), 'high at six\n');
    kit.models.push(
      { calls: [{ name: 'read_file', input: { path: 'tide.txt' } }] },
      { calls: [{ name: 'edit_file', input: { path: 'tide.txt', old_text: 'six', new_text: 'seven' } }] },
      { text: 'It is seven now.' },
    );
    await kit.send('correct the tide');
    await decide('once');
    await kit.settled();
    const answer = (await kit.history()).at(-1);
    expect(callsOf(answer).map((call) => [call.tool, call.state, call.approval?.by])).toEqual([
      ['read_file', 'done', undefined],
      ['edit_file', 'done', 'person'],
    ]);
    expect(await readFile(inWork('tide.txt'), 'utf8')).toBe('high at seven\n');
    expect(JSON.stringify(kit.models.requests[1]?.messages.at(-1))).toContain('high at six');
    expect(textOf(answer)).toBe('It is seven now.');
  });

  it('end with the stop: a command that ignores SIGTERM and has grandchildren is gone in two seconds [T42]', async () => {
    const command = `trap '' TERM; (trap '' TERM; while :; do sleep 0.05; date +%s%N > beat; done) & while :; do sleep 0.05; done`;
    kit.models.push({
      calls: [
        { name: 'run_command', input: { command } },
        { name: 'write_file', input: { path: 'after.txt', content: 'x' } },
      ],
    });
    await kit.send('go');
    await decide('once');
    await kit.until(() => exists(inWork('beat')), 20_000);
    const since = performance.now();
    expect(await kit.messaging.lanes.stop(kit.session.id)).toBe(true);
    expect(performance.now() - since).toBeLessThan(2_800);
    const beat = await readFile(inWork('beat'), 'utf8');
    await kit.clock.advance(400);
    expect(await readFile(inWork('beat'), 'utf8')).toBe(beat);
    expect(await exists(inWork('after.txt'))).toBe(false);
    expect(callsOf((await kit.history()).at(-1)).map((call) => call.state)).toEqual(['stopped', 'stopped']);
  });

  it('do not act when a stop comes while the card is open, also not when it is answered afterwards [T42]', async () => {
    kit.models.push({ calls: [{ name: 'write_file', input: { path: 'new.txt', content: 'x' } }] });
    await kit.send('go');
    await kit.until(async () => (await kit.store.approvals.pending()).length === 1, 20_000);
    const [asked] = await kit.store.approvals.pending();
    await kit.messaging.lanes.stop(kit.session.id);
    if (asked === undefined) throw new Error('nothing asked');
    const answer = {
      approvalId: asked.id,
      planHash: asked.planHash,
      decision: 'once',
      commandId: CommandId.parse('late'),
    } as const;
    await expect(kit.desk?.answer(answer)).rejects.toMatchObject({ code: 'conflict' });
    expect(await exists(inWork('new.txt'))).toBe(false);
  });

  it('show the output of a command while it runs', async () => {
    const events = kit.watch();
    kit.models.push(
      { calls: [{ name: 'run_command', input: { command: 'echo one; sleep 0.4; echo two; exit 3' } }] },
      { text: 'Done.' },
    );
    await kit.send('go');
    await decide('once');
    await kit.settled();
    const shown = events.flatMap((event) => (event.type === 'call-output' ? [event.append] : []));
    expect(shown.join('')).toContain('one\n');
    expect(shown.length).toBeGreaterThan(1);
    expect(callsOf((await kit.history()).at(-1))).toMatchObject([{ exitCode: 3 }]);
  });
});
