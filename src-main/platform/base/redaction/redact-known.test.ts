// Known secrets are taken out of any text, in every form that programs print, whole or in pieces, and fast.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKnownSecrets, mark } from './redact-known.ts';

const key = 'sk-ant-api03-q9sV7w/Lr2+TzXk4=Jm8Nc3Bd-1fK6hP0';

function knowing(...secrets: readonly string[]) {
  const known = createKnownSecrets();
  for (const secret of secrets) known.add(secret);
  return known;
}

/** What is left of a text that is pushed in pieces of these lengths, again and again. */
function inPieces(known: ReturnType<typeof createKnownSecrets>, text: string, lengths: readonly number[]): string {
  const pieces = known.pieces();
  let out = '';
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    out += pieces.push(text.slice(at, at + length));
    at += length;
  }
  return out + pieces.end();
}

const wrapped = (text: string, columns: number) => text.replaceAll(new RegExp(`.{${columns}}`, 'g'), '$&\n');

describe('known secrets', () => {
  it('are taken out as they are, and nothing else is touched [T33]', () => {
    const known = knowing(key);
    expect(known.redact(`before ${key} between ${key}after`)).toBe(`before ${mark} between ${mark}after`);
    expect(known.redact(key.slice(0, -1))).toBe(key.slice(0, -1));
    expect(known.redact('')).toBe('');
    expect(knowing().redact(key)).toBe(key);
  });

  it('are taken out of base64, wherever they begin in it, and also as tools wrap it [T33]', () => {
    const known = knowing(key);
    for (const before of ['', 'u', 'us', 'user:'])
      for (const after of ['', '\n', '"}', 'end']) {
        const base64 = Buffer.from(before + key + after).toString('base64');
        const inner = Buffer.from(key).toString('base64').slice(4, -8);
        for (const text of [base64, base64.replaceAll('+', '-').replaceAll('/', '_'), wrapped(base64, 76)]) {
          const out = known.redact(`>${text}<`);
          expect(out).toContain(mark);
          expect(out).not.toContain(inner);
          // At most the bytes that share a character with their neighbours are left.
          expect(out.length).toBeLessThan(before.length * 2 + after.length * 2 + mark.length + 14);
        }
      }
  });

  it('are taken out of long wrapped base64 wherever the line breaks [T33]', () => {
    const long = `sk-proj-${randomBytes(120).toString('base64url')}`;
    const known = knowing(long);
    for (let before = 0; before < 76; before += 1) {
      const text = wrapped(Buffer.from(`${'.'.repeat(before)}${long}`).toString('base64'), 76);
      const left = Buffer.from(known.redact(text).replaceAll(mark, '').replaceAll('\n', ''), 'base64').toString();
      expect(left).not.toContain(long.slice(8, 40));
      expect(left.replaceAll('.', '').length).toBeLessThan(16);
    }
  });

  it('are taken out of hex, addresses, JSON, HTML and UTF-16 read as bytes [T33]', () => {
    const odd = 'p/ss "w&rd\\ <ü> +%';
    const known = knowing(odd);
    const json = JSON.stringify({ key: odd });
    const texts = [
      Buffer.from(odd).toString('hex'),
      Buffer.from(odd).toString('hex').toUpperCase(),
      encodeURIComponent(odd),
      new URLSearchParams({ k: odd }).toString().slice(2),
      json.slice(8, -2),
      JSON.stringify(json).slice(12, -4),
      odd.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
      Buffer.from('sk-plain-key-0123', 'utf16le').toString('latin1').slice(0, -1),
    ];
    known.add('sk-plain-key-0123');
    for (const text of texts) expect(known.redact(`[${text}]`)).toBe(`[${mark}]`);
  });

  it('are taken out of a PEM file that a tool quotes line by line [T33]', () => {
    const lines = [
      '-----BEGIN PRIVATE KEY-----',
      randomBytes(48).toString('base64'),
      randomBytes(48).toString('base64'),
    ];
    const known = knowing(`${lines.join('\n')}\n-----END PRIVATE KEY-----\n`);
    const quoted = lines.map((line, index) => `${index + 1}: ${line}`).join('\n');
    expect(known.redact(quoted)).toBe(`1: -----BEGIN PRIVATE KEY-----\n2: ${mark}\n3: ${mark}`);
  });

  it('leave texts alone that are too short to be told from ordinary words', () => {
    const known = knowing('short', '1234567');
    expect(known.redact('a short 1234567')).toBe('a short 1234567');
  });

  it('are found longest first where one begins with another', () => {
    const known = knowing('0123456789abc', '0123456789abcdef-longer');
    expect(known.redact('0123456789abcdef-longer|0123456789abcdef')).toBe(`${mark}|${mark}def`);
    expect(inPieces(known, '0123456789abcdef-longer|0123456789abcdef', [1])).toBe(`${mark}|${mark}def`);
  });
});

