// Tells text from everything else by its bytes, not by its name.

export type Decoded =
  | { readonly type: 'text'; readonly text: string; readonly encoding: 'utf-8' | 'utf-16' | 'latin-1' }
  | { readonly type: 'pdf' }
  | { readonly type: 'binary'; readonly what: string };

type Signature = { readonly bytes: readonly number[]; readonly at?: number; readonly what: string };
const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0));
const signatures: readonly Signature[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG image' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG image' },
  { bytes: text('GIF8'), what: 'a GIF image' },
  { bytes: text('WEBP'), at: 8, what: 'a WebP image' },
  { bytes: text('ftypavif'), at: 4, what: 'an AVIF image' },
  { bytes: text('ftypheic'), at: 4, what: 'a HEIC image' },
  { bytes: text('BM'), what: 'a bitmap image' },
  { bytes: text('PK\u0003\u0004'), what: 'a ZIP archive or office document' },
  { bytes: [0x1f, 0x8b], what: 'a gzip archive' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: 'a program' },
  { bytes: text('MZ'), what: 'a Windows program' },
  { bytes: text('SQLite format 3'), what: 'an SQLite database' },
  { bytes: text('ftyp'), at: 4, what: 'a video' },
  { bytes: text('ID3'), what: 'an MP3 recording' },
  { bytes: text('OggS'), what: 'an Ogg recording' },
];

const looksBinary = (bytes: Uint8Array) => {
  const head = bytes.subarray(0, 8_192);
  if (head.includes(0)) return true;
  const controls = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
  return controls > head.length * 0.05;
};

function decodeUtf8(bytes: Uint8Array, isWhole: boolean): string | undefined {
  try {
    // A file that was cut may end in the middle of a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return undefined; // not UTF-8; another reading may fit
  }
}

/** `isWhole` false: the bytes are the beginning of a longer file. */
export function decodeText(bytes: Uint8Array, isWhole: boolean): Decoded {
  if (text('%PDF-').every((byte, index) => bytes[index] === byte)) return { type: 'pdf' };
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    const label = bytes[0] === 0xff ? 'utf-16le' : 'utf-16be';
    return { type: 'text', text: new TextDecoder(label).decode(bytes), encoding: 'utf-16' };
  }
  if (looksBinary(bytes)) {
    const known = signatures.find(({ bytes: wanted, at = 0 }) => wanted.every((byte, i) => bytes[at + i] === byte));
    return { type: 'binary', what: known?.what ?? 'a binary file' };
  }
  const utf8 = decodeUtf8(bytes, isWhole);
  if (utf8 !== undefined) return { type: 'text', text: utf8, encoding: 'utf-8' };
  return { type: 'text', text: new TextDecoder('latin1').decode(bytes), encoding: 'latin-1' };
}
