// What can be put back: written whole or not at all, kept over a restart, gone with its session.
import { describe, expect, it } from 'vitest';
import { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { LedgerEntry } from '../port/ledger.ts';
import type { Bench } from './store-suite.ts';

export function ledgerSuite({ store, talk, reopen }: Bench): void {
  let made = 0;
  const entry = (sessionId: SessionId, change: Partial<LedgerEntry> = {}): LedgerEntry => {
    made += 1;
    return {
      ...{ id: `entry-${made}`, sessionId, turnId: TurnId.parse('turn-1'), callId: CallId.parse('call-1') },
      ...{ kind: 'file', state: 'begun' as const, at: 100, payload: { path: `${made}.txt` }, images: [] },
      ...change,
    };
  };
  const image = (letter: string, sizeBytes: number) => ({ sha256: letter.repeat(64), sizeBytes });

  describe('the undo ledger', () => {
    it('keeps entries in order over a restart, and tells which are on the way', async () => {
      const { id } = await talk().session('Undo');
      const [one, two, three] = [entry(id), entry(id, { images: [image('a', 5)] }), entry(id)];
      await store().ledger.begin([one, two]);
      await store().ledger.begin([three]);
      await store().ledger.mark([one.id, 'gone'], { state: 'done' });
      const again = await reopen();
      expect(await again.ledger.ofTurn(one.turnId)).toEqual([{ ...one, state: 'done' }, two, three]);
      expect((await again.ledger.open()).map((row) => row.id)).toEqual([two.id, three.id]);
      expect(await again.ledger.get(two.id)).toEqual(two);
      await again.ledger.drop([three.id]);
      await again.ledger.mark([two.id], { state: 'undone', images: [image('a', 5), image('b', 7)] });
      expect((await again.ledger.get(two.id)).images).toEqual([image('a', 5), image('b', 7)]);
      expect(await again.ledger.turns(id)).toEqual([{ turnId: one.turnId, done: 1, undone: 1 }]);
      expect((await again.ledger.ofSession(id, 1)).map((row) => row.id)).toEqual([two.id]);
    });

    it('writes all of a step or none of it', async () => {
      const { id } = await talk().session('Undo');
      const twice = entry(id);
      await expect(store().ledger.begin([entry(id), twice, twice])).rejects.toThrow();
      await expect(store().ledger.begin([entry(id), entry(SessionId.parse('nobody'))])).rejects.toMatchObject({
        code: 'not_found',
      });
      expect(await store().ledger.ofSession(id, 10)).toEqual([]);
      await expect(store().ledger.get('nothing')).rejects.toMatchObject({ code: 'not_found' });
    });

    it('counts each content once, and forgets what is old', async () => {
      const { id } = await talk().session('Undo');
      const old = entry(id, { at: 10, images: [image('c', 100)] });
      const rows = [entry(id, { images: [image('a', 5), image('b', 7)] }), entry(id, { images: [image('a', 5)] })];
      await store().ledger.begin([old, ...rows]);
      expect(await store().ledger.keptSince(50)).toBe(12);
      expect(await store().ledger.keptSince(0)).toBe(112);
      expect(await store().ledger.images()).toEqual(new Set(['a', 'b', 'c'].map((letter) => letter.repeat(64))));
      expect(await store().ledger.expire(50)).toBe(1);
      expect((await store().ledger.images()).size).toBe(2);
    });

    it('goes with its session', async () => {
      const session = await talk().session('Undo');
      await store().ledger.begin([entry(session.id, { images: [image('a', 5)] })]);
      await store().sessions.remove(session.id, 200);
      await store().sessions.purge(1_000);
      expect((await store().ledger.images()).size).toBe(0);
    });
  });
}
