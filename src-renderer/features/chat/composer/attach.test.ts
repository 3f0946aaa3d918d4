import { describe, expect, it } from 'vitest';
import { chatLimits } from '#main/contract/chat.ts';
import { attachableType, refuse } from './attach.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('files that go with a message', () => {
  it.each([
    ['image/png', bytes('x'), 'image/png'],
    ['application/pdf', bytes('%PDF-1.7'), 'application/pdf'],
    ['', bytes('%PDF-1.7'), 'application/pdf'],
    ['text/markdown', bytes('# Hi'), 'text/markdown'],
    ['video/mp2t', bytes('const a: number = 1;'), 'text/plain'],
    ['image/svg+xml', bytes('<svg/>'), 'text/plain'],
    ['', bytes('Grüße').slice(0, 3), 'text/plain'],
    ['application/zip', new Uint8Array([80, 75, 3, 4, 0]), undefined],
    ['image/tiff', bytes('II*'), undefined],
    ['', new Uint8Array([0xff, 0xfe, 0x41]), undefined],
  ])('takes %j as it reads', (type, head, expected) => {
    expect(attachableType({ type }, head)).toBe(expected);
  });

  it('says why a file cannot go: its kind, nothing in it, too much in it', () => {
    expect(refuse({ name: 'a', size: 1 }, undefined)?.reason).toBe('type');
    expect(refuse({ name: 'a', size: 0 }, 'text/plain')?.reason).toBe('empty');
    expect(refuse({ name: 'a', size: chatLimits.imageBytes + 1 }, 'image/png')).toMatchObject({
      reason: 'size',
      limitBytes: chatLimits.imageBytes,
    });
    expect(refuse({ name: 'a', size: chatLimits.imageBytes + 1 }, 'application/pdf')).toBeUndefined();
  });
});
