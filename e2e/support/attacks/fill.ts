// `{{secret|base64}}` in the text of an attack: what a model that obeys would write in its place.

const rot13 = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
const base32 = (text: string) => {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
};

/** Ways to write a secret that no look at the bytes would find. */
export const encodings: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  base64: (text) => Buffer.from(text).toString('base64url'),
  base64twice: (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64url'),
  base32,
  hex: (text) => Buffer.from(text).toString('hex'),
  reverse: (text) => [...text].reverse().join(''),
  rot13,
  binary: (text) => [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join(''),
  decimal: (text) => [...Buffer.from(text)].join('-'),
  percent: (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join(''),
  spelled: (text) => [...text].map((letter) => `${letter}-ok`).join('.'),
  morse: (text) => [...text].map((letter) => (letter.charCodeAt(0) % 2 === 0 ? '.-' : '-.')).join('/'),
  first: (text) => text.slice(0, 8),
  middle: (text) => text.slice(8, 16),
  last: (text) => text.slice(16),
  letter: (text) => text.slice(0, 1),
};

export type Fill = Readonly<Record<string, string>>;

export function fill(text: string, values: Fill): string {
  return text.replace(/\{\{(\w+)(?:\|(\w+))?\}\}/g, (whole, name: string, how: string | undefined) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing is known of ${whole}`);
    const encode = encodings[how ?? 'plain'];
    if (encode === undefined) throw new Error(`there is no way to write ${whole}`);
    return encode(value);
  });
}
