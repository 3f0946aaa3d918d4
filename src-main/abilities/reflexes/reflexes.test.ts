// Reflexes at work: what they switch and when, what the person is told, and what stays over a restart.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import type { ReflexId } from '#main/contract/ids.ts';
import type { ReflexRule } from '#main/contract/reflexes.ts';
import { createReflexesKit, type ReflexesKit } from './testing/reflexes-kit.ts';
import { fanRule, minute } from './testing/rule.ts';

let kit: ReflexesKit;
beforeEach(async () => {
  kit = await createReflexesKit();
});
afterEach(() => kit.close());

/** A value each minute. */
const minutes = async (values: readonly (number | undefined)[]) => {
  for (const value of values) {
    await kit.measure(value);
    await kit.clock.advance(minute);
  }
};
const one = async () => (await kit.reflexes.overview()).reflexes[0];
const news = async () => (await kit.reflexes.overview()).news;
const levels = () => kit.switched.map(({ value }) => value);
const eventsOf = async (id: ReflexId) => (await kit.reflexes.events({ id, limit: 100 })).events.toReversed();
const gone = new AppError('unavailable', 'The device is gone.', { details: { reason: 'device_gone' } });

describe('a reflex that is on [D3]', () => {
  it('switches at the very moment, tells the person, and ends it', async () => {
    const begin = kit.clock.now();
    const { id } = await kit.makeOn(fanRule);
    await minutes([31, 31, 31, 31]);
    expect(await one()).toMatchObject({ phase: 'counting', firesAt: begin + 5 * minute, value: 31 });
    expect(kit.switched).toEqual([]);
    await minutes([31, 31, 28]);
    expect(kit.switched.map(({ at, value }) => [at, value])).toEqual([
      [begin + 5 * minute, 1],
      [begin + 6 * minute, 0],
    ]);
    expect(await news()).toMatchObject([{ type: 'fired', name: 'Fan', texts: ['It is hot.'], value: 31, unit: '°C' }]);
    expect((await eventsOf(id)).map(({ type, outcome }) => [type, outcome])).toEqual([
      ['fired', 'done'],
      ['ended', 'done'],
    ]);
    await kit.reflexes.dismiss((await news()).map(({ n }) => n));
    expect(await news()).toEqual([]);
    const { entries } = await kit.store.activity.list({ limit: 10 });
    expect(entries.map(({ fact }) => fact.type === 'noted' && fact.title.key)).toEqual([
      'reflexes.noted_ended',
      'reflexes.noted_fired',
      'reflexes.noted_on',
    ]);
  });

  it('gives the same moments to a dry-run over what it has recorded, with nothing switched', async () => {
    const begin = kit.clock.now();
    const { id } = await kit.makeOn(fanRule);
    const walk = [...Array(120).keys()].map((n) => (n % 40 === 39 ? undefined : 30 + 4 * Math.sin(n / 6)));
    await minutes(walk);
    const lived = (await eventsOf(id)).map(({ type, at, value }) => ({ type, at, value }));
    expect(lived.length).toBeGreaterThan(5);
    const count = kit.switched.length;
    const order = { rule: fanRule, from: begin, to: kit.clock.now() };
    const dry = await kit.reflexes.dryRun(order, new AbortController().signal);
    expect(dry).toEqual({ moments: lived, readings: 120, through: kit.clock.now() });
    expect(kit.switched).toHaveLength(count);
  });

  it('is not switched on as another rule than the one that was seen, nor outside the limits, and a draft does nothing', async () => {
    const { id, hash } = await kit.make({ ...fanRule, forMs: 0 });
    await kit.measure(99);
    expect(kit.switched).toEqual([]);
    const changed = await kit.reflexes.save({ id, revision: 1, rule: { ...fanRule, forMs: 0, threshold: 10 } });
    const stale = { details: { reason: 'reflex_changed' } };
    await expect(kit.reflexes.switchOn(id, hash)).rejects.toMatchObject(stale);
    await expect(kit.reflexes.save({ id, revision: 1, rule: fanRule })).rejects.toMatchObject(stale);
    kit.refusal = new AppError('forbidden', 'No.', { details: { reason: 'outside_envelope' } });
    await expect(kit.reflexes.switchOn(id, changed.hash)).rejects.toMatchObject({
      details: { reason: 'outside_envelope' },
    });
    expect(await one()).toMatchObject({ isOn: false });
    await kit.measure(99);
    expect(kit.switched).toEqual([]);
  });

  it('tells of an output that was not switched, switches the others, and does not try again', async () => {
    const other = { type: 'set', deviceKey: 'other', via: 'firmata', pin: '2', value: 1 } as const;
    const rule: ReflexRule = { ...fanRule, forMs: 0, onStart: [...fanRule.onStart, other] };
    kit.fail = ({ pin }) => (pin === '13' ? gone : undefined);
    await kit.makeOn(rule);
    await minutes([31, 31, 31]);
    expect(kit.switched).toMatchObject([{ pin: '2' }]);
    expect(await news()).toMatchObject([{ outcome: 'failed', error: { details: { reason: 'device_gone' } } }]);
  });

  it('tells once that values stay away', async () => {
    await kit.makeOn(fanRule);
    await minutes([20]);
    await kit.clock.advance(60 * minute);
    expect(await news()).toMatchObject([{ type: 'stale', outcome: 'done' }]);
    expect(await one()).toMatchObject({ phase: 'stale' });
  });

  it('keeps what it has to tell until quiet hours are over', async () => {
    const quiet = { from: '11:00', to: '13:00', zone: 'UTC', acts: true };
    await kit.makeOn({ ...fanRule, forMs: 0, staleAfterMs: 10 * 60 * minute, quiet });
    await kit.measure(31);
    expect(levels()).toEqual([1]);
    expect(await news()).toEqual([]);
    const before = kit.changes;
    await kit.clock.advance(60 * minute);
    expect(await news()).toMatchObject([{ type: 'fired' }]);
    expect(kit.changes).toBeGreaterThan(before);
  });

  it('ends what it began when it is switched off, changed or removed', async () => {
    const rule = { ...fanRule, forMs: 0, coolDownMs: 1_000 };
    const { id, hash } = await kit.makeOn(rule);
    await minutes([31]);
    await kit.reflexes.switchOff(id);
    expect(levels()).toEqual([1, 0]);
    await minutes([31]);
    await kit.reflexes.switchOn(id, hash);
    await minutes([31]);
    await kit.reflexes.save({ id, revision: 1, rule });
    expect(levels()).toEqual([1, 0, 1, 0]);
    await kit.reflexes.switchOn(id, hash);
    await minutes([31]);
    await kit.reflexes.remove(id);
    expect(levels()).toEqual([1, 0, 1, 0, 1, 0]);
    await minutes([31]);
    expect(levels()).toHaveLength(6);
    expect(await kit.reflexes.overview()).toEqual({ reflexes: [], news: [] });
  });
});

