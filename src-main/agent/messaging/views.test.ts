// What others see of a session: the live view with its snapshot, the stream of one turn, the queue, the outbox.
import { afterEach, describe, expect, it } from 'vitest';
import { allowOnce } from '#main/agent/loop/testing/test-permissions.ts';
import { TurnEvent } from '#main/contract/chat.ts';
import type { Cursor } from '#main/contract/ids.ts';
import type { OutboxRow } from '#main/platform/store/port.ts';
import type { TurnFact } from './follow-turn.ts';
import {
  allAllowed,
  createFlowKit,
  type FlowKit,
  type FlowOptions,
  nothingAllowed,
  textOf,
} from './testing/flow-kit.ts';

let kit: FlowKit;
const start = async (o: FlowOptions = {}) => {
  kit = await createFlowKit(o);
  return kit;
};
afterEach(() => kit.close());

/** What a window shows that applies every event, as the contract says. */
function apply(events: readonly TurnEvent[]): string[] {
  const messages = new Map<string, string[]>();
  for (const event of events) {
    if (event.type === 'snapshot') {
      messages.clear();
      for (const message of event.tail)
        messages.set(
          message.id,
          message.parts.map((part) => (part.type === 'text' ? part.text : part.type)),
        );
    } else if (event.type === 'message') {
      const { message } = event;
      messages.set(
        message.id,
        message.parts.map((part) => (part.type === 'text' ? part.text : part.type)),
      );
    } else if (event.type === 'text') {
      const parts = messages.get(event.messageId) ?? [];
      parts[event.index] = (parts[event.index] ?? '') + event.append;
      messages.set(event.messageId, parts);
    } else if (event.type === 'part') {
      const parts = messages.get(event.messageId) ?? [];
      parts[event.index] = event.part.type === 'text' ? event.part.text : event.part.type;
      messages.set(event.messageId, parts);
    }
  }
  return [...messages.values()].map((parts) => parts.join('|'));
}

describe('the live view', () => {
  const words = Array.from({ length: 150 }, (_, n) => `w${n} `);

  it('shows every reader the same text, whenever it joins, and resumes without gap or repeat [R26]', async () => {
    await start({
      script: [{ text: words, betweenMs: 7, calls: [{ name: 'peek', input: { text: 'x' } }] }, { text: 'End.' }],
    });
    const views = [kit.watch()];
    await kit.send('go');
    await kit.until(() => kit.models.requests.length === 1);
    for (let n = 0; n < 10; n += 1) {
      await kit.clock.advance(40);
      views.push(kit.watch());
    }
    await kit.clock.advance(40);
    expect(kit.messaging.lanes.isRunning(kit.session.id)).toBe(true);
    for (const view of views) expect(apply(view)).toEqual(apply(views[0] ?? []));
    const signal = new AbortController();
    const cut: { cursor: Cursor; data: TurnEvent }[] = [];
    for await (const item of kit.messaging.followSession({ sessionId: kit.session.id, signal: signal.signal })) {
      cut.push(item);
      break;
    }
    const after = cut[0]?.cursor;
    const resumed: TurnEvent[] = cut.map(({ data }) => data);
    const follow = async () => {
      const o = { sessionId: kit.session.id, signal: signal.signal, ...(after === undefined ? {} : { after }) };
      for await (const { data } of kit.messaging.followSession(o)) resumed.push(data);
    };
    const following = follow();
    await kit.settled();
    await kit.clock.advance(100);
    const whole = ['go', `${words.join('')}|tool_call|End.`];
    for (const view of [...views, resumed]) {
      expect(apply(view)).toEqual(whole);
      for (const event of view) expect(TurnEvent.safeParse(event).success).toBe(true);
    }
    expect(resumed.filter(({ type }) => type === 'snapshot')).toHaveLength(1);
    signal.abort();
    await following;
  });

  it('shows the first piece at once and then at most one event per frame', async () => {
    await start({ script: [{ text: words, betweenMs: 1 }] });
    const events = kit.watch();
    await kit.send('go');
    await kit.settled();
    const texts = events.flatMap((event) => (event.type === 'text' ? [event.append] : []));
    expect(texts[0]).toBe('w0 ');
    expect(texts.join('')).toBe(words.join(''));
    expect(texts.length).toBeLessThanOrEqual(12);
  });

  it('takes a fresh snapshot for a foreign cursor, and after an edit has changed the branch', async () => {
    await start({ script: (_request, n) => ({ text: `a${n}` }) });
    await kit.send('one');
    await kit.settled();
    const life = new AbortController();
    const events: TurnEvent[] = [];
    const after = 'other:5' as Cursor;
    const follow = async () => {
      for await (const { data } of kit.messaging.followSession({
        sessionId: kit.session.id,
        after,
        signal: life.signal,
      }))
        events.push(data);
    };
    const following = follow();
    await kit.until(() => events.length > 0);
    expect(events[0]).toMatchObject({ type: 'snapshot', total: 2 });
    const [first] = await kit.history();
    if (first === undefined) throw new Error('no message');
    await kit.send('better', { kind: { type: 'edit', messageId: first.id } });
    await kit.settled();
    await kit.until(() => apply(events).join() === 'better,a1');
    life.abort();
    await following;
  });

  it('holds the newest fifty messages of a long chat and tells how many there are [R17]', async () => {
    await start({ script: () => ({ text: 'ok' }) });
    for (let n = 0; n < 40; n += 1) {
      await kit.send(`m${n}`);
      await kit.settled();
    }
    const events = kit.watch();
    await kit.until(() => events.length > 0);
    const [snapshot] = events;
    if (snapshot?.type !== 'snapshot') throw new Error('no snapshot');
    expect(snapshot.total).toBe(80);
    expect(snapshot.tail).toHaveLength(50);
    expect(textOf(snapshot.tail[0])).toBe('m15');
  });
});

