// The account of what was done as the page sees it: real core, real wire, real database.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { TurnId } from '#main/contract/ids.ts';
import type { Message } from '#main/contract/messages.ts';
import { type AppKit, answerWith, createAppKit } from './testing/app-kit.ts';

let kit: AppKit | undefined;
const folders: string[] = [];
afterEach(async () => {
  await kit?.close();
  kit = undefined;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const start = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-account-'));
  folders.push(folder);
  mkdirSync(join(folder, 'workspace'));
  writeFileSync(join(folder, 'workspace/tides.txt'), 'High water 06:12\n');
  kit = await createAppKit({ folder });
  return { kit, folder };
};
const turnOf = (message: Message): TurnId => {
  if (message.turnId === undefined) throw new Error('no turn');
  return message.turnId;
};

describe('the account of what was done', () => {
  it('tells each call with its effect and who allowed it, and its trace has tokens and times', async () => {
    const { kit } = await start();
    const session = await kit.newChat('offline/commands');
    const answer = await kit.say(session, 'read tides.txt');
    const turnId = turnOf(answer);
    const { entries, titles } = await kit.during(kit.api.activity.list({ turnId }));
    expect(entries.map(({ fact }) => fact.type)).toEqual([
      'turn_ended',
      'model_called',
      'call_ended',
      'model_called',
      'turn_begun',
    ]);
    expect(entries[2]?.fact).toMatchObject({ tool: 'read_file', state: 'done', outputChars: expect.any(Number) });
    expect(entries[0]?.fact).toMatchObject({ callsRun: 1, state: 'done' });
    expect(Object.values(titles)).toHaveLength(1);
    const trace = await kit.during(kit.api.activity.trace({ turnId }));
    expect(trace.spans.map(({ type }) => type)).toEqual(['model', 'call', 'model']);
    expect(trace).toMatchObject({ state: 'done', channel: 'ui', sessionId: session });
    for (const span of trace.spans) expect(span.endedAt).toBeGreaterThanOrEqual(span.startedAt);
  });

  it('counts calls from the account and not from what the model claims [T44]', async () => {
    const { kit } = await start();
    kit.vendor.answer(answerWith('Done: I deleted all files and sent the mail.', { input: 10, output: 10 }));
    const answer = await kit.say(await kit.newChat(), 'Delete everything.');
    const { entries } = await kit.during(kit.api.activity.list({ turnId: turnOf(answer), types: ['turn_ended'] }));
    expect(entries[0]?.fact).toMatchObject({ callsRun: 0 });
    expect((await kit.during(kit.api.activity.list({ types: ['call_begun', 'call_ended'] }))).entries).toEqual([]);
  });

  it('notices an entry that was changed, one that was taken out, and one that was put in', async () => {
    const { kit: running, folder } = await start();
    await running.say(await running.newChat('offline/commands'), 'read tides.txt');
    const whole = await running.during(running.api.activity.verify({}));
    expect(whole).toMatchObject({ whole: true, checked: 5, head: { n: 5 } });
    await running.close();
    kit = undefined;
    const path = join(folder, 'data/limpet.db');
    const tamper = async (sql: string) => {
      const db = new Database(path);
      db.exec(sql);
      db.close();
      const again = await createAppKit({ folder });
      const found = await again.during(again.api.activity.verify({}));
      await again.close();
      return found;
    };
    const read = `UPDATE activity SET fact = replace(fact, 'read_file', 'list_directory') WHERE n = 3`;
    expect(await tamper(read)).toMatchObject({ whole: false, brokenAt: 3, checked: 2 });
    const back = `UPDATE activity SET fact = replace(fact, 'list_directory', 'read_file') WHERE n = 3`;
    expect(await tamper(back)).toMatchObject({ whole: true });
    expect(await tamper('DELETE FROM activity WHERE n = 2')).toMatchObject({ whole: false, brokenAt: 3 });
  });

  it('gives a trace as OpenTelemetry spans, with words only when they are asked for', async () => {
    const { kit } = await start();
    const answer = await kit.say(await kit.newChat('offline/commands'), 'read tides.txt');
    const turnId = turnOf(answer);
    type Span = {
      name: string;
      traceId: string;
      spanId: string;
      parentSpanId?: string;
      startTimeUnixNano: string;
      endTimeUnixNano: string;
      attributes: { key: string; value: Record<string, unknown> }[];
    };
    const read = async (content: boolean) => {
      const { name, text } = await kit.during(kit.api.activity.exportTrace({ turnId, content }));
      expect(name).toMatch(/^limpet-trace-.*\.json$/);
      const parsed = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      return { text, spans: parsed.resourceSpans[0]?.scopeSpans[0]?.spans ?? [] };
    };
    const plain = await read(false);
    expect(plain.spans.map(({ name }) => name).sort()).toEqual([
      'chat commands',
      'chat commands',
      'execute_tool read_file',
      'invoke_agent Limpet',
    ]);
    const root = plain.spans.find(({ name }) => name.startsWith('invoke'));
    for (const span of plain.spans) {
      expect(span.traceId).toBe(root?.traceId);
      if (span !== root) expect(span.parentSpanId).toBe(root?.spanId);
      expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
      expect(span.attributes.map(({ key }) => key)).toContain('gen_ai.operation.name');
    }
    expect(plain.text).not.toContain('High water');
    expect((await read(true)).text).toContain('High water');
  });

  it('replays a turn without running anything, and tells what would be decided today', async () => {
    const { kit, folder } = await start();
    const answer = await kit.say(await kit.newChat('offline/commands'), 'read tides.txt');
    const turnId = turnOf(answer);
    const replay = () => kit.during(kit.api.activity.replay({ turnId }));
    expect(await replay()).toMatchObject({
      sameAnswer: true,
      state: 'done',
      calls: [{ tool: 'read_file', was: 'done', now: 'allow', samePlan: true }],
    });
    rmSync(join(folder, 'workspace/tides.txt'));
    expect(await replay()).toMatchObject({ calls: [{ now: 'failed', samePlan: false }] });
    // It leaves nothing: neither an entry of its own nor a chat.
    const { entries } = await kit.during(kit.api.activity.list({}));
    expect(new Set(entries.map((entry) => entry.turnId))).toEqual(new Set([turnId]));
    expect((await kit.during(kit.api.sessions.list({}))).total).toBe(1);
  });

  it('spends nothing of a trusted task when it replays one', async () => {
    const { kit, folder } = await start();
    const session = await kit.newChat('offline/commands');
    const task = {
      what: 'Write the log',
      folders: [],
      hosts: [],
      until: kit.clock.now() + 3_600_000,
      budget: { calls: 5, costUsd: 1 },
    };
    await kit.during(kit.api.permissions.setMode({ sessionId: session, mode: { type: 'trusted', task } }));
    const answer = await kit.say(session, 'write hello to log.txt');
    const spent = async () => (await kit.during(kit.api.permissions.mode({ sessionId: session }))).used?.calls;
    expect(await spent()).toBe(1);
    rmSync(join(folder, 'workspace/log.txt')); // so that it can be planned anew
    const played = await kit.during(kit.api.activity.replay({ turnId: turnOf(answer) }));
    expect(played.calls).toMatchObject([{ was: 'done', now: 'allow' }]);
    expect(await spent()).toBe(1);
  });

  it('says so of an answer that is not recorded', async () => {
    const { kit } = await start();
    const turnId = 'nobody' as TurnId;
    await expect(kit.during(kit.api.activity.trace({ turnId }))).rejects.toMatchObject({ code: 'not_found' });
    await expect(kit.during(kit.api.activity.replay({ turnId }))).rejects.toMatchObject({ code: 'not_found' });
  });
});
