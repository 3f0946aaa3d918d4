// Where the main window opens: where it was on these displays, brought back into sight when they are others now.
import { z } from 'zod';

const Side = z.number().int().min(-100_000).max(100_000);
export const Area = z.object({ x: Side, y: Side, width: Side.min(1), height: Side.min(1) });
export type Area = z.infer<typeof Area>;

export const SavedPlace = z.object({ area: Area, isMaximized: z.boolean() });
export type SavedPlace = z.infer<typeof SavedPlace>;
/** By set of displays, the one used last at the end. */
export const SavedPlaces = z.array(z.object({ displays: z.string().max(2_000), place: SavedPlace })).max(100);
export type SavedPlaces = z.infer<typeof SavedPlaces>;

export type DisplayFacts = {
  readonly bounds: Area;
  /** Without task bars and docks. */
  readonly workArea: Area;
};

const mostSets = 20;
export const defaultSize = { width: 1_180, height: 800 } as const;
export const smallestSize = { width: 380, height: 480 } as const;

/** Names the displays as they stand now: the same desk has the same name, whatever order the system lists them in. */
export function displaySetOf(displays: readonly DisplayFacts[]): string {
  return displays
    .map(({ bounds: { x, y, width, height } }) => `${width}x${height}@${x},${y}`)
    .toSorted()
    .join(' ');
}

export function remember(saved: SavedPlaces, displays: readonly DisplayFacts[], place: SavedPlace): SavedPlaces {
  const name = displaySetOf(displays);
  return [...saved.filter((one) => one.displays !== name), { displays: name, place }].slice(-mostSets);
}

function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** As much of the area as fits, moved no further than it must be. */
export function within(area: Area, workArea: Area): Area {
  const width = Math.min(Math.max(area.width, smallestSize.width), workArea.width);
  const height = Math.min(Math.max(area.height, smallestSize.height), workArea.height);
  const clamp = (at: number, low: number, high: number) => Math.round(Math.min(Math.max(at, low), high));
  return {
    width: Math.round(width),
    height: Math.round(height),
    x: clamp(area.x, workArea.x, workArea.x + workArea.width - width),
    y: clamp(area.y, workArea.y, workArea.y + workArea.height - height),
  };
}

function centred(size: { readonly width: number; readonly height: number }, workArea: Area): Area {
  const x = workArea.x + Math.round((workArea.width - size.width) / 2);
  const y = workArea.y + Math.round((workArea.height - size.height) / 2);
  return within({ ...size, x, y }, workArea);
}

/** The display that most of the area lies on; undefined when it lies on none. */
function displayUnder(area: Area, displays: readonly DisplayFacts[]): DisplayFacts | undefined {
  const [best] = displays
    .map((display) => ({ display, share: overlap(area, display.workArea) }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share);
  return best?.display;
}

/**
 * The first display is the primary one. Without a place of these displays, the size is that of the last one used; a place
 * that lies on no display any more comes back to the primary one.
 */
export function placeOn(displays: readonly DisplayFacts[], saved: SavedPlaces): SavedPlace | undefined {
  const [primary] = displays;
  if (primary === undefined) return undefined;
  const name = displaySetOf(displays);
  const own = saved.find((one) => one.displays === name)?.place;
  const { area, isMaximized } = own ?? saved.at(-1)?.place ?? { area: undefined, isMaximized: false };
  if (area === undefined) return { area: centred(defaultSize, primary.workArea), isMaximized };
  const under = own === undefined ? undefined : displayUnder(area, displays);
  if (under === undefined) return { area: centred(area, primary.workArea), isMaximized };
  return { area: within(area, under.workArea), isMaximized };
}

export const quickWidth = 680;
export const quickSmallest = 60;

/** A third down its display, never taller than three fifths of it. */
export function quickPlace(workArea: Area, height: number): Area {
  const width = Math.min(quickWidth, workArea.width);
  const top = workArea.y + Math.round(workArea.height / 3);
  const room = Math.min(Math.round(workArea.height * 0.6), workArea.y + workArea.height - top);
  return {
    x: workArea.x + Math.round((workArea.width - width) / 2),
    y: top,
    width,
    height: Math.max(quickSmallest, Math.min(Math.ceil(height), room)),
  };
}
