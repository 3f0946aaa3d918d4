// A wished change is shown whole, and a refusal finds its field.
import { describe, expect, it } from 'vitest';
import { findSetting, Settings } from '#main/contract/settings.ts';
import { fieldOfPatch, fieldOfRefusal, isChanged, toPatch, toStartPatch, withPatch } from './settings-patch.ts';

describe('settings patch', () => {
  it('changes one limit and leaves the others', () => {
    const settings = Settings.parse({ limits: { stepsPerTurn: 9 } });
    const next = withPatch(settings, { limits: { costUsdPerTurn: 5 }, theme: 'dark' });
    expect(next).toMatchObject({ theme: 'dark', limits: { stepsPerTurn: 9, costUsdPerTurn: 5 } });
    expect(withPatch(settings, {})).toEqual(settings);
  });

  it('is made of several values, each in its scope', () => {
    const values = new Map<string, string | number>([
      ['limits.stepsPerTurn', 3],
      ['limits.minutesPerTurn', 4],
      ['theme', 'dark'],
      ['port', 80],
    ]);
    expect(toPatch(values)).toEqual({ limits: { stepsPerTurn: 3, minutesPerTurn: 4 }, theme: 'dark' });
    expect(toStartPatch(values)).toEqual({ port: 80 });
    expect(() => toPatch(new Map([['theme', 'pink']]))).toThrow('theme');
  });

  it('puts a refusal at the field that the server named, else at the one that was sent', () => {
    expect(fieldOfRefusal(['patch', 'limits', 'stepsPerTurn'], 'theme')).toBe('limits.stepsPerTurn');
    expect(fieldOfRefusal(undefined, 'limits.stepsPerTurn')).toBe('limits.stepsPerTurn');
    expect(fieldOfPatch({ limits: { stepsPerTurn: 0 } })).toBe('limits.stepsPerTurn');
    expect(fieldOfPatch({ workspace: '/x' })).toBe('workspace');
  });

  it('knows what differs from the default, also for lists and what is not set', () => {
    const changed = (path: string, value: Parameters<typeof isChanged>[1]) => {
      const one = findSetting(path);
      return one && isChanged(one, value);
    };
    expect([changed('hostNames', []), changed('hostNames', ['a'])]).toEqual([false, true]);
    expect([changed('port', undefined), changed('port', 1)]).toEqual([false, true]);
  });
});
