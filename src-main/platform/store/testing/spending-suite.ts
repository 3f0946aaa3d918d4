// Calls of models: what is set aside, what they took, and the sums over them.
import { describe, expect, it } from 'vitest';
import { MessageId, SessionId } from '#main/contract/ids.ts';
import type { StoredCall } from '../port/spending.ts';
import type { Bench } from './store-suite.ts';

const usageOf = (inputTokens: number, outputTokens: number) => ({
  ...{ inputTokens, outputTokens, cacheReadTokens: 5, cacheWriteTokens: 2, reasoningTokens: 1 },
});

export function spendingSuite({ store, talk, reopen }: Bench): void {
  let made = 0;
  const call = (change: Partial<StoredCall> = {}): StoredCall => {
    made += 1;
    return {
      ...{ id: `call-${made}`, job: 'turn-1', kind: 'answer', model: 'a/b', at: 100 },
      ...{ usage: usageOf(10, 20), costUsd: 0.5, countedUsd: 0.5 },
      ...change,
    };
  };
  const all = { since: 0, until: 1_000 };

  describe('spending', () => {
    it('counts what is set aside until the call ends, once, also over a restart', async () => {
      const one = call();
      await store().spending.begin(one);
      const again = await reopen();
      expect(await again.spending.total(all)).toMatchObject({ calls: 1, estimatedCalls: 1, costUsd: 0.5 });
      const end = { usage: usageOf(1, 2), costUsd: 0.1, countedUsd: 0.1, state: 'reported' as const };
      await again.spending.end(one.id, end);
      await again.spending.end(one.id, { ...end, costUsd: 9, countedUsd: 9 });
      expect(await again.spending.total(all)).toEqual({
        ...{ calls: 1, inputTokens: 1, outputTokens: 2, cacheReadTokens: 5, cacheWriteTokens: 2, reasoningTokens: 1 },
        ...{ costUsd: 0.1, unpricedCalls: 0, countedUsd: 0.1, estimatedCalls: 0 },
      });
    });

    it('tells an unknown price from none', async () => {
      const { costUsd: _unknown, ...unpriced } = call({ countedUsd: 0.2 });
      await store().spending.begin(unpriced);
      await store().spending.begin(call({ costUsd: 0, countedUsd: 0 }));
      expect(await store().spending.total(all)).toMatchObject({
        calls: 2,
        costUsd: 0,
        unpricedCalls: 1,
        countedUsd: 0.2,
      });
      expect(await store().spending.total({ since: 101, until: 900 })).toMatchObject({ calls: 0, costUsd: 0 });
    });

    it('sums per job, model, purpose, chat and message, dearest first', async () => {
      const session = await talk().session('Tides');
      const gone = SessionId.parse('gone');
      const messageId = MessageId.parse('m1');
      const mine = { sessionId: session.id, messageId };
      await store().spending.begin(call(mine));
      await store().spending.begin(call({ ...mine, at: 120 }));
      await store().spending.begin(
        call({ sessionId: session.id, kind: 'summary', model: 'c/d', job: 'other', at: 130 }),
      );
      await store().spending.begin(call({ sessionId: gone, costUsd: 3, countedUsd: 3, job: 'other' }));
      await store().spending.begin(call({ kind: 'test', model: 'c/d', costUsd: 0.1, job: 'third' }));
      expect(await store().spending.ofJob('turn-1')).toMatchObject({ calls: 2, costUsd: 1 });
      expect(await store().spending.byModel(all)).toMatchObject([
        { model: 'a/b', spent: { calls: 3, costUsd: 4 } },
        { model: 'c/d', spent: { calls: 2 } },
      ]);
      expect(await store().spending.byKind(all)).toMatchObject([
        { kind: 'answer', jobs: 2, spent: { calls: 3 } },
        { kind: 'summary', jobs: 1 },
        { kind: 'test', jobs: 1 },
      ]);
      const sessions = await store().spending.bySession({ ...all, limit: 2 });
      expect(sessions).toMatchObject({
        sessions: [{ sessionId: gone }, { sessionId: session.id, title: 'Tides', spent: { calls: 3 } }],
        total: 3,
      });
      expect(sessions.sessions[0]?.title).toBeUndefined();
      expect(await store().spending.byMessage({ sessionId: session.id, limit: 5 })).toMatchObject({
        messages: [
          { kind: 'summary', model: 'c/d', at: 130 },
          { messageId, kind: 'answer', at: 120, spent: { calls: 2 } },
        ],
        total: 2,
      });
      expect(await store().spending.byMessage({ sessionId: session.id, limit: 1 })).toMatchObject({ total: 2 });
    });
  });
}
