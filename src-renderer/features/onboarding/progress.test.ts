// The first run goes on where it was left.
import { describe, expect, it } from 'vitest';
import { currentStep, readProgress, writeProgress } from './progress.ts';

function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('progress of the first run', () => {
  it('is read back after a reload and forgotten at the end', () => {
    const storage = memoryStorage();
    expect(currentStep(readProgress(storage))).toBe('model');
    writeProgress(storage, { model: 'offline' });
    expect(currentStep(readProgress(storage))).toBe('workspace');
    writeProgress(storage, { model: 'offline', workspace: '/home/a/Limpet' });
    expect(currentStep(readProgress(storage))).toBe('permissions');
    writeProgress(storage, undefined);
    expect(readProgress(storage)).toEqual({});
  });

  it('starts over when the browser keeps nothing or something damaged', () => {
    const throwing = {
      getItem: () => {
        throw new Error('SecurityError');
      },
    };
    expect(readProgress(throwing)).toEqual({});
    expect(readProgress({ getItem: () => '{"model":5}' })).toEqual({});
    expect(readProgress({ getItem: () => 'no json' })).toEqual({});
  });
});
