// The forms in which a secret turns up in other people's output: as it is, escaped, encoded, broken over lines.

/** `folds`: the text may be broken over lines, as `base64` and `xxd -p` print it. */
export type SecretForm = { readonly text: string; readonly folds: boolean };

/** Shorter texts stand in ordinary output by chance. */
export const minFormChars = 8;
/** A line of a long secret (a PEM file) that is worth hiding alone, because tools number and quote lines. */
const minLineChars = 24;

const urlSafe = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_');

/** What stands in the base64 of any text that holds these bytes, by the place at which they begin in it. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const hasForeignEnd = (bytes.length + offset) % 3 !== 0;
    // The first characters mix with what stands before, the last one with what follows.
    const inner = whole.slice(offset === 0 ? 0 : offset + 1, hasForeignEnd ? -1 : undefined);
    return [inner, urlSafe(inner), encodeURIComponent(inner)];
  });
}

function escapedForms(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret.toWellFormed());
  const html = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return [
    json,
    JSON.stringify(json).slice(1, -1), // JSON in JSON
    url,
    url.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    url.replaceAll('%20', '+'),
    encodeURI(secret.toWellFormed()),
    html,
    html.replaceAll("'", '&#39;'),
    [...secret].join('\0'), // UTF-16 that was read as bytes
  ];
}

const linesOf = (secret: string) =>
  secret.includes('\n')
    ? secret.split(/\r?\n/).filter((line) => line.length >= minLineChars && !line.startsWith('-----'))
    : [];

/** The secret as bytes that something may have encoded: itself, its lines, and what JSON and addresses make of it. */
function encodable(secret: string): Buffer[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const texts = new Set([secret, json, encodeURIComponent(secret.toWellFormed()), ...linesOf(secret)]);
  return [...texts].map((text) => Buffer.from(text.toWellFormed()));
}

/** Every form once, none shorter than `minFormChars`; empty for a secret that is shorter itself. */
export function formsOf(secret: string): SecretForm[] {
  if (secret.length < minFormChars) return [];
  const encoded = new Set(
    encodable(secret).flatMap((bytes) => {
      const hex = bytes.toString('hex');
      return [...base64Forms(bytes), hex, hex.toUpperCase()];
    }),
  );
  const plain = new Set([secret, ...linesOf(secret), ...escapedForms(secret)]);
  const forms = [
    ...[...plain].map((text) => ({ text, folds: false })),
    ...[...encoded].filter((text) => !plain.has(text)).map((text) => ({ text, folds: true })),
  ];
  return forms.filter(({ text }) => text.length >= minFormChars);
}
