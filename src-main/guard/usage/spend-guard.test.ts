// The guard over a real store: what is set aside, waits, crashes, clocks that are changed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Settings, type SettingsPatch } from '#main/contract/settings.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock, type FakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createSpendGuard } from './create-spend-guard.ts';
import { createPricing } from './create-usage.ts';
import { createLocalDays } from './local-day.ts';
import type { CallPermit, PlannedCall, SpendGuard, TokenUsage } from './port.ts';

const price = { inputPerMTok: 10, outputPerMTok: 100, asOf: '2026-11-05' };
const used = (inputTokens: number, outputTokens: number): TokenUsage => ({
  ...{ inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
});

describe('the guard on spending', () => {
  let folder = '';
  let clock: FakeClock;
  let store: Store;
  let caps: NonNullable<SettingsPatch['caps']> = {};
  let guard: SpendGuard;
  const open = async () => {
    ({ store } = await openStore({ folder, now: clock.now }));
    guard = createSpendGuard({
      store: store.spending,
      settings: { current: () => Settings.parse({ caps }) },
      pricing: createPricing(),
      clock,
      log: silentLog,
      onChange: () => {},
      days: createLocalDays(() => 'Europe/Berlin'),
    });
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'limpet-guard-'));
    clock = createFakeClock(Date.parse('2026-11-27T11:00:00Z'));
    caps = {};
    await open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const admit = (change: Partial<PlannedCall> = {}, signal = neverAborts): Promise<CallPermit> =>
    guard.admit({ job: undefined, model: 'a/b', price, inputTokens: 1_000, outputTokens: 8_000, ...change }, signal);
  const end = (permit: CallPermit, usage: TokenUsage) => permit.settle({ usage, isEstimate: false });

  it('sets aside the whole question and answer before anything is sent, and counts what it took afterwards', async () => {
    const permit = await admit();
    expect((await guard.today()).spent).toMatchObject({ calls: 1, estimatedCalls: 1, countedUsd: 0.81 });
    await end(permit, used(900, 100));
    await end(permit, used(9_000, 9_000));
    expect((await guard.today()).spent).toMatchObject({
      calls: 1,
      estimatedCalls: 0,
      inputTokens: 900,
      outputTokens: 100,
    });
    expect((await guard.today()).spent.costUsd).toBeCloseTo(0.019, 9);
  });

  it('gives less to write where a cap is near, and refuses what would not be worth its question', async () => {
    caps = { costUsdPerDay: 0.3 };
    expect((await admit()).outputTokens).toBe(2_900);
    await expect(admit({}, AbortSignal.timeout(1))).rejects.toMatchObject({ code: 'cancelled' });
    caps = { costUsdPerDay: 0.05 };
    await expect(admit({ inputTokens: 5_000 })).rejects.toMatchObject({
      code: 'cap_reached',
      details: { reason: 'cap_cost_day', facts: { cap: '$0.05', used: '$0.00', needed: '$0.85', model: 'a/b' } },
    });
  });

  it('lets a call wait that fits once another has ended, in the order of asking', async () => {
    caps = { costUsdPerDay: 1 };
    const first = await admit();
    const order: number[] = [];
    const second = admit().then((permit) => {
      order.push(2);
      return permit;
    });
    const third = admit().then((permit) => {
      order.push(3);
      return permit;
    });
    await clock.advance(1_000);
    expect(order).toEqual([]);
    await end(first, used(1_000, 10));
    await end(await second, used(1_000, 10));
    await end(await third, used(1_000, 10));
    expect(order).toEqual([2, 3]);
    expect((await guard.today()).spent.calls).toBe(3);
  });

  it('refuses one that waited when the other took too much after all', async () => {
    caps = { tokensPerDay: 12_000 };
    const first = await admit();
    const second = admit();
    second.catch(() => {}); // looked at below
    await end(first, used(1_000, 9_500));
    await expect(second).rejects.toMatchObject({ details: { reason: 'cap_tokens_day', facts: { used: '10500' } } });
  });

  it('keeps a job to its own cap, over many calls and under one id', async () => {
    caps = { costUsdPerJob: 0.4 };
    const job = { id: 'turn-1', kind: 'answer' as const };
    await end(await admit({ job }), used(1_000, 3_500));
    await expect(admit({ job: { ...job, kind: 'summary' } })).rejects.toMatchObject({
      details: { reason: 'cap_cost_job' },
    });
    await admit({ job: { ...job, id: 'turn-2' } });
  });

  it('does not stop a model that costs nothing by a cap on money, and holds it to those on tokens', async () => {
    caps = { costUsdPerDay: 0.5, tokensPerDay: 30_000 };
    await end(await admit({ outputTokens: 4_000 }), used(1_000, 4_900));
    const free = { inputPerMTok: 0, outputPerMTok: 0, asOf: '2026-11-05' };
    await end(await admit({ price: free }), used(20_000, 3_000));
    expect((await guard.today()).spent).toMatchObject({ calls: 2, unpricedCalls: 0, costUsd: 0.5 });
    await expect(admit({ price: free })).rejects.toMatchObject({ details: { reason: 'cap_tokens_day' } });
  });

  it('goes on counting what a dead process had set aside', async () => {
    caps = { costUsdPerDay: 1 };
    await admit();
    await store.close();
    await open();
    expect((await guard.today()).spent).toMatchObject({ calls: 1, estimatedCalls: 1, countedUsd: 0.81 });
    await expect(admit({ inputTokens: 15_000 })).rejects.toMatchObject({ code: 'cap_reached' });
  });

  it('gives no new money to a clock that is set back, and none is stopped for ever by one that was wrong', async () => {
    caps = { costUsdPerDay: 0.3 };
    await end(await admit(), used(1_000, 2_500));
    await store.close();
    clock = createFakeClock(Date.parse('2026-11-26T12:00:00Z'));
    await open();
    await expect(admit()).rejects.toMatchObject({ code: 'cap_reached' });
    await store.close();
    clock = createFakeClock(Date.parse('2026-11-20T12:00:00Z'));
    await open();
    await admit();
  });

  it('counts a day of 25 hours to its end', async () => {
    caps = { tokensPerDay: 12_000 };
    await store.close();
    clock = createFakeClock(Date.parse('2026-10-24T22:30:00Z'));
    await open();
    await end(await admit(), used(1_000, 10_900));
    await clock.advance(24 * 3_600_000);
    await expect(admit()).rejects.toMatchObject({ code: 'cap_reached' });
    await clock.advance(3_600_000);
    await admit();
  });

  it('sends nothing when what is set aside cannot be written', async () => {
    await store.close();
    await expect(admit()).rejects.toMatchObject({ code: expect.stringMatching(/./) });
    await open();
    expect((await guard.today()).spent.calls).toBe(0);
  });
});
