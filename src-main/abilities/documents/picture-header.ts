// What kind of picture some bytes are and how many pixels it has, from its header alone: nothing is decoded yet.

export type PictureHeader = {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/bmp' | 'image/tiff';
  /** 0 where the header does not say. */
  readonly width: number;
  readonly height: number;
};

const startsWith = (bytes: Uint8Array, text: string, at = 0) =>
  [...text].every((character, index) => bytes[at + index] === character.charCodeAt(0));

export function pictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (startsWith(bytes, '\x89PNG\r\n\x1a\n'))
      return { mediaType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
    if (startsWith(bytes, 'GIF8'))
      return { mediaType: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
    if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return webpHeader(view, bytes);
    if (startsWith(bytes, 'BM'))
      return { mediaType: 'image/bmp', width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegHeader(view);
    if (startsWith(bytes, 'II*\0') || startsWith(bytes, 'MM\0*'))
      return { mediaType: 'image/tiff', width: 0, height: 0 };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // shorter than its own header: no picture
  }
  return undefined;
}

/** The frame header is the first marker C0 … CF that is none of the three tables. */
function jpegHeader(view: DataView): PictureHeader | undefined {
  for (let at = 2; at < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { mediaType: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function webpHeader(view: DataView, bytes: Uint8Array): PictureHeader | undefined {
  const mediaType = 'image/webp' as const;
  const at24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  if (startsWith(bytes, 'VP8X', 12)) return { mediaType, width: at24(24) + 1, height: at24(27) + 1 };
  if (startsWith(bytes, 'VP8L', 12)) {
    const bits = view.getUint32(21, true);
    return { mediaType, width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  if (startsWith(bytes, 'VP8 ', 12))
    return { mediaType, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return undefined;
}