describe('the stream of one turn', () => {
  const follow = async (text: string, o: { signal?: AbortSignal; mode?: 'auto' | 'queue' } = {}) => {
    const facts: TurnFact[] = [];
    const message = {
      sessionId: kit.session.id,
      channelId: 'cli',
      dedupeKey: text,
      kind: { type: 'message' },
      text,
      attachments: [],
      mode: o.mode ?? 'queue',
      policy: nothingAllowed,
    } as const;
    for await (const fact of kit.messaging.followTurn(message, o.signal ?? new AbortController().signal))
      facts.push(fact);
    return facts;
  };
  const said = (facts: readonly TurnFact[]) =>
    facts.flatMap((fact) => (fact.type === 'text' ? [fact.text] : [])).join('');

  it('yields text, calls and approvals of exactly its turn, and ends with the stored answer', async () => {
    await start({
      script: [
        { text: 'not mine', firstMs: 50 },
        { text: ['Let me ', 'see.'], betweenMs: 5, calls: [{ name: 'note', input: { text: 'a' } }] },
        { text: 'Done.' },
        { text: 'not mine either' },
      ],
    });
    await kit.send('earlier');
    await kit.until(() => kit.models.requests.length === 1);
    const mine = follow('mine');
    await kit.until(() => kit.permissions.open.length === 1);
    await kit.send('later', { mode: 'queue' });
    kit.permissions.answer(allowOnce);
    const facts = await kit.during(mine);
    await kit.settled();
    expect(said(facts)).toBe('Let me see.Done.');
    expect(facts[0]).toMatchObject({ type: 'begun' });
    const last = facts.at(-1);
    if (last?.type !== 'ended') throw new Error('not ended');
    expect(last.turn).toMatchObject({ state: 'done', stopReason: 'end' });
    expect(last.answers.map(textOf)).toEqual(['Let me see.Done.']);
    const states = facts.flatMap((fact) => (fact.type === 'call' ? [fact.call.state] : []));
    expect(states.filter((state, n) => state !== states[n - 1])).toEqual(['planning', 'asking', 'running', 'done']);
  });

  it('stops the turn when its reader leaves', async () => {
    await start({ script: [{ text: 'Half', hang: true }] });
    const life = new AbortController();
    const mine = follow('mine', { signal: life.signal });
    await kit.until(() => kit.models.requests.length === 1);
    await kit.clock.advance(20);
    life.abort();
    const facts = await kit.during(mine);
    expect(facts.at(-1)).toMatchObject({ type: 'ended', turn: { state: 'stopped' } });
    expect(said(facts)).toBe('Half');
  });

  it('takes a waiting message back when its reader leaves, and leaves the running turn alone', async () => {
    await start({ script: [{ text: 'Theirs', firstMs: 500 }] });
    await kit.send('theirs');
    await kit.until(() => kit.models.requests.length === 1);
    const life = new AbortController();
    const mine = follow('mine', { signal: life.signal });
    await kit.until(async () => (await kit.store.inbox.pending(kit.session.id)).length === 1);
    life.abort();
    await expect(kit.during(mine)).rejects.toMatchObject({ code: 'cancelled' });
    await kit.settled();
    expect((await kit.history()).map(textOf)).toEqual(['theirs', 'Theirs']);
  });

  it('says when the message was removed from the queue', async () => {
    await start({ script: [{ text: 'Theirs', firstMs: 500 }] });
    await kit.send('theirs');
    await kit.until(() => kit.models.requests.length === 1);
    const mine = follow('mine');
    await kit.until(async () => (await kit.store.inbox.pending(kit.session.id)).length === 1);
    await kit.store.inbox.clear(kit.session.id);
    kit.messaging.queue.changed(kit.session.id);
    await expect(kit.during(mine)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses a repeat', async () => {
    await start({ script: [{ text: 'Once.' }] });
    await kit.during(follow('same'));
    await expect(follow('same')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the outbox', () => {
  it('delivers every answer of a channel at least once, in order, over failures', async () => {
    const sent: string[] = [];
    let failures = 2;
    const deliver = async (row: OutboxRow) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the platform is down');
      sent.push(row.text);
    };
    await start({ script: (_request, n) => ({ text: `answer ${n}` }), channels: new Map([['loopback', deliver]]) });
    for (let n = 0; n < 3; n += 1) {
      await kit.send(`q${n}`, { channelId: 'loopback', policy: allAllowed });
      await kit.settled();
    }
    await kit.send('from the window');
    await kit.settled();
    await kit.until(() => sent.length === 3);
    expect(sent.toSorted()).toEqual(['answer 0', 'answer 1', 'answer 2']);
    await kit.clock.advance(3_600_000);
    expect(sent).toHaveLength(3);
  });

  it('delivers after the next start what was left when the process died between send and mark', async () => {
    const sent: string[] = [];
    const channels = new Map([['loopback', async (row: OutboxRow) => void sent.push(row.id)]]);
    const dead = await createFlowKit({
      script: [{ text: 'answer' }],
      channels,
      wrapStore: (store) => ({ ...store, outbox: { ...store.outbox, markSent: () => new Promise<never>(() => {}) } }),
    });
    await dead.send('q', { channelId: 'loopback' });
    await dead.until(() => sent.length === 1);
    await dead.abandon();
    kit = await createFlowKit({ folder: dead.folder, removeFolder: true, channels, startAt: dead.clock.now() });
    await kit.until(() => sent.length === 2);
    expect(new Set(sent).size).toBe(1);
    await kit.clock.advance(3_600_000);
    expect(sent).toHaveLength(2);
  });
});
