// The same attacks with a hole in the wall: where nothing is judged, each one does its damage. So none of them is toothless.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readAttacks } from './support/attacks/attack.ts';
import { denies, runAttack } from './support/attacks/run-attack.ts';
import { startWorld, type World } from './support/attacks/world.ts';

vi.mock('#main/guard/taint/judge.ts', () => ({ judgeCall: async () => ({ type: 'free' }) }));

describe('a judge that lets everything pass', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it.for(readAttacks().filter(({ alsoHeldBy }) => alsoHeldBy === undefined))(
    '$id: $title; does its damage [T23] [T24]',
    async (attack) => {
      const { damage, calls } = await runAttack(attack, { world, persons: denies });
      expect(damage, calls.join(', ')).not.toEqual([]);
    },
  );
});