describe('a text that comes in pieces', () => {
  it('hides a secret that is split between two of them, at every place [T33]', () => {
    const known = knowing(key);
    const text = `before ${key} after`;
    for (let cut = 0; cut <= text.length; cut += 1) {
      const pieces = known.pieces();
      const first = pieces.push(text.slice(0, cut));
      expect(key.startsWith(first.slice(7)) && first.length > 7).toBe(false);
      expect(first + pieces.push(text.slice(cut)) + pieces.end()).toBe(`before ${mark} after`);
    }
  });

  it('holds back no more than what may be a secret', () => {
    const pieces = knowing(key).pieces();
    expect(pieces.push('a line\nsk-ant')).toBe('a line\n');
    expect(pieces.push('ler is no key')).toBe('sk-antler is no key');
    expect(pieces.end()).toBe('');
    expect(pieces.push('ends in sk')).toBe('ends in ');
    expect(pieces.end()).toBe('sk');
  });

  it('comes out as the whole would, whatever is in it and however it is cut [T33]', () => {
    const secret = fc.stringMatching(/^[ab+/=]{8,14}$/);
    const form = (text: string) =>
      fc.constantFrom(text, Buffer.from(text).toString('base64'), Buffer.from(text).toString('hex'), text.slice(0, 6));
    const world = fc
      .array(secret, { minLength: 1, maxLength: 4 })
      .chain((secrets) =>
        fc.tuple(
          fc.constant(secrets),
          fc.array(fc.oneof(fc.stringMatching(/^[ab+/=\n ]{0,9}$/), ...secrets.map(form)), { maxLength: 12 }),
          fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        ),
      );
    fc.assert(
      fc.property(world, ([secrets, parts, lengths]) => {
        const known = knowing(...secrets);
        const text = parts.join('');
        const out = inPieces(known, text, lengths);
        for (const one of secrets) expect(out.split(mark).join('\u0001')).not.toContain(one);
        expect(out).toBe(known.redact(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the cost', () => {
  it('is below a millisecond for 100 kB, with fifty keys as with one [T33]', () => {
    const texts = [
      'The quick brown fox jumps over the lazy dog; sk-ant is no key. '.repeat(1_600).slice(0, 100_000),
      randomBytes(75_000).toString('base64').slice(0, 100_000),
      randomBytes(50_000).toString('hex'),
    ];
    for (const count of [1, 50]) {
      const known = knowing(...Array.from({ length: count }, () => `sk-proj-${randomBytes(36).toString('base64url')}`));
      for (const text of texts) {
        // The best of many: what the code costs, not what else the machine does.
        let best = Number.POSITIVE_INFINITY;
        for (let round = 0; round < 40; round += 1) {
          const started = performance.now();
          known.redact(text);
          best = Math.min(best, performance.now() - started);
        }
        expect(best).toBeLessThan(1);
      }
    }
  });
});
