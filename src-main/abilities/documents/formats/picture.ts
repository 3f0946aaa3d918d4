// Pictures: their text by recognition, and smaller copies for a model that sees.

import { encodePng } from '../encode-png.ts';
import { unreadable } from '../failure.ts';
import { pictureHeader } from '../picture-header.ts';
import { type DocumentRequest, type DocumentText, documentLimits, type Picture, type PictureRequest } from '../port.ts';
import { takeSpan } from '../take-span.ts';
import { openPictureEngine } from './tesseract.ts';

const decodable = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/bmp', 'image/tiff']);
const sendable = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

function checkedHeader(bytes: Uint8Array) {
  const header = pictureHeader(bytes);
  if (header === undefined) throw unreadable('not_a_document', 'This is no picture of a kind that can be read here.');
  if (header.width * header.height > documentLimits.pixels)
    throw unreadable('too_large', `This picture has more than ${documentLimits.pixels / 1e6} million pixels.`);
  return header;
}

/** The number of a camera's orientation, from 1 to 8, as it stands in the first bytes of a JPEG. */
function orientationOf(bytes: Uint8Array): number {
  const found = /1 18 0 3 0 0 0 1 0 (\d)/.exec(bytes.subarray(0, 500).join(' '))?.[1];
  return found === undefined ? 1 : Number(found);
}

export async function readPicture(request: DocumentRequest): Promise<DocumentText> {
  const { mediaType } = checkedHeader(request.bytes);
  if (!decodable.has(mediaType))
    throw unreadable('not_a_document', `Text in ${mediaType} pictures cannot be recognised here. Convert it to PNG.`);
  const engine = await openPictureEngine();
  const pix = engine.load(request.bytes, orientationOf(request.bytes));
  if (pix.get_w() * pix.get_h() > documentLimits.pixels)
    throw unreadable('too_large', 'This picture has too many pixels.');
  engine.api.Recognize(null);
  const lines = engine.api
    .GetUTF8Text()
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .split('\n');
  const sure = engine.api.MeanTextConf();
  const isEmpty = lines.every((line) => line.trim() === '');
  const taken = takeSpan(isEmpty ? [] : lines, { span: request.span, unit: 'line', maxChars: request.maxChars });
  const remarks = isEmpty
    ? ['No text was recognised.']
    : [`Recognised in a picture, English letters only, about ${sure} % sure: check what matters.`];
  return { kind: 'picture', unit: 'line', ...taken, remarks };
}

/** The file itself where it is small enough, otherwise a PNG with the longer side at most `maxEdge`. */
export async function shrinkPicture({ bytes, maxEdge, maxBytes }: PictureRequest): Promise<Picture> {
  const { mediaType, width, height } = checkedHeader(bytes);
  const isSmall = width > 0 && Math.max(width, height) <= maxEdge && bytes.length <= maxBytes;
  if (isSmall && isSendable(mediaType))
    return { mediaType, bytes: new Uint8Array(bytes), width, height, ofWidth: width, ofHeight: height };
  if (!decodable.has(mediaType))
    throw unreadable('too_large', `This picture is too large, and ${mediaType} cannot be made smaller here.`);
  const engine = await openPictureEngine();
  const pix = engine.load(bytes, orientationOf(bytes));
  const [ofWidth, ofHeight] = [pix.get_w(), pix.get_h()];
  if (ofWidth * ofHeight > documentLimits.pixels) throw unreadable('too_large', 'This picture has too many pixels.');
  if (pix.get_d() !== 32) throw unreadable('not_a_document', 'A picture of this kind cannot be made smaller here.');
  const source = { words: engine.pixels(pix), perLine: pix.get_wpl(), width: ofWidth, height: ofHeight };
  for (let edge = Math.min(maxEdge, Math.max(ofWidth, ofHeight)); ; edge = Math.floor(edge * 0.75)) {
    const small = averaged(source, edge / Math.max(ofWidth, ofHeight));
    const png = encodePng(small);
    if (png.length <= maxBytes || edge < 64)
      return { mediaType: 'image/png', bytes: png, width: small.width, height: small.height, ofWidth, ofHeight };
  }
}

const isSendable = (type: string): type is Picture['mediaType'] => sendable.has(type);

type Source = {
  readonly words: Uint32Array;
  readonly perLine: number;
  readonly width: number;
  readonly height: number;
};

/** Each new pixel is the mean of those it stands for. */
function averaged(source: Source, scale: number): { width: number; height: number; rgb: Uint8Array } {
  const width = Math.max(1, Math.round(source.width * scale));
  const height = Math.max(1, Math.round(source.height * scale));
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const top = Math.floor((y * source.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * source.height) / height));
    for (let x = 0; x < width; x += 1) {
      const left = Math.floor((x * source.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * source.width) / width));
      let [red, green, blue] = [0, 0, 0];
      for (let row = top; row < bottom; row += 1) {
        for (let column = left; column < right; column += 1) {
          const word = source.words[row * source.perLine + column] ?? 0;
          red += word >>> 24;
          green += (word >>> 16) & 0xff;
          blue += (word >>> 8) & 0xff;
        }
      }
      const count = (bottom - top) * (right - left);
      rgb.set([red / count, green / count, blue / count], (y * width + x) * 3);
    }
  }
  return { width, height, rgb };
}
