// Settings that were broken on the disk: what is sound is used, what is broken falls back, nothing throws.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Settings } from '#main/contract/settings.ts';
import { deepMerge, healSettings } from './settings.ts';

describe('broken settings', () => {
  it('uses every sound value and the default for a broken one [R06]', () => {
    const stored = {
      theme: 'dark',
      language: 7,
      limits: { stepsPerTurn: -1, minutesPerTurn: 12 },
      api: 'on',
      extra: 1,
    };
    const defaults = Settings.parse({});
    expect(healSettings(stored)).toEqual({
      ...defaults,
      theme: 'dark',
      limits: { ...defaults.limits, minutesPerTurn: 12 },
    });
  });

  it('gives valid settings for any JSON [R06]', () => {
    const keys = [...Object.keys(Settings.shape), '__proto__', 'constructor', 'other'];
    const stored = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
    fc.assert(
      fc.property(fc.oneof(stored, fc.jsonValue()), (value) => {
        expect(Settings.safeParse(healSettings(value)).success).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('merges any two values without touching them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const before = JSON.stringify([a, b]);
        const merged = deepMerge(a, b);
        expect(JSON.stringify([a, b])).toBe(before);
        expect(Object.getPrototypeOf(deepMerge({}, merged) ?? {})).toBe(Object.getPrototypeOf(deepMerge({}, b) ?? {}));
      }),
      { numRuns: 500 },
    );
  });
});
