// What every store promises about reflexes and what came of them.
import { describe, expect, it } from 'vitest';
import { ReflexId, SessionId } from '#main/contract/ids.ts';
import type { ReflexRule } from '#main/contract/reflexes.ts';
import type { PlacedActivity } from '../port/activity.ts';
import type { NewReflexEvent } from '../port/reflexes.ts';
import type { Bench } from './store-suite.ts';

const noted: PlacedActivity = { at: 7, fact: { type: 'noted', by: 'person', title: { key: 'x.y', params: {} } } };
const id = ReflexId.parse('r1');
const rule: ReflexRule = {
  ...{ name: 'Fan', is: 'above', threshold: 30, hysteresis: 1, forMs: 0, coolDownMs: 1_000, staleAfterMs: 1_000 },
  ...{ sensor: { deviceKey: 'd', source: 's', quantity: 'temperature', unit: '°C' }, whenStale: 'keep' },
  ...{ onStart: [{ type: 'tell', text: 'Hot.' }], onEnd: [] },
};
const event: NewReflexEvent = { type: 'fired', at: 20, value: 31, texts: ['Hot.'], tellAt: 25 };
const ask = { id, state: { at: 20 }, event, keep: 3, noted };

export function reflexesSuite({ store, reopen }: Pick<Bench, 'store' | 'reopen'>): void {
  const book = () => store().reflexes;
  const accounted = async () => (await store().activity.list({ limit: 100 })).entries.length;
  const make = (draftedIn?: SessionId) =>
    book().create({ id, rule, most: 2, now: 5, ...(draftedIn === undefined ? {} : { draftedIn }) });
  const makeOn = async () => {
    await make();
    return book().switchOn({ id, hash: 'h', state: { at: 1 }, noted });
  };

  describe('reflexes', () => {
    it('keeps a draft as such until the person saves it, and no more than the bound', async () => {
      const draftedIn = SessionId.parse('s1');
      expect(await make(draftedIn)).toEqual({ id, rule, draftedIn, revision: 1, changedAt: 5 });
      await book().create({ id: ReflexId.parse('r2'), rule, most: 2, now: 6 });
      const third = book().create({ id: ReflexId.parse('r3'), rule, most: 2, now: 6 });
      await expect(third).rejects.toMatchObject({ details: { reason: 'too_many_reflexes' } });
      const saved = await book().save({ id, revision: 1, rule: { ...rule, threshold: 40 }, now: 9 });
      expect(saved).toEqual({ id, rule: { ...rule, threshold: 40 }, revision: 2, changedAt: 9 });
      const late = book().save({ id, revision: 1, rule, now: 10 });
      await expect(late).rejects.toMatchObject({ details: { reason: 'reflex_changed' } });
      expect((await book().list()).map((reflex) => reflex.id)).toEqual(['r1', 'r2']);
    });

    it('is on with the hash of what was approved, over a restart, and off with every change, each on the account', async () => {
      expect(await makeOn()).toMatchObject({ approvedHash: 'h', state: { at: 1 } });
      await book().keepState(id, { at: 2 });
      await reopen();
      expect(await book().get(id)).toMatchObject({ approvedHash: 'h', state: { at: 2 } });
      const saved = await book().save({ id, revision: 1, rule, now: 9 });
      expect([saved.approvedHash, saved.state]).toEqual([undefined, undefined]);
      await book().switchOff(id, noted);
      expect(await accounted()).toBe(1);
      await book().switchOn({ id, hash: 'h', state: {}, noted });
      expect((await book().switchOff(id, noted)).approvedHash).toBeUndefined();
      expect(await accounted()).toBe(3);
      await book().remove(id, noted);
      await expect(book().get(id)).rejects.toMatchObject({ details: { reason: 'reflex_missing' } });
      expect(await accounted()).toBe(4);
    });

    it('begins what is about to be done with the state after it, only while it is on', async () => {
      await make();
      expect(await book().begin(ask)).toBeUndefined();
      expect(await accounted()).toBe(0);
      await book().switchOn({ id, hash: 'h', state: {}, noted });
      const begun = await book().begin(ask);
      expect(begun).toMatchObject({ type: 'fired', at: 20, value: 31, texts: ['Hot.'], outcome: 'running' });
      expect((await book().get(id)).state).toEqual({ at: 20 });
      const error = { code: 'unavailable' as const, message: 'Gone.', retryable: true };
      await book().end(begun?.n ?? 0, { outcome: 'failed', error });
      await book().end(begun?.n ?? 0, { outcome: 'done' });
      expect((await book().events({ id, limit: 5 })).events).toMatchObject([{ outcome: 'failed', error }]);
      expect((await book().newest()).get(id)).toMatchObject({ outcome: 'failed' });
    });

    it('calls unknown what was running when the process died, and has it told', async () => {
      await makeOn();
      const { tellAt: _tellAt, ...quiet } = event;
      await book().begin({ ...ask, event: quiet });
      expect(await book().news({ now: 1_000, limit: 9 })).toEqual([]);
      await reopen();
      expect(await book().settle(30)).toBe(1);
      expect(await book().settle(31)).toBe(0);
      expect(await book().news({ now: 30, limit: 9 })).toMatchObject([{ outcome: 'unknown', type: 'fired' }]);
    });

    it('has news told when it is time, until they are put away, and keeps the newest only', async () => {
      await makeOn();
      for (let n = 0; n < 5; n += 1) await book().begin({ ...ask, event: { ...event, at: 20 + n } });
      const { events, more } = await book().events({ id, limit: 2 });
      expect([events.map(({ at }) => at), more]).toEqual([[24, 23], true]);
      const older = await book().events({ id, before: events[1]?.n ?? 0, limit: 9 });
      expect([older.events.map(({ at }) => at), older.more]).toEqual([[22], false]);
      expect(await book().news({ now: 24, limit: 9 })).toEqual([]);
      expect(await book().nextNewsAt(24)).toBe(25);
      expect(await book().nextNewsAt(25)).toBeUndefined();
      expect(await book().news({ now: 25, limit: 9 })).toHaveLength(3);
      await book().dismiss(
        events.map(({ n }) => n),
        26,
      );
      expect((await book().news({ now: 25, limit: 9 })).map(({ at }) => at)).toEqual([22]);
    });
  });
}
