// Kills the built gateway with SIGKILL at every hop, hundreds of times: nothing lost, nothing doubled.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCrashWorld, type Hop, hops } from './support/crash-world.ts';
import { buildPlanted, journalAfterEffect } from './support/planted-build.ts';

const kills = Number(process.env.LIMPET_KILLS ?? 500);
const patienceMs = 15 * 60_000; // a slow machine kills one or two a second
const seed = Number(process.env.LIMPET_SEED ?? Date.now() % 1_000_000);

/** mulberry32: a small generator, so that a printed seed repeats a run. */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function runWorld(o: { kills: number; seed: number; entry?: string; only?: readonly Hop[] }) {
  const random = randomFrom(o.seed);
  const world = await createCrashWorld({ random, ...(o.entry === undefined ? {} : { entry: o.entry }) });
  const perHop = new Map<Hop, number>();
  const chosen = o.only ?? hops;
  try {
    for (let round = 0; round < o.kills; round += 1) {
      const hop = chosen[round % chosen.length] as Hop;
      await world.killAt(hop);
      perHop.set(hop, (perHop.get(hop) ?? 0) + 1);
    }
    await world.checkAll();
  } finally {
    await world.end();
  }
  return { problems: world.problems, perHop, unknown: world.unknownCalls, ...world.counts() };
}

describe('a killed gateway', () => {
  it(`loses nothing and doubles nothing in ${kills} kills [R01 R02]`, { timeout: patienceMs }, async () => {
    const worlds = await Promise.all(
      [0, 1].map((index) => runWorld({ kills: Math.ceil(kills / 2), seed: seed + index })),
    );
    const perHop = Object.fromEntries(
      hops.map((hop) => [hop, worlds.reduce((sum, world) => sum + (world.perHop.get(hop) ?? 0), 0)]),
    );
    const sum = (pick: (world: (typeof worlds)[number]) => number) =>
      worlds.reduce((total, world) => total + pick(world), 0);
    console.log(
      `seed ${seed}; ${sum((world) => [...world.perHop.values()].reduce((a, b) => a + b, 0))} kills; ${sum((world) => world.acknowledged)} messages acknowledged; ${sum((world) => world.unknown)} calls "may have run"; ${sum((world) => world.problems.length)} problems`,
    );
    console.log(perHop);
    expect(worlds.flatMap((world) => world.problems)).toEqual([]);
    expect(sum((world) => world.unknown)).toBeGreaterThan(0);
  });

  it('is caught when it journals after the effect', { timeout: patienceMs }, async () => {
    const entry = await buildPlanted();
    try {
      const { problems } = await runWorld({
        kills: 24,
        seed,
        entry,
        only: ['effect seen (effect)', 'just approved (journal)'],
      });
      expect(problems.join('\n')).toMatch(/its effect happened|happened \d times|no call is stored/);
    } finally {
      rmSync(join(dirname(entry), '../..'), { recursive: true, force: true });
    }
  });

  it('does not plant in a source that has changed', () => {
    expect(() => journalAfterEffect('nothing of the kind')).toThrow('plant the violation anew');
  });
});
