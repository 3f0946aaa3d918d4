import { describe, expect, it } from 'vitest';
import { readFrameMessage } from './frame-protocol.ts';

describe('what a frame says', () => {
  it('is heard only in its few forms, within bounds', () => {
    expect(readFrameMessage({ limpet: 'ready', more: 1 })).toEqual({ limpet: 'ready' });
    expect(readFrameMessage({ limpet: 'size', height: 1e9 })).toEqual({ limpet: 'size', height: 20_000 });
    expect(readFrameMessage({ limpet: 'failed', message: 'x'.repeat(9_000) })).toMatchObject({
      message: 'x'.repeat(500),
    });
    const unheard = [
      null,
      'ready',
      7,
      {},
      [],
      { limpet: 'show' },
      { limpet: 'size', height: '9' },
      { limpet: 'size', height: Number.NaN },
      { limpet: 'failed', message: {} },
    ];
    for (const data of unheard) expect(readFrameMessage(data)).toBeUndefined();
  });
});
