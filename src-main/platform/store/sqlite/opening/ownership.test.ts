// One owner per data folder, whatever happens to it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../create-store.ts';
import { type StoreChild, startChild } from '../../testing/children.ts';

describe('ownership of the data folder', () => {
  let folder = '';
  let children: StoreChild[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limpet-own-'));
    children = [];
  });
  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
    await rm(folder, { recursive: true, force: true });
  });
  const start = async (count: number) => {
    const started = Array.from({ length: count }, startChild);
    children.push(...started);
    await Promise.all(started.map((child) => child.ready()));
    return started;
  };
  const outcome = async (child: StoreChild) => {
    child.order({ task: 'hold', folder, sessionId: 'x' });
    return child.heard(({ type }) => type === 'open' || type === 'failed');
  };

  it('gives the folder to exactly one of 20 that start at once, and to the next after kill -9 [R20]', async () => {
    const started = await start(20);
    const outcomes = await Promise.all(started.map(outcome));
    const owners = started.filter((_, i) => outcomes[i]?.type === 'open');
    expect(owners).toHaveLength(1);
    const refused = outcomes.filter(({ type }) => type === 'failed');
    expect(refused).toEqual(
      Array.from({ length: 19 }, () => ({ type: 'failed', code: 'conflict', reason: 'second_copy' })),
    );
    await owners[0]?.kill();
    const { store } = await openStore({ folder, now: () => 1 });
    await expect(openStore({ folder, now: () => 1 })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'second_copy' },
    });
    await store.close();
    const again = await openStore({ folder, now: () => 1 });
    await again.store.close();
  }, 60_000);
});