describe('over a restart [D3]', () => {
  it.each([false, true])('goes on counting and does not begin a second time, killed: %s', async (kill) => {
    const begin = kit.clock.now();
    await kit.makeOn(fanRule);
    await minutes([31, 31]);
    await kit.restart(minute, { kill });
    await minutes([31, 31, 31]);
    expect(kit.switched.map(({ at, value }) => [at, value])).toEqual([[begin + 5 * minute, 1]]);
    await kit.restart(minute, { kill });
    await minutes([31, 31]);
    // Outputs are safe after the end of Limpet: what is still so is set again, and not told again.
    expect(levels()).toEqual([1, 1]);
    expect(await news()).toHaveLength(1);
    await minutes([20]);
    expect(levels()).toEqual([1, 1, 0]);
  });

  it('counts anew after an absence longer than values may stay away, and tells of none of it', async () => {
    await kit.makeOn(fanRule);
    await minutes([31, 31]);
    await kit.restart(60 * minute);
    await minutes([31, 31, 31, 31]);
    expect(kit.switched).toEqual([]);
    await minutes([31, 31]);
    expect(levels()).toEqual([1]);
    expect(await news()).toMatchObject([{ type: 'fired' }]);
  });

  it('says of what was under way when the process died that nobody knows, and does it no second time', async () => {
    const { id } = await kit.makeOn({ ...fanRule, forMs: 0 });
    const noted = { at: 0, fact: { type: 'noted', by: 'limpet', title: { key: 'x.y', params: {} } } } as const;
    const event = { type: 'fired', at: kit.clock.now(), texts: [] } as const;
    await kit.store.reflexes.begin({ id, state: {}, event, keep: 9, noted });
    await kit.restart(minute, { kill: true });
    expect(kit.switched).toEqual([]);
    expect(await news()).toMatchObject([{ type: 'fired', outcome: 'unknown' }]);
  });

  it('is off when the rule that is kept is not the one that was approved', async () => {
    const { id } = await kit.makeOn({ ...fanRule, forMs: 0 });
    const noted = { at: 0, fact: { type: 'noted', by: 'person', title: { key: 'x.y', params: {} } } } as const;
    await kit.store.reflexes.switchOn({ id, hash: 'of another rule', state: {}, noted });
    await kit.restart(minute, { kill: true });
    await minutes([99]);
    expect(kit.switched).toEqual([]);
    expect(await one()).toMatchObject({ isOn: false });
  });

  it('takes a sleep of the computer for an absence, not for values that stay away', async () => {
    await kit.makeOn(fanRule);
    await minutes([31, 31]);
    const asleep = kit.clock.now;
    kit.clock.now = () => asleep() + 3 * 60 * minute; // the wall clock went on, timers did not
    await minutes([31, 31, 31, 31]);
    expect(await news()).toEqual([]);
    expect(kit.switched).toEqual([]);
    await minutes([31, 31]);
    expect(levels()).toEqual([1]);
    kit.clock.now = asleep;
  });
});
