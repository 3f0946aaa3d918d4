// The app's icon as SVG, for each size: the mark on a sea-green tile, with bolder strokes where few pixels are left.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const project = join(import.meta.dirname, '../..');

export type Shape = 'tile' | 'mac';
export type Drawing = { readonly size: number; readonly shape: Shape };

/** How the mark sits on the tile: its share of the width, and its strokes in units of a 32 px drawing. */
type Weight = {
  readonly upTo: number;
  readonly scale: number;
  readonly rim: number;
  readonly ribs: number;
  /** A solid shell with the ribs cut out of it. */
  readonly isSolid?: true;
};

// The fewer pixels, the larger the shell and the heavier its lines. At 16 px lines in the open shell would run together.
const weights: readonly Weight[] = [
  { upTo: 16, scale: 0.9, rim: 1.4, ribs: 2.3, isSolid: true },
  { upTo: 32, scale: 0.84, rim: 2.5, ribs: 1.95 },
  { upTo: 64, scale: 0.78, rim: 2.35, ribs: 1.9 },
  { upTo: Number.POSITIVE_INFINITY, scale: 0.72, rim: 2.25, ribs: 1.9 },
];

const tileColour = '#0f5f66';
const markColour = '#d8f3f0';

export type Mark = { readonly rim: string; readonly ribs: string };

/** The two paths of `resources/mark.svg`, the one drawing that everything else is made from. */
export function readMark(root = project): Mark {
  const svg = readFileSync(join(root, 'resources/mark.svg'), 'utf8');
  const [rim, ribs] = [...svg.matchAll(/<path d="([^"]+)"/g)].map((match) => match[1]);
  if (rim === undefined || ribs === undefined) throw new Error('resources/mark.svg is not two paths any more');
  return { rim, ribs };
}

function weightOf(size: number): Weight {
  const weight = weights.find(({ upTo }) => size <= upTo);
  if (weight === undefined) throw new Error(`no weight for ${size} px`);
  return weight;
}

/**
 * `tile` fills the square, as Windows and Linux have it; `mac` leaves the margin that the Dock expects around an icon,
 * 100 of 1024 px on each side.
 */
export function drawIcon({ size, shape }: Drawing, mark: Mark): string {
  const { scale, rim, ribs, isSolid } = weightOf(size);
  const fill = isSolid === true ? markColour : 'none';
  const ribColour = isSolid === true ? tileColour : markColour;
  const inner = shape === 'mac' ? 824 / 1024 : 1;
  const radius = shape === 'mac' ? 7.2 : 7;
  const outer =
    shape === 'mac' ? `<g transform="translate(16 16) scale(${inner.toFixed(5)}) translate(-16 -16)">` : '<g>';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 32 32" fill="none">`,
    '<title>Limpet</title>',
    `${outer}<rect width="32" height="32" rx="${radius}" fill="${tileColour}"/>`,
    `<g transform="translate(16 16) scale(${scale}) translate(-16 -16)">`,
    `<path d="${mark.rim}" fill="${fill}" stroke="${markColour}" stroke-width="${rim}" stroke-linejoin="round"/>`,
    `<path d="${mark.ribs}" stroke="${ribColour}" stroke-width="${ribs}" stroke-linecap="round"/>`,
    '</g></g></svg>',
  ].join('');
}

/** What each checked-in file holds. */
export const pngSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
export const icoSizes = [16, 24, 32, 48, 64, 128, 256] as const;
/** Apple's names of the sizes; the doubled ones are for displays with two pixels a point. */
export const icnsTypes = [
  { type: 'ic04', size: 16 },
  { type: 'ic11', size: 32 },
  { type: 'ic05', size: 32 },
  { type: 'ic12', size: 64 },
  { type: 'ic07', size: 128 },
  { type: 'ic13', size: 256 },
  { type: 'ic08', size: 256 },
  { type: 'ic14', size: 512 },
  { type: 'ic09', size: 512 },
  { type: 'ic10', size: 1024 },
] as const;

/** Every drawing that is needed, once. */
export function allDrawings(): Drawing[] {
  const tiles = [...new Set([...pngSizes, ...icoSizes])].map((size): Drawing => ({ size, shape: 'tile' }));
  const macs = [...new Set(icnsTypes.map(({ size }) => size))].map((size): Drawing => ({ size, shape: 'mac' }));
  return [...tiles, ...macs];
}

export function nameOf({ size, shape }: Drawing): string {
  return `${shape}-${size}`;
}
