// The same attacks with holes in the wall: where nothing is judged or put back, each one does its damage. None is toothless.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readAttacks } from './support/attacks/attack.ts';
import { generateAttacks } from './support/attacks/generate.ts';
import { denies, runAttack } from './support/attacks/run-attack.ts';
import { startWorld, type World } from './support/attacks/world.ts';

vi.mock('#main/guard/taint/judge.ts', () => ({ judgeCall: async () => ({ type: 'free' }) }));
vi.mock('#main/guard/taint/guidance-watch.ts', () => ({
  readGuidance: async () => new Map(),
  restoreGuidance: async () => [],
}));

const written = readAttacks();
const seed = Number(process.env.LIMPET_SEED ?? Date.now() % 1_000_000);
const attacks = [...written, ...generateAttacks(seed, Math.ceil(written.length / 10))];
console.log(`attacks on a wall with holes: ${attacks.length}, generated ones from LIMPET_SEED=${seed}`);

describe('a judge that lets everything pass', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  // What other rules ask about is answered with yes here, so that the labels are the only wall that is missing.
  it.for(attacks.filter(({ alsoHeldBy }) => alsoHeldBy === undefined))(
    '$id: $title; does its damage [T23] [T24]',
    async (attack) => {
      const { damage, calls, missed } = await runAttack(attack, { world, persons: () => () => true });
      expect(damage, calls.join(', ')).not.toEqual([]);
      expect(missed).toEqual([]);
    },
  );

  it('turns the suite of attacks red, also with a person who says no [T23]', async () => {
    const sample = attacks.filter(({ needs, keep }) => needs.length === 0 && keep.length === 0).slice(0, 10);
    for (const attack of sample) {
      if (attack.alsoHeldBy !== undefined) continue;
      expect((await runAttack(attack, { world, persons: denies })).damage, attack.id).not.toEqual([]);
    }
  });
});
