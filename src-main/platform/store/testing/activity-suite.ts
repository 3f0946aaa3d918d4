// The account of what was done: written in the step that makes it true, in one chain, bounded by age.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ActivityFact, callBegun, callEnded } from '#main/contract/activity.ts';
import { callOf, id } from './conversation.ts';
import type { Bench } from './store-suite.ts';

const noted = (what: string): ActivityFact => ({
  type: 'noted',
  by: 'person',
  title: { key: 'x.y', params: { what } },
});

export function activitySuite({ store, talk, reopen }: Bench): void {
  const types = async () => (await store().activity.list({ limit: 100 })).entries.map(({ fact }) => fact.type);
  const turnWithCall = async () => {
    const { id: sessionId } = await talk().session('Tides');
    await talk().accept(sessionId, 'go');
    const begun = await talk().begin(sessionId);
    const turnId = begun.turn.id;
    const place = { turnId, messageId: begun.answer.id, fence: 1 };
    const call = callOf('c1', { state: 'running', startedAt: talk().tick() });
    const fact = callBegun(call);
    await store().turns.beginCall({
      ...{ ...place, call, planHash: 'p', now: talk().tick() },
      activity: [{ at: talk().tick(), fact }],
    });
    return { sessionId, turnId, place, call, begun };
  };

  describe('activity', () => {
    it('is written with the steps of a turn, newest first', async () => {
      const { place, call, begun, turnId, sessionId } = await turnWithCall();
      const ended = { ...call, state: 'done' as const, endedAt: talk().tick() };
      const activity = [{ at: talk().tick(), fact: callEnded(ended, 3) }];
      await store().turns.endCall({ ...place, call: ended, output: 'abc', activity, now: talk().tick() });
      const end: ActivityFact = { type: 'turn_ended', state: 'done', stopReason: 'end', callsRun: 1 };
      await talk().end(begun, [], { activity: [{ at: talk().tick(), fact: end }] });
      expect(await types()).toEqual(['turn_ended', 'call_ended', 'call_begun', 'turn_begun']);
      const { entries, titles } = await store().activity.list({ limit: 10, sessionId });
      expect(entries.every((entry) => entry.turnId === turnId)).toBe(true);
      expect(titles).toEqual({ [sessionId]: 'Tides' });
      expect((await store().activity.ofTurn(turnId, 10)).map(({ n }) => n)).toEqual([1, 2, 3, 4]);
    });

    it('is not written by a step that is refused', async () => {
      const { place, call } = await turnWithCall();
      const again = store().turns.beginCall({
        ...{ ...place, call, planHash: 'p', now: talk().tick() },
        activity: [{ at: 1, fact: noted('never') }],
      });
      await expect(again).rejects.toMatchObject({ code: 'conflict' });
      expect(await types()).toEqual(['call_begun', 'turn_begun']);
    });

    it('says after a start which calls may have run and that the turn is over [R02]', async () => {
      const { turnId } = await turnWithCall();
      const later = await reopen();
      await later.turns.recover(talk().tick());
      const entries = await later.activity.ofTurn(turnId, 10);
      expect(entries.map(({ fact }) => fact)).toMatchObject([
        { type: 'turn_begun' },
        { type: 'call_begun', callId: 'c1' },
        { type: 'call_ended', callId: 'c1', state: 'unknown' },
        { type: 'turn_ended', state: 'interrupted', callsRun: 1 },
      ]);
    });

    it('is one chain from the first entry, over restarts', async () => {
      for (const what of ['a', 'b']) await store().activity.append({ at: 5, fact: noted(what) });
      const later = await reopen();
      await later.activity.append({ at: 6, fact: noted('c'), sessionId: id.session('s9') });
      const rows = await later.activity.chain({ after: 0, limit: 10 });
      let last = (await later.activity.anchor()).hash;
      for (const row of rows) {
        expect(row.previous).toBe(last);
        last = createHash('sha256').update(`${last}\n${row.text}`).digest('hex');
        expect(row.hash).toBe(last);
      }
      expect(rows).toHaveLength(3);
      expect(await later.activity.head()).toEqual({ n: 3, hash: last });
    });

    it('filters by session, turn, type and letters, page by page', async () => {
      const { sessionId, turnId } = await turnWithCall();
      for (const what of ['Alpha', 'beta', 'gamma']) await store().activity.append({ at: 9, fact: noted(what) });
      const list = store().activity.list;
      expect((await list({ limit: 10, text: 'ALPHA' })).entries).toHaveLength(1);
      expect((await list({ limit: 10, types: ['noted'] })).entries).toHaveLength(3);
      expect((await list({ limit: 10, sessionId })).entries).toHaveLength(2);
      expect((await list({ limit: 10, turnId, types: ['call_begun'] })).entries).toHaveLength(1);
      const first = await list({ limit: 2 });
      expect(first.more).toBe(true);
      const next = await list({ limit: 10, before: first.entries.at(-1)?.n ?? 0 });
      expect([...first.entries, ...next.entries].map(({ n }) => n)).toEqual([5, 4, 3, 2, 1]);
      expect(next.more).toBe(false);
    });

    it('drops what is old and begins the chain behind it', async () => {
      for (const at of [10, 20, 30]) await store().activity.append({ at, fact: noted(`at ${at}`) });
      expect(await store().activity.prune(25)).toBe(2);
      const [kept] = await store().activity.chain({ after: (await store().activity.anchor()).n, limit: 10 });
      expect(kept?.previous).toBe((await store().activity.anchor()).hash);
      expect(await store().activity.prune(1_000)).toBe(1);
      await store().activity.append({ at: 40, fact: noted('after all were dropped') });
      expect((await store().activity.list({ limit: 5 })).entries.map(({ n }) => n)).toEqual([4]);
    });
  });
}
