import { describe, expect, it } from 'vitest';
import type { Translate } from '#main/platform/texts/translate.ts';
import { describeError } from './describe-error.ts';

const texts: Readonly<Record<string, string>> = {
  'errors.reason_too_large': '{name} is larger than {limit}.',
  'errors.invalid_input': 'Something in this form is not right.',
};
const t: Translate = (key, params = {}) =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
const error = (details: object, code = 'invalid_input') => ({ code, message: 'The sender says so.', details });

describe('an error in words', () => {
  it('takes the finest sentence that the facts can fill', () => {
    expect(describeError(error({ reason: 'too_large', facts: { name: 'a.txt', limit: '1 MB' } }), t)).toBe(
      'a.txt is larger than 1 MB.',
    );
    expect(describeError(error({ reason: 'too_large', facts: { name: 'a.txt' } }), t)).toBe(
      'Something in this form is not right.',
    );
  });

  it("falls back to the code's sentence, then to the sender's own", () => {
    expect(describeError(error({ reason: 'unheard_of' }), t)).toBe('Something in this form is not right.');
    expect(describeError(error({}, 'unheard_of'), t)).toBe('The sender says so.');
  });
});
