import { describe, expect, it } from 'vitest';
import type { Part } from '#main/contract/messages.ts';
import { sampleCall } from '../testing/samples.ts';
import { arrangeParts } from './arrange-parts.ts';

const said = (text: string): Part => ({ type: 'text', text });
const thought: Part = { type: 'reasoning', text: 'hm' };
const shape = (parts: readonly Part[]) =>
  arrangeParts(parts).map((piece) => (piece.type === 'folded' ? `folded ${piece.calls}` : piece.type));

describe('the pieces of an answer', () => {
  it('folds three or more finished calls in a row, with the thinking between them', () => {
    const parts = [sampleCall('1'), thought, sampleCall('2'), said('  '), sampleCall('3'), said('Done.')];
    expect(shape(parts)).toEqual(['folded 3', 'text']);
  });

  it('shows one or two calls as they are', () => {
    expect(shape([sampleCall('1'), sampleCall('2'), said('Done.')])).toEqual(['step', 'step', 'text']);
  });

  it.each(['asking', 'running', 'failed', 'denied', 'stopped', 'unknown'] as const)(
    'never folds a call that is %s',
    (state) => {
      const parts = [sampleCall('1'), sampleCall('2'), sampleCall('3'), sampleCall('4', { state })];
      expect(shape(parts)).toEqual(['folded 3', 'step']);
    },
  );

  it('never folds a command that ended with an error', () => {
    expect(shape([sampleCall('1'), sampleCall('2'), sampleCall('3', { exitCode: 1 })])).toEqual([
      'step',
      'step',
      'step',
    ]);
  });
});
