// A model's facts are words, and what is not known says so.
import { describe, expect, it } from 'vitest';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { modelFacts } from './model-facts.ts';

const en = createTranslate('en');
const de = createTranslate('de');
const base = { ref: 'x/y', name: 'y', label: 'Y' };

describe('model facts', () => {
  it('says context, abilities and the price with the day of its table', () => {
    const facts = modelFacts(
      {
        ...base,
        contextTokens: 200_000,
        images: true,
        tools: true,
        price: { inputPerMTok: 3, outputPerMTok: 15, asOf: '2026-01-15' },
      },
      en,
      'en',
    );
    expect(facts).toEqual([
      '200k tokens of context',
      'reads images',
      'uses tools',
      '$3.00 in, $15.00 out per million tokens, as of Jan 15, 2026',
    ]);
  });

  it('says unknown where nothing is known', () => {
    expect(modelFacts(base, en, 'en')).toEqual(['unknown: context size, images, tools, price']);
    expect(modelFacts({ ...base, tools: true }, en, 'en')).toEqual([
      'uses tools',
      'unknown: context size, images, price',
    ]);
  });

  it('calls a local model free, in German too', () => {
    const local = { ...base, images: false, price: { inputPerMTok: 0, outputPerMTok: 0, asOf: '2026-01-15' } };
    expect(modelFacts(local, de, 'de')).toContain('kostenlos, läuft auf diesem Rechner');
    expect(modelFacts(local, de, 'de')).toContain('nur Text');
  });
});
